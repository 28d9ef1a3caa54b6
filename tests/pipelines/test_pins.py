"""What the reader makes of the project's own pages and their variants is what `pins/` says; `make pins` accepts changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests import pinned
from tests.pipelines import borders, foreign_story, kinds, newspaper_story, variants
from tests.pipelines.told import State, difference, told

PINS = Path(__file__).parent / "pins"
PAGES = {name: (url, body) for name, url, body in variants.pages()}
SWEEPS = {sweep.name: sweep for sweep in variants.sweeps()}
TEXTS = list(variants.texts())
Rows = Iterator[tuple[str, str, str]]
PARTS = 6  # tables of sweeps
STRIDE = 16  # steps of a sweep that are passed over where the reading is the same before and after
EDITED = [name for name in PAGES if name.endswith(".html") and " " not in name]


def rows(case: str, state: State) -> Rows:
    for field, items in state.items():
        for item in items:
            yield case, field, item


def whole() -> Rows:
    return (row for name, (url, body) in PAGES.items() for row in rows(name, told(body, url, whole=True)))


def edited() -> Rows:
    for name in EDITED[::3]:
        url, body = PAGES[name]
        before = told(body, url, deep=True)
        for edit, changed in variants.edits(body):
            for field, items in difference(before, told(changed, url, deep=True)):
                yield f"{name}: {edit}", field, items


def swept(sweep: variants.Sweep) -> Rows:
    """Where along its steps the reading of a page changes: looked for between steps that are read differently."""
    steps = list(sweep.steps)

    @cache
    def at(place: int) -> State:
        slots = sweep.make(steps[place])
        kind = "text/plain" if isinstance(slots, variants.Text) else ""
        return told(slots.page(), slots.url, sweep.swept(steps[place]), content_type=kind)

    def between(low: int, high: int) -> Rows:
        changed = list(difference(at(low), at(high)))
        if not changed:
            return
        if high - low == 1:
            yield from ((f"{sweep.name} {steps[high]}", field, items) for field, items in changed)
            return
        middle = (low + high) // 2
        yield from between(low, middle)
        yield from between(middle, high)

    marks = [*range(0, len(steps) - 1, STRIDE), len(steps) - 1]
    for low, high in pairwise(marks):
        yield from between(low, high)


def boundaries(part: int) -> Rows:
    return (row for name in list(SWEEPS)[part::PARTS] for row in swept(SWEEPS[name]))


def kinds_of_pages() -> Rows:
    """What is otherwise than on the ordinary page, of the same form of it where that is known."""
    plain = told(variants.Slots().page(), variants.Slots().url, deep=True)
    text = told(variants.Text().page(), variants.Text().url, content_type="text/plain", deep=True)
    for name, url, body, fields in kinds.cases():
        before = text if fields.get("content_type") == "text/plain" else plain
        yield from ((name, field, items) for field, items in difference(before, told(body, url, deep=True, **fields)))


def kept() -> Rows:
    with TemporaryDirectory() as folder:
        yield from newspaper_story.stored(Path(folder))


def foreign() -> Rows:
    with TemporaryDirectory() as folder:
        yield from foreign_story.foreign(Path(folder))


TABLES: dict[str, Callable[[], Rows]] = {
    "patterns": lambda: borders.patterns(PINS / "patterns.csv", anew=os.environ.get("PINS") == "accept"),
    "functions": borders.functions,
    "pages": whole,
    "kinds": kinds_of_pages,
    "learned": newspaper_story.learned,
    "stored": kept,
    "foreign": foreign,
    "joined": newspaper_story.joined,
    "by_source": newspaper_story.by_source,
    **{f"sweeps{part}": partial(boundaries, part) for part in range(PARTS)},
    "texts": lambda: (row for sweep in TEXTS for row in swept(sweep)),
    "edits": edited,
}


@pytest.mark.parametrize("table", TABLES)
def test_results_are_as_pinned(table: str) -> None:
    pinned.check(PINS / f"{table}.csv", TABLES[table]())
