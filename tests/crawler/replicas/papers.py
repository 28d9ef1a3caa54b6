"""What each newspaper's replica looks like: its dress, the forms of its addresses, where its lists go on.

`addresses` are of its three articles: the first stands on the first page of the section `list`, the second on the page
`more`, the third is named by a sitemap or a feed alone. `also` are further addresses of the first article, old hosts
among them. Addresses are those of sources.csv with slugs and ids of our own; a newspaper of which no address is known
(`guessed`) has some that any system might make.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from . import dresses
from .dresses import Dress


@dataclass(frozen=True)
class Fixture:
    dress: Dress | tuple[Dress, Dress, Dress]
    addresses: tuple[str, str, str]
    list: str = "/thoi-su/"
    more: str = "/thoi-su/?page=2"
    also: tuple[str, ...] = ()
    guessed: bool = False


def _dataimg(dress: Dress = dresses.dataimg, number: int = 0, also: tuple[str, ...] = ()) -> Fixture:
    """/section/YYYYMM/slug-HEX/, /section/YYYYMM/slug-DECIMAL/ of old; sections go on with ?paged=N"""
    return Fixture(
        dress,
        (
            f"/van-hoa/202610/{{slug}}-{0x79A138B + number:07x}/",
            f"/kinh-te/nong-nghiep/202610/{{slug}}-{0xE635EAF + number:07x}/",
            f"/xa-hoi/202610/{{slug}}-{2203947 + number}/",
        ),
        more="/thoi-su/?paged=2",
        also=also,
    )


def _onecms(
    dress: Dress | tuple[Dress, Dress, Dress] = dresses.onecms, number: int = 0, also: tuple[str, ...] = ()
) -> Fixture:
    """/slug-ID.html, older /section/slug-ID.html; page two of a section is in its address"""
    return Fixture(
        dress,
        (
            f"/{{slug}}-{300867 + number}.html",
            f"/du-lich/{{slug}}-{111408 + number}.html",
            f"/{{slug}}-{300900 + number}.html",
        ),
        list="/thoi-su",
        more="/thoi-su?trang=2",
        also=also,
    )


def _aid(dress: Dress = dresses.aid, number: int = 0, also: tuple[str, ...] = ()) -> Fixture:
    """/slug-aID.html; sections go on with ?p=N"""
    return Fixture(
        dress,
        tuple(f"/{{slug}}-a{271203 + number + n}.html" for n in range(3)),  # type: ignore[arg-type]
        list="/kinh-te/",
        more="/kinh-te/?p=2",
        also=also,
    )


def _epi(dress: Dress = dresses.epi, number: int = 0, also: tuple[str, ...] = ()) -> Fixture:
    """/slug-postID.html; sections go on with ?page=N"""
    return Fixture(
        dress,
        tuple(f"/{{slug}}-post{60732 + number + n}.html" for n in range(3)),  # type: ignore[arg-type]
        list="/xahoi/",
        more="/xahoi/?page=2",
        also=also,
    )


def _upimg(number: int, dress: Dress = dresses.upimg) -> Fixture:
    """/section/slug-ID.html; sections are /slug-CATEGORY.html"""
    return Fixture(
        dress,
        tuple(f"/le-hoi/{{slug}}-{17028 + number + n}.html" for n in range(3)),  # type: ignore[arg-type]
        list="/thoi-su-12.html",
        more="/thoi-su-12.html?page=2",
    )


def _number(
    dress: Dress = dresses.plain, first: int = 135352, end: str = ".html", also: tuple[str, ...] = (), **more: str
) -> Fixture:
    """/section/slug-ID.html or .htm"""
    addresses = tuple(f"/tin-tuc/{{slug}}-{first + n}{end}" for n in range(3))
    return Fixture(dress, addresses, also=also, **more)  # type: ignore[arg-type]


def _any(number: int = 0) -> Fixture:
    return Fixture(
        dresses.plain,
        tuple(f"/tin-tuc/{{slug}}-{40100 + number + n}.html" for n in range(3)),  # type: ignore[arg-type]
        guessed=True,
    )


FIXTURES: Mapping[str, Fixture] = {
    # DATAIMG
    "baothainguyen": _dataimg(also=("https://baothainguyen.org.vn/van-hoa/202610/ten-cu-cua-bai-79a138b/",)),
    "baodongnai": _dataimg(dresses.dataimg_lead_in_body, 1),
    "baokhanhhoa": _dataimg(number=2, also=("http://baokhanhhoa.com.vn/van-hoa/202610/{slug}-79a138d/",)),
    "baodaklak": _dataimg(dresses.dataimg_daklak, 3),
    "baophuyen": Fixture(
        (dresses.phuyen_old, dresses.dataimg, dresses.dataimg),
        ("/82/58118/{slug}.html", "/kinh-te/202610/{slug}-1371bcf/", "/xa-hoi/202610/{slug}-1371bd0/"),
        also=("https://baophuyen.vn/82/58118/{slug}.html", "http://www.baophuyen.com.vn/82/58118/{slug}.html"),
    ),
    "baoquangtri": Fixture(
        (dresses.quangtri_old, dresses.dataimg, dresses.dataimg),
        ("/{slug}-135352.htm", "/phong-su/202610/{slug}-53a6e0b/", "/xa-hoi/202610/{slug}-53a6e0c/"),
    ),
    "baoquangbinh": _dataimg(dresses.quangbinh, 5),
    "baosoctrang": _dataimg(number=6),
    "baohagiang": _dataimg(number=7),
    "baotuyenquang": _dataimg(number=8),
    "baonamdinh": Fixture(
        dresses.dataimg,
        tuple(f"/channel/5091/202610/{{slug}}-{2517330 + n}/" for n in range(3)),  # type: ignore[arg-type]
    ),
    "baovinhlong": _dataimg(number=10, also=("https://baovinhlong.vn/van-hoa/202610/{slug}-79a1395/",)),
    "baobariavungtau": _dataimg(number=11),
    "baoapbac": _dataimg(number=12),
    "baolamdong": Fixture(
        (dresses.dataimg, dresses.onecms, dresses.onecms),
        ("/van-hoa/202610/{slug}-b180e1a/", "/{slug}-455872.html", "/{slug}-455873.html"),
    ),
    # OneCMS
    "hanoimoi": _onecms(
        (dresses.onecms, dresses.onecms, dresses.hanoimoi_2020), also=("http://hanoimoi.com.vn/{slug}-300867.html",)
    ),
    "baohaiphong": _onecms(number=1),
    "baohaiduong": Fixture(
        dresses.onecms,
        ("/{slug}-387551.html", "/nong-nghiep/{slug}-151256", "/{slug}-387552.html"),
        list="/thoi-su",
        more="/thoi-su?trang=2",
    ),
    "baodanang": _onecms(number=3),
    "baoquangnam": Fixture(
        (dresses.onecms, dresses.quangnam_2021, dresses.onecms),
        ("/{slug}-3149144.html", "/du-lich/{slug}-111408.html", "/{slug}-3149145.html"),
        list="/thoi-su",
        more="/thoi-su?trang=2",
    ),
    "baonghean": Fixture(
        (dresses.plain, dresses.plain, dresses.onecms),
        ("/bao-chi-ban-doc/202610/{slug}-2679811/", "/{slug}-post283345.html", "/{slug}-300867.html"),
        list="/thoi-su",
        more="/thoi-su?trang=2",
    ),
    "baodaknong": _onecms(number=6),
    "baobinhthuan": _onecms(number=7),
    # AID
    "baoangiang": _aid(dresses.aid_angiang),
    "baocantho": _aid(dresses.aid_cantho, 10, also=("https://baocantho.com.vn/mot-ten-khac-han-a271213.html",)),
    "baodongthap": _aid(number=20),
    "baobinhduong": _aid(dresses.aid_binhduong, 30),
    "baotayninh": _aid(dresses.aid_tayninh, 40),
    "baolongan": _aid(number=50, also=("http://baolongan.com.vn/{slug}-a271253.html",)),
    "baodongkhoi": _aid(dresses.aid_dongkhoi, 60, also=("https://baodongkhoi.vn/{slug}-a271263.html",)),
    # ePi
    "baogialai": _epi(),
    "baohatinh": _epi(number=10),
    "sggp": _epi(number=20),
    "baolaocai": _epi(dresses.epi_laocai, 30),
    "baobackan": _epi(
        number=40,
        also=("https://baobackan.com.vn/{slug}-post60772.html", "http://baobackan.org.vn/{slug}-post60772.html"),
    ),
    "baosonla": Fixture(
        dresses.epi_sonla,
        ("/kinh-te/{slug}.html", "/xa-hoi/{slug}.html", "/the-thao/{slug}.html"),
        list="/kinh-te.html",
        more="/kinh-te.html?page=2",
    ),
    # UPIMG
    "baohaugiang": _upimg(0, dresses.upimg_haugiang),
    "baobaclieu": _upimg(10),
    "baokiengiang": _upimg(20),
    "baotravinh": _upimg(30),
    # small families
    "baobacninh": Fixture(
        dresses.bbg_bacninh,
        ("/{slug}-postid412345.bbg", "/bacgiang-{slug}-postid412346.bbg", "/{slug}-postid412347.bbg"),
        list="/thoi-su",
        more="/thoi-su?page=2",
    ),
    "baobacgiang": Fixture(
        dresses.bbg,
        ("/{slug}-postid402345.bbg", "/bg2/{slug}-postid402346.bbg", "/{slug}-postid402347.bbg"),
        also=("http://baobacgiang.com.vn/{slug}-postid402345.bbg",),
    ),
    "baobinhphuoc": Fixture(
        dresses.plain,
        ("/news/14/143498/{slug}", "/news/14/143499/{slug}", "/news/9/143500/{slug}"),
        list="/news/14",
        more="/news/14?page=2",
    ),
    "baothaibinh": Fixture(
        dresses.plain,
        ("/tin-tuc/206/140540/{slug}", "/tin-tuc/206/140541/{slug}", "/tin-tuc/4/140542/{slug}"),
        list="/tin-tuc/206",
        more="/tin-tuc/206?page=2",
    ),
    "baoyenbai": _any(),
    "baohoabinh": _any(10),
    "baobinhdinh": Fixture(
        dresses.aspx,
        tuple(f"/viewer.aspx?macm=39&macmp=39&mabb={222823 + n}" for n in range(3)),  # type: ignore[arg-type]
        list="/ViewCat.aspx?macm=1&macmp=2",
        more="/ViewCat.aspx?macm=1&macmp=2&page=2",
        also=("http://www.baobinhdinh.com.vn/viewer.aspx?mabb=222823&macm=5&macmp=1",),
    ),
    "baohanam": _any(20),
    "baodienbienphu": Fixture(
        dresses.spa,
        tuple(f"/tin-bai/{section}/{{slug}}" for section in ("xa-hoi", "kinh-te", "van-hoa")),  # type: ignore[arg-type]
        list="/tin-tuc/xa-hoi",
        more="/tin-tuc/xa-hoi?page=2",
    ),
    "baoquangngai": Fixture(
        (dresses.script_data, dresses.script_call, dresses.script_data),
        tuple(f"/thoi-su/{{slug}}-{52100 + n}.htm" for n in range(3)),  # type: ignore[arg-type]
        list="/thoi-su.htm",
        more="/thoi-su.htm?page=2",
    ),
    # of systems nobody has named
    "baoninhbinh": Fixture(
        dresses.ninhbinh,
        ("/{slug}/d20261003091014465.htm", "/{slug}/d20261004101014465.htm", "/{slug}/d20261005111014465.htm"),
        also=("https://baoninhbinh.org.vn/ten-khac/d20261003091014465.htm",),
    ),
    "baolaichau": Fixture(
        dresses.clock,
        ("/x%C3%A3-h%E1%BB%99i/ti%E1%BB%81m-%E1%BA%A9n-nguy-c%C6%A1", "/kinh-te/{slug}-84211", "/van-hoa/{slug}-84212"),
        also=(
            "http://www.baolaichau.vn/x%C3%A3-h%E1%BB%99i/ti%E1%BB%81m-%E1%BA%A9n-nguy-c%C6%A1",
            "https://baolaichau.vn/xa%CC%83-h%C3%B4%CC%A3i/ti%C3%AA%CC%80m-%C3%A2%CC%89n-nguy-c%C6%A1",
        ),
    ),
    "baocamau": Fixture(
        dresses.camau,
        ("/xa-hoi/{slug}.html", "/kinh-te/{slug}.html", "/giao-duc/{slug}.html"),
        list="/xa-hoi",
        more="/xa-hoi?page=2",
    ),
    "baocaobang": _number(dresses.caobang, 3171201, list="/Thoi-su", more="/Thoi-su?page=2"),
    "baohungyen": _number(first=3182201, list="/Chinh-tri", more="/Chinh-tri?page=2"),
    "baokontum": _any(30),
    "baolangson": _number(first=5071654),
    "baoninhthuan": Fixture(
        dresses.plain,
        ("/news/25831p31c171/{slug}.htm", "/news/25832p31c171/{slug}.htm", "/diendan/25833p1c30/{slug}.htm"),
    ),
    "baophutho": _number(first=258512, end=".htm", list="/phutho24h", more="/phutho24h?page=2"),
    "baoquangninh": _number(
        dresses.quangninh, 3312201, also=("http://www.baoquangninh.com.vn/tin-tuc/{slug}-3312201.html",)
    ),
    "baothanhhoa": _number(dresses.thanhhoa, 231201, ".htm"),
    "huengaynay": Fixture(
        dresses.plain,
        ("/chinh-tri/{slug}.html", "/kinh-te/{slug}.html", "/van-hoa/{slug}.htm"),
        list="/chinh-tri",
        more="/chinh-tri/p/2",
    ),
    "baovinhphuc": _any(40),
    # broadcasters, the syndicator
    "thainguyentv": _number(
        first=107703, also=("https://thainguyentv.vn/tin-tuc/{slug}-107703.html&in_play=NDk4MjM=",)
    ),
    "truyenhinhdaknong": _number(first=7195),
    "dienbientv": _any(50),
    "hanoitv": replace(_any(70), dress=dresses.hanoitv),
    "dnrtv": _any(60),
    "vietnamvn": Fixture(
        dresses.plain,
        ("/quangbinh/{slug}", "/thainguyen/{slug}", "/gialai/{slug}"),
        list="/quangbinh",
        more="/quangbinh?page=2",
        guessed=True,
    ),
}

TAGS: Mapping[str, str] = {  # what its leads begin with
    "baoquangtri": "QTO - ",
    "baoquangbinh": "(QBĐT) – ",
    "baohagiang": "BHG - ",
    "baolamdong": "(LĐ online) - ",
    "baoquangnam": "(QNO) - ",
    "baonghean": "(Baonghean.vn) - ",
    "baocantho": "(CT)- ",
    "baobacgiang": "(BGĐT) - ",
    "baoyenbai": "YBĐT - ",
    "baodienbienphu": "ĐBP - ",
    "baoninhthuan": "(NTO) ",
    "vietnamvn": "(QBĐT) – ",
}
