"""What an address says of its title."""

from __future__ import annotations

import pytest

from pipelines.slug import slugs


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("mo-lop-xoa-mu-o-ban-cao-7801.html", "mo lop xoa mu o ban cao"),
        ("mo-lop-xoa-mu-o-ban-cao-a-60a0111a-c2d2-46c8-9e93", "mo lop xoa mu o ban cao"),
        ("mo-lop-xoa-mu-o-ban-cao_id_92942238.html", "mo lop xoa mu o ban cao"),
        ("mo-lop-xoa-mu-o-ban-cao-post12345.html", "mo lop xoa mu o ban cao"),
        ("00202e76-cd73-11e4-8730-4f473416e759_lop.html", "00202e76 cd73 11e4 8730 4f473416e759 lop"),
    ],
)
def test_a_number_at_the_end_is_no_word_of_the_title(end, words):
    assert slugs(f"https://bao.example/xa-hoi/{end}")[0] == tuple(words.split())


def test_an_address_of_many_digits_is_read_at_once():
    code = "-".join(["0a1b2c3d4e5f"] * 20)
    assert slugs(f"https://bao.example/{code}-x/bai-viet-ve-lua-moi")[-1] == ("bai", "viet", "ve", "lua", "moi")
