"""The scoreboard: figures per page, none of its text, in a file that is compared with."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

LEAST = 0.0005  # of a share: what changes by less has not changed


@dataclass
class Figures:
    """How a page was read; None where the gold says nothing of it. Shares are 0 to 1, hits 0 or 1, the others counts.

    `false` is a page that is no article and was taken for one, `let` counts lines or strings let through, `right` is a
    case of which all is right.
    """

    read: int | None = None
    false: int | None = None
    precision: float | None = None
    recall: float | None = None
    kept: int | None = None
    lost: int | None = None
    let: int | None = None
    title: int | None = None
    lead: int | None = None
    byline: int | None = None
    date: int | None = None
    captions: int | None = None
    captions_of: int | None = None
    right: int | None = None

    @property
    def f1(self) -> float | None:
        if self.precision is None or self.recall is None:
            return None
        return harmonic(self.precision, self.recall)


Board = dict[tuple[str, str], Figures]  # by corpus and page
COMPARED = ("read", "f1", "kept", "title", "lead", "byline", "date", "captions", "right")
COMPARED_DOWN = ("false", "lost", "let")  # less is better


def harmonic(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0


def mark(page: str) -> str:
    """How the file calls a page: addresses hold words of titles."""
    return hashlib.sha1(page.encode()).hexdigest()[:10]


def load(path: Path) -> Board:
    """The figures of a scoreboard, by corpus and mark; none where there is no file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {(row.pop("corpus"), row.pop("page")): _figures(row) for row in csv.DictReader(file)}


def _figures(row: dict[str, str]) -> Figures:
    read = {name: float(text) if name in ("precision", "recall") else int(text) for name, text in row.items() if text}
    return Figures(**read)  # type: ignore[arg-type]


def save(path: Path, board: Board) -> None:
    """Writes the figures of every page, which are given by the pages' own names; what it had of other corpora stays."""
    corpora = {corpus for corpus, _ in board}
    rows = {at: figures for at, figures in load(path).items() if at[0] not in corpora}
    rows |= {(corpus, mark(page)): figures for (corpus, page), figures in board.items()}
    names = [field.name for field in fields(Figures)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["corpus", "page", *names])
        for (corpus, page), figures in sorted(rows.items()):
            values = (getattr(figures, name) for name in names)
            told = (
                "" if v is None else f"{v:.4f}".rstrip("0").rstrip(".") if isinstance(v, float) else v for v in values
            )
            writer.writerow([corpus, page, *told])


@dataclass
class Change:
    """A page that is read otherwise than it was. `gain` is of shares, and one for each hit."""

    corpus: str
    page: str
    what: list[str]
    gain: float
    worse: bool


def compare(before: Board, now: Board) -> list[Change]:
    """The pages that are read better or worse, the worst first; those that were not measured before are not told of."""
    found = []
    for (corpus, page), figures in now.items():
        old = before.get((corpus, mark(page)))
        if old is not None and (what := list(_differences(old, figures))):
            gains = [gain for _, gain in what]
            found.append(Change(corpus, page, [told for told, _ in what], sum(gains), min(gains) < 0))
    return sorted(found, key=lambda change: (not change.worse, change.gain))


def _differences(old: Figures, new: Figures) -> Iterable[tuple[str, float]]:
    for name in COMPARED + COMPARED_DOWN:
        was, is_ = getattr(old, name), getattr(new, name)
        if was is None or is_ is None or abs(is_ - was) < LEAST:
            continue
        if isinstance(was, float):
            told = f"{name} {was:.3f} > {is_:.3f}"
        elif name in ("kept", "lost", "let", "captions"):
            told = f"{name} {was} > {is_}"
        else:
            told = name if is_ > was else f"no {name}"
        yield told, (was - is_ if name in COMPARED_DOWN else is_ - was)
