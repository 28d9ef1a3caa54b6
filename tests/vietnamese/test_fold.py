import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vietnamese.samples import PARAGRAPHS
from tests.vietnamese.test_letters import LETTERS
from vietnamese import fold


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đắk Lắk", "dak lak"),
        ("ĐẮK LẮK", "dak lak"),
        ("Ðắk", "dak"),
        ("Bà Rịa – Vũng Tàu", "ba ria - vung tau"),
        ("a—b−c-d‑e", "a-b-c-d-e"),
        ("Nguye\u0302\u0303n Thi\u0323 Ða\u0300o", "nguyen thi dao"),
        ("čư̆ hơưi ñu", "cu houi nu"),
        ("Işık, İstanbul", "isik, istanbul"),
        ("m² ½ ﬁ", "m2 1⁄2 fi"),
        ("Thái\u200bNguyên \u00adx", "thai nguyen x"),
        ("", ""),
    ],
)
def test_folds(text: str, key: str) -> None:
    assert fold(text) == key


def test_every_letter_folds_to_ascii() -> None:
    for letter in LETTERS:
        assert fold(letter) == fold(unicodedata.normalize("NFD", letter))
        assert fold(letter) in set("aeiouyd")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_agrees_with_the_search_index() -> None:
    """FTS5 folds all but đ, which the index holds as d: a folded query must find the text."""
    db = sqlite3.connect(":memory:")
    db.execute('create virtual table t using fts5(x, tokenize="unicode61 remove_diacritics 2")')
    for paragraph in PARAGRAPHS:
        db.execute("insert into t values (?)", [paragraph.replace("đ", "d").replace("Đ", "D")])
    for number, paragraph in enumerate(PARAGRAPHS, 1):
        words = " ".join(f'"{word}"' for word in fold(paragraph).replace('"', " ").split())
        assert (number,) in db.execute("select rowid from t where t match ?", [words]).fetchall()
