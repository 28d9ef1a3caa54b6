"""A search over time, drawn as SVG on the server: a line for each term, every point a link to its articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log10

from vietnamese.query import day_number

WIDTH, HEIGHT = 720, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 20, 10, 6
_MONTHS = 36  # up to so many months are drawn by month, more by year
_LABELS = {False: 12, True: 6}  # periods that are named below the curve: months have longer names than years


@dataclass(frozen=True, slots=True)
class Point:
    """A period of a line: where it is drawn, articles that have the term, and per thousand articles of the period."""

    period: str
    x: float
    y: float
    hits: int
    rate: float


@dataclass(frozen=True, slots=True)
class Line:
    """A term over time; `points` are None where counting took too long."""

    term: str
    points: tuple[Point, ...] | None

    @property
    def path(self) -> str:
        """The line as a path of SVG."""
        return "M" + "L".join(f"{point.x:g} {point.y:g}" for point in self.points or ())


@dataclass(frozen=True, slots=True)
class Curve:
    """Lines over the same periods (2020, or 2020-08), in each of which `articles` were printed."""

    lines: tuple[Line, ...]
    articles: tuple[tuple[str, int], ...]
    ticks: tuple[tuple[float, float], ...]  # a rate, and how high it stands
    labels: tuple[tuple[float, str], ...]  # where a period is named

    @property
    def periods(self) -> str:
        """The periods, with spaces between: what a pointer's stretch is made of."""
        return " ".join(period for period, _ in self.articles)


def curve(
    counted: Sequence[tuple[str, Mapping[int, int] | None]],
    articles: Mapping[int, int],
    since: str | None,
    until: str | None,
) -> Curve | None:
    """The curve of some terms, each with its hits by month (yyyymm), among all articles by month.

    It reaches from the first to the last month with articles, or as far as `since` and `until` say. None where there is
    no month to draw.
    """
    first = (day_number(since) or 0) // 100 if since else 0
    last = (day_number(until, end=True) or 0) // 100 if until else 999_999
    months = [month for month in articles if month and first <= month <= last and articles[month] > 0]
    if not months:
        return None
    first, last = min(months), max(months)
    by_month = (last // 100 - first // 100) * 12 + last % 100 - first % 100 < _MONTHS
    periods = _periods(first, last, by_month)
    totals = {period: sum(articles.get(month, 0) for month in of) for period, of in periods.items()}
    rates = {term: _rates(cells, periods, totals) for term, cells in counted if cells is not None}
    step, top = _scale(max((rate for of in rates.values() for rate in of), default=0))
    across = (WIDTH - _LEFT - _RIGHT) / max(len(periods) - 1, 1)

    def x(place: int) -> float:
        """How far from the left the period at a place is drawn."""
        return round(_LEFT + (place * across if len(periods) > 1 else across / 2), 1)

    def y(rate: float) -> float:
        """How far from the top a rate is drawn."""
        return round(HEIGHT - _BOTTOM - rate / top * (HEIGHT - _BOTTOM - _TOP), 1)

    lines = tuple(
        Line(
            term,
            None
            if cells is None
            else tuple(
                Point(period, x(place), y(rate := rates[term][place]), sum(cells.get(month, 0) for month in of), rate)
                for place, (period, of) in enumerate(periods.items())
            ),
        )
        for term, cells in counted
    )
    every = ceil(len(periods) / _LABELS[by_month])
    labels = tuple((x(place), period) for place, period in enumerate(periods) if place % every == 0)
    ticks = tuple((round(tick * step, 10), y(tick * step)) for tick in range(round(top / step) + 1))
    return Curve(lines, tuple(totals.items()), ticks, labels)


def _rates(cells: Mapping[int, int], periods: Mapping[str, list[int]], totals: Mapping[str, int]) -> list[float]:
    """Hits (`cells`, by month) in a thousand articles (`totals`) of each period; 0 where it has no articles."""
    return [
        1000 * sum(cells.get(month, 0) for month in of) / totals[period] if totals[period] else 0.0
        for period, of in periods.items()
    ]


def _periods(first: int, last: int, by_month: bool) -> dict[str, list[int]]:
    """Each period from the first to the last month (yyyymm), none left out, with its months: months themselves, or
    years.
    """
    if not by_month:
        return {
            str(year): list(range(year * 100 + 1, year * 100 + 13)) for year in range(first // 100, last // 100 + 1)
        }
    return {
        f"{month // 100}-{month % 100:02d}": [month]
        for year in range(first // 100, last // 100 + 1)
        for month in range(year * 100 + 1, year * 100 + 13)
        if first <= month <= last
    }


def _scale(highest: float) -> tuple[float, float]:
    """A round step, and how high an axis of it must be for a value.

    >>> _scale(7.3), _scale(0), _scale(0.04)
    ((2.0, 8.0), (1.0, 1.0), (0.01, 0.04))
    """
    if highest <= 0:
        return 1.0, 1.0
    magnitude = 10.0 ** (ceil(log10(highest)) - 1)
    step = next(
        round(part * magnitude, 10) for part in (0.1, 0.2, 0.25, 0.5, 1, 2, 2.5) if highest / (part * magnitude) <= 5
    )
    return step, round(step * ceil(round(highest / step, 9)), 10)
