import random
import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from vietnamese import sort_key

# In the order of a Vietnamese dictionary: by syllable, in it by letter, then by tone; last, small before capital.
IN_ORDER = [
    *("", "1", "10", "a", "à", "ả", "ã", "á", "ạ", "ai", "an", "An", "An Giang", "ăn", "ân", "Ân Thi", "ba", "Ba"),
    *("ba ba", "Ba Vì", "bà", "bà con", "Bà Rịa", "bả", "bã", "bá", "bạ", "bạc", "Bắc Giang", "Bắc Kạn", "Bến Tre"),
    *("Cao Bằng", "Cần Thơ", "Da", "dz", "Đà Lạt", "Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Đồng Nai", "em", "êm", "fa"),
    *("Hà Giang", "Hà Nam", "Hà Nội", "Hải Dương", "Hải Phòng", "Hòa Bình", "Hưng Yên", "oi", "ôi", "ơi", "pi", "ui"),
    *("ưi", "vi", "Wu", "xa", "Ý Yên", "zu"),
]


def test_order_of_a_dictionary() -> None:
    for seed in range(5):
        shuffled = random.Random(seed).sample(IN_ORDER, len(IN_ORDER))
        assert sorted(shuffled, key=sort_key) == IN_ORDER


def test_sqlite_orders_the_same() -> None:
    db = sqlite3.connect(":memory:")
    db.create_function("vi_sort", 1, sort_key, deterministic=True)
    db.execute("create table t (name text)")
    db.executemany("insert into t values (?)", [(word,) for word in reversed(IN_ORDER)])
    assert [name for (name,) in db.execute("select name from t order by vi_sort(name)")] == IN_ORDER


@given(st.lists(st.text(st.sampled_from("aàảăâbdđeêoôơuưhn HĐÁ-1."), max_size=8)))
def test_code_points_and_bytes_agree(texts: list[str]) -> None:
    assert sorted(texts, key=sort_key) == sorted(texts, key=lambda text: sort_key(text).encode())


@given(st.text())
def test_the_shorter_comes_first(rest: str) -> None:
    assert sort_key("ba") < sort_key(f"ba b{rest}") < sort_key("bà")


def test_punctuation_and_form_do_not_decide() -> None:
    assert sort_key("Bà Rịa - Vũng Tàu") < sort_key("Bà Rịa-Vũng Tàu A") < sort_key("Bà Rịa – Vũng Tàu B")
    assert sort_key("Đà Nẵng") == sort_key("Đa\u0300 Na\u0306\u0303ng")
