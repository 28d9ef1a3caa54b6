"""UPIMG: four papers of the Mekong delta with pictures under /uploads/image/YYYY/MM/DD/.

Articles are /section/slug-ID.html, sections /slug-ID.html, tags /slug-ID/tag.html.
"""

from __future__ import annotations

from crawler.newspaper import Family, seen
from pipelines.rules import Rules, RuleSet

FAMILY = Family(
    name="upimg",
    patterns=(r"^/[^/]+/[^/]+-(?P<number>\d+)\.html$",),
    fingerprints=(r"/uploads/image/\d{4}/\d\d/\d\d/", r"view-page-Tit|newscontent", r"/[^/\"']+-\d+/tag\.html"),
)

BAO_HAU_GIANG = FAMILY.newspaper(
    name="baohaugiang",
    title="Báo Hậu Giang",
    province="hau-giang",
    home="https://www.baohaugiang.com.vn/",
    successor="baocantho",
    rules=Rules(RuleSet({"title": "h1.view-page-Tit", "body": "div.divDetail.newscontent", "date": "div.date"})),
    verified=seen("home family title body date"),
)

BAO_BAC_LIEU = FAMILY.newspaper(
    name="baobaclieu",
    title="Báo Bạc Liêu",
    province="bac-lieu",
    home="https://www.baobaclieu.vn/",
    successor="baocamau",
    verified=seen("home family"),
)

BAO_KIEN_GIANG = FAMILY.newspaper(
    name="baokiengiang",
    title="Báo Kiên Giang",
    province="kien-giang",
    home="https://www.baokiengiang.vn/",
    successor="baoangiang",
    verified=seen("home family"),
)

# Its server leaves out the certificate between its own and the root.
BAO_TRA_VINH = FAMILY.newspaper(
    name="baotravinh",
    title="Báo Trà Vinh",
    province="tra-vinh",
    home="https://www.baotravinh.vn/",
    successor="baovinhlong",
    tls_overrides={"DOWNLOAD_VERIFY_CERTIFICATES": False},
    verified=seen("home family tls_overrides"),
)
