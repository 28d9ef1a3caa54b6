"""Texts of any length in parts of bounded size, nothing lost."""

from __future__ import annotations

import random

import pytest

from publish.texts.parts import Item, clip, flow, parts, weight, weight_of


def joined(pages: list[list[Item]]) -> str:
    return "".join(text for page in pages for _, pieces in page for _, text in pieces)


@pytest.mark.parametrize("letters", ["ở lại quê nhà ", "\"<&>'", "🌸", "x", "a\n"])
def test_parts_have_room_and_hold_all(letters: str) -> None:
    dice = random.Random(9)
    for _ in range(30):
        items: list[Item] = [
            (
                "text",
                [(dice.choice(("same", "new")), letters * dice.randrange(1, 200)) for _ in range(dice.randrange(1, 5))],
            )
            for _ in range(dice.randrange(20))
        ]
        pages = parts(items, 600)
        assert all(sum(map(weight_of, page)) <= 600 for page in pages)
        assert joined(pages) == joined([items])


def test_a_paragraph_that_fits_a_page_is_not_cut() -> None:
    paragraphs = [f"Đoạn thứ {n} kể chuyện bến đò. " * 6 for n in range(9)]
    pages = parts(flow(None, paragraphs, {}, {}), 700)
    assert len(pages) > 2 and [pieces[0][1] for page in pages for _, pieces in page] == paragraphs


def test_lists_are_known_by_their_signs() -> None:
    body = ["Gồm có:", "ba con gà;", "hai con vịt.", "Mọi người ra về.", "- một là đủ,", "- hai là thừa."]
    assert [kind for kind, _ in flow("Mở đầu.", body, {}, {})] == [
        *("lead", "text", "item", "item"),
        *("text", "marked", "marked"),
    ]


def test_clip_cuts_between_words() -> None:
    assert clip("Bến đò chiều", 100) == "Bến đò chiều" and clip(None, 9) == ""
    assert clip("Bến đò chiều", 12) == "Bến đò…"
    assert clip("<" * 100, 40) == "<" * 10 + "…" and weight("<") == 4
