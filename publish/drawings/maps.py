"""Two tile maps of Vietnam: a tile per province, near where it lies. Drawn by hand; north is up, `.` is empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_TODAY = """
lai-chau   lao-cai   tuyen-quang cao-bang    .
dien-bien  son-la    phu-tho     thai-nguyen lang-son
.          .         ha-noi      bac-ninh    quang-ninh
.          .         ninh-binh   hung-yen    hai-phong
.          .         thanh-hoa   .           .
.          .         nghe-an     .           .
.          .         ha-tinh     .           .
.          .         .           quang-tri   .
.          .         .           hue         .
.          .         .           .           da-nang
.          .         .           .           quang-ngai
.          .         .           .           gia-lai
.          .         .           .           dak-lak
.          tay-ninh  dong-nai    lam-dong    khanh-hoa
an-giang   dong-thap ho-chi-minh .           .
can-tho    vinh-long .           .           .
ca-mau     .         .           .           .
"""

_BEFORE = """
lai-chau   lao-cai   ha-giang    cao-bang    .           .
dien-bien  yen-bai   tuyen-quang bac-kan     lang-son    .
son-la     phu-tho   vinh-phuc   thai-nguyen bac-giang   quang-ninh
.          hoa-binh  ha-noi      bac-ninh    hai-duong   hai-phong
.          .         ha-nam      hung-yen    thai-binh   .
.          .         ninh-binh   nam-dinh    .           .
.          .         thanh-hoa   .           .           .
.          .         nghe-an     .           .           .
.          .         ha-tinh     .           .           .
.          .         .           quang-binh  .           .
.          .         .           quang-tri   .           .
.          .         .           hue         da-nang     .
.          .         .           .           quang-nam   .
.          .         .           kon-tum     quang-ngai  .
.          .         .           gia-lai     binh-dinh   .
.          .         .           dak-lak     phu-yen     .
.          .         .           dak-nong    khanh-hoa   .
.          .         binh-phuoc  lam-dong    ninh-thuan  .
.          tay-ninh  binh-duong  dong-nai    binh-thuan  .
.          long-an   ho-chi-minh ba-ria-vung-tau .       .
an-giang   dong-thap tien-giang  ben-tre     .           .
kien-giang can-tho   vinh-long   tra-vinh    .           .
.          hau-giang soc-trang   .           .           .
ca-mau     bac-lieu  .           .           .           .
"""


def _slugs_of(drawing: str) -> list[list[str | None]]:
    """The slugs of a drawing, line by line; None for an empty place."""
    return [[None if slug == "." else slug for slug in line.split()] for line in drawing.strip().splitlines()]


# Since 1 July 2025, and before.
TODAY = _slugs_of(_TODAY)
BEFORE = _slugs_of(_BEFORE)

_STEPS = 5  # shades


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on a map: its number, of how many articles, how many of a thousand of these that are (None where these
    are not known, or none), and a shade from 1 to 5, 0 for none.
    """

    slug: str
    name: str
    hits: int
    of: int
    rate: float | None
    shade: int


@dataclass(frozen=True, slots=True)
class TileMap:
    """A tile map in lines, and from which value to which each shade reaches."""

    lines: list[list[Tile | None]]
    legend: list[tuple[int, float, float]]
    former: bool

    @property
    def tiles(self) -> list[Tile]:
        """The tiles alone, the darkest first."""
        tiles = [tile for line in self.lines for tile in line if tile]
        return sorted(tiles, key=lambda tile: (-(tile.hits if tile.rate is None else tile.rate), -tile.hits))


def tile_map(
    former: bool, names: Mapping[str, str], hits: Mapping[str, int], articles: Mapping[str, int] | None = None
) -> TileMap:
    """The map of today's provinces, or of those before July 2025, with `hits` by province, shaded in five steps.

    With `articles` the shade is by how many of a province's thousand articles the hits are. Equal parts of the provinces
    have each shade: a straight scale would leave all but the largest blank.
    """

    def value(slug: str) -> float:
        """What a province is shaded by."""
        number = hits.get(slug, 0)
        return number if articles is None else 1000 * number / articles[slug] if articles.get(slug) else 0

    drawn = BEFORE if former else TODAY
    ranked = sorted(filter(None, (value(slug) for line in drawn for slug in line if slug)))

    def shade(each: float) -> int:
        """The step of a value that provinces have, from 1, the lightest."""
        return -(-(ranked.index(each) + 1) * _STEPS // len(ranked))

    shades: dict[int, list[float]] = {}
    for each in ranked:
        shades.setdefault(shade(each), []).append(each)

    def tile(slug: str) -> Tile:
        """The tile of a province."""
        each = value(slug)
        of = (articles or {}).get(slug, 0)
        return Tile(slug, names[slug], hits.get(slug, 0), of, each if of else None, shade(each) if each else 0)

    lines = [[tile(slug) if slug else None for slug in line] for line in drawn]
    return TileMap(lines, [(step, min(of), max(of)) for step, of in sorted(shades.items())], former)
