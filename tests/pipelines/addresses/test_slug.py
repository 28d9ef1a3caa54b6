"""What an address says of its title."""

from __future__ import annotations

import pytest

from pipelines.addresses.slug import says, slugs
from pipelines.language.title_keys import key


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


TITLE = "Đội ghe Vàm Sáng về nhất giải đua 2026"


@pytest.mark.parametrize(
    "address",
    [
        "https://bao.example/the-thao/doi-ghe-vam-sang-ve-nhat-giai-dua-2026/",
        "https://bao.example/the-thao/doi-ghe-vam-sang-ve-nhat-giai-dua-2026-78012.html",
        "https://bao.example/doi-ghe-vam-sang-ve-nhat-giai-dua-2026-post78012.vnp",
        "https://bao.example/202611/doi-ghe-vam-sang-ve-nhat-giai-dua-2026-3a1b9c7/",
        "https://bao.example/78012-doi-ghe-vam-sang-ve-nhat-giai-dua-2026.aspx",
        "https://bao.example/doi_ghe_vam_sang_ve_nhat_giai_dua_2026,78012.htm",
        "https://bao.example/the-thao/doi-ghe-vam-sang-ve-nhat-giai-dua-2026/78012.html",
        "https://bao.example/view.aspx?id=78012&title=doi-ghe-vam-sang-ve-nhat-giai-dua-2026",
        "https://bao.example/index.php?op=the-thao/Doi-ghe-Vam-Sang-ve-nhat-giai-dua-2026-78012",
        "https://bao.example/%C4%90%E1%BB%99i-ghe-V%C3%A0m-S%C3%A1ng-v%E1%BB%81-nh%E1%BA%A5t-gi%E1%BA%A3i-%C4%91ua-2026",
    ],
)
def test_the_title_in_the_address(address):
    found = slugs(address)
    assert max(says(slug, key(TITLE)) for slug in found) >= 0.8
    assert not any(says(slug, key("Giải đua ghe mở rộng")) for slug in found)


def test_a_slug_that_was_cut_short_says_less():
    (cut,) = slugs("https://bao.example/doi-ghe-vam-sang-ve-nhat.html")
    assert 0.8 <= says(cut, key(TITLE)) < 1


def test_words_left_out_say_less_still():
    (slug,) = slugs("https://paper.example/rowers-vam-sang-win-boat-race")
    assert 0 < says(slug, key("The rowers of Vàm Sáng win the boat race")) < 0.8


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://bao.example/",
        "https://bao.example/?p=78012",
        "https://bao.example/tin-c12d78012/",
        "http://[",
        "x:",
    ],
)
def test_addresses_that_say_nothing(address):
    assert slugs(address) == ()


@pytest.mark.parametrize("segment", ["a1" * 5000, "1a-" * 5000 + "z", "-" * 5000, "00-" * 5000, "%" * 5000])
def test_hostile_addresses_are_answered(segment):
    slugs(f"https://bao.example/{segment}")
