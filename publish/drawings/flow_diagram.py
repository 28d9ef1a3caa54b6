"""Where articles went, as a picture: newspapers on the left, newspapers on the right, a band between for each way.

Names stand on the ends of the bands, so that the picture is narrow enough for a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, GAP, HEIGHT = 360, 10, 14
_MOST = 10  # newspapers on either side
_TALL = 260  # of all bands together


class End(NamedTuple):
    """A newspaper on one of the sides."""

    newspaper: str
    articles: int
    y: float
    height: float


class Band(NamedTuple):
    """A way from the left to the right, as a path of SVG."""

    source: str
    newspaper: str
    articles: int
    path: str
    width: float


class Flows(NamedTuple):
    """The picture: newspapers on the left (sources) and on the right, the bands between them, and its height in pixels."""

    sources: list[End]
    newspapers: list[End]
    bands: list[Band]
    height: float


def flows(counts: Sequence[tuple[str, str, int]]) -> Flows:
    """Draws how many articles went from a newspaper to another; of many newspapers, the ways between the busiest."""
    left, right = (_busiest(counts, side) for side in (0, 1))
    shown = [flow for flow in counts if flow[0] in left and flow[1] in right]
    scale = _TALL / max(sum(flow[2] for flow in shown), 1)
    sources, newspapers = _ends(shown, 0, left, scale), _ends(shown, 1, right, scale)
    at = ({end.newspaper: end.y for end in sources}, {end.newspaper: end.y for end in newspapers})
    bands = []
    middle = WIDTH / 2
    for source, newspaper, count in sorted(shown, key=lambda flow: (left.index(flow[0]), right.index(flow[1]))):
        width = count * scale
        y, end = at[0][source] + width / 2, at[1][newspaper] + width / 2
        at[0][source] += width
        at[1][newspaper] += width
        path = f"M0 {y:.1f}C{middle:.0f} {y:.1f} {middle:.0f} {end:.1f} {WIDTH} {end:.1f}"
        bands.append(Band(source, newspaper, count, path, round(max(width, 0.75), 2)))
    height = max((end.y + max(end.height, HEIGHT) for end in [*sources, *newspapers]), default=0)
    return Flows(sources, newspapers, bands, round(height + 4, 1))


def _busiest(counts: Sequence[tuple[str, str, int]], side: int) -> list[str]:
    """The newspapers with most articles on one side (0: left, 1: right) of the flows, the busiest first, at most _MOST."""
    total: dict[str, int] = {}
    for flow in counts:
        total[str(flow[side])] = total.get(str(flow[side]), 0) + flow[2]
    return sorted(total, key=lambda newspaper: (-total[newspaper], newspaper))[:_MOST]


def _ends(shown: Sequence[tuple[str, str, int]], side: int, order: Sequence[str], scale: float) -> list[End]:
    """Places the newspapers of one side (0: left, 1: right) below each other in this order, `scale` pixels high for
    each article; those without any are left out.
    """
    ends, y = [], 4.0
    for newspaper in order:
        count = sum(flow[2] for flow in shown if flow[side] == newspaper)
        if count:
            ends.append(End(newspaper, count, round(y, 1), count * scale))
            y += max(count * scale, HEIGHT) + GAP
    return ends
