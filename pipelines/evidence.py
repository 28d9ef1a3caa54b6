"""Candidates for a field, the evidence for and against each, and the choice: every weight stands in weights.csv.

A module of `fields` gathers candidates, names what speaks for and against each by the names of the table, and calls
`choose`. What was weighed is kept on the page where somebody asked for it (`scrapy read --explain`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol


@dataclass(slots=True)
class Candidate:
    """What a field may be: its value, the place it was read from, and the names of the evidence for and against it."""

    value: Any
    where: str
    evidence: list[str] = field(default_factory=list)
    score: float = 0.0
    line: int | None = None  # number of its line in the outline, where it is one


@dataclass(slots=True)
class Choice:
    """What was weighed for a field: the candidates, best first, and the winner, None where none was good enough."""

    field: str
    candidates: list[Candidate]
    winner: Candidate | None


class Explained(Protocol):
    """What keeps the choices made for it, where somebody asked for that: a page with its `trail`."""

    trail: list[Choice] | None


@cache
def weights() -> dict[str, dict[str, float]]:
    """The weights of weights.csv: by field, then by the name of the evidence."""
    table: dict[str, dict[str, float]] = {}
    with Path(__file__).with_name("weights.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            table.setdefault(row["field"], {})[row["evidence"]] = float(row["weight"])
    return table


def choose(page: Explained, name: str, candidates: Iterable[Candidate], least: float = 0.0) -> Candidate | None:
    """The candidate whose evidence weighs most, the first of equals; None where none weighs more than `least`.

    `name` is the field's in weights.csv. Raises KeyError for evidence that the table does not know.
    """
    table = weights()[name]
    ordered = list(candidates)
    for candidate in ordered:
        candidate.score = sum(table[evidence] for evidence in candidate.evidence)
    ordered.sort(key=lambda candidate: -candidate.score)
    winner = ordered[0] if ordered and ordered[0].score > least else None
    if page.trail is not None:
        page.trail.append(Choice(name, ordered, winner))
    return winner


def degree(names: Iterable[tuple[float, str]], value: float) -> list[str]:
    """The evidence that comes by degrees: of `names`, each with the value from which on it holds, the first that `value`
    reaches. Empty where it reaches none.
    """
    return next(([name] for least, name in names if value >= least), [])
