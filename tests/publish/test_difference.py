"""What changed between revisions: the fewest words, and bounded work whatever the texts."""

from __future__ import annotations

import random
import time
from difflib import SequenceMatcher

from publish.texts.difference import FIELDS, Piece, changes, difference


def revision(body: str, title: str = "Cây cầu mới") -> dict[str, str | None]:
    return {**dict.fromkeys(FIELDS), "title": title, "body": body}


def test_changes_lead_from_one_to_the_other_and_are_the_fewest() -> None:
    dice = random.Random(6)
    for _ in range(1_000):
        a, b = (dice.choices("abc", k=dice.randrange(9)) for _ in range(2))
        place, made, cost = 0, [], 0
        for i, j, k, m in changes(a, b, 50):
            assert place <= i <= j and k <= m
            made += [*a[place:i], *b[k:m]]
            place, cost = j, cost + j - i + m - k
        assert [*made, *a[place:]] == b
        blocks = SequenceMatcher(a=a, b=b, autojunk=False).get_matching_blocks()
        assert cost <= len(a) + len(b) - 2 * sum(block.size for block in blocks)


def test_words_are_compared_and_what_is_alike_is_left_out() -> None:
    old = revision("Sáng nay trời nắng.\n\nCầu dài 312 mét, rộng bốn làn xe.")
    new = revision("Sáng nay trời nắng.\n\nCầu dài 321 mét, rộng bốn làn.", "Cây cầu mới thông xe")
    found = difference(old, new)
    assert [name for name, _ in found] == ["title", "body"]
    assert [piece for _, pieces in found for piece in pieces if piece[0] != "same"] == [
        ("new", "thông xe"),
        *(("gone", "312"), ("new", "321")),
        ("gone", "xe"),
    ]


def test_pieces_are_both_texts() -> None:
    def side(pieces: list[Piece], without: str) -> str:
        return "".join("".join(text for kind, text in pieces if kind != without).split())

    dice = random.Random(7)
    for _ in range(200):
        old, new = (" ".join(dice.choices(["ao", "bè,", "cá", "(dê)", "én\n"], k=dice.randrange(1, 30))) for _ in "ab")
        for _, pieces in difference(revision(old), revision(new)):
            assert side(pieces, "new") == "".join(old.split()) and side(pieces, "gone") == "".join(new.split())


def test_no_texts_take_long_to_compare() -> None:
    dice = random.Random(8)

    def text(words: str, paragraphs: int, length: int) -> str:
        return "\n\n".join(" ".join(dice.choices(words, k=length)) for _ in range(paragraphs))

    for paragraphs, length in ((18_000, 1), (90, 400), (1, 100_000)):
        before = time.thread_time()
        difference(revision(text("ab", paragraphs, length)), revision(text("abc", paragraphs, length)))
        assert time.thread_time() - before < 1
