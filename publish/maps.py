"""Two tile maps of Vietnam: a tile per province, near where it lies. Drawn by hand; north is up, `.` is empty."""

from __future__ import annotations

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


def _read(drawing: str) -> list[list[str | None]]:
    return [[None if slug == "." else slug for slug in line.split()] for line in drawing.strip().splitlines()]


# Since 1 July 2025, and before.
TODAY = _read(_TODAY)
BEFORE = _read(_BEFORE)
