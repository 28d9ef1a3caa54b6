"""The address of a picture, among all the attributes that pages keep it in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_LARGEST_ICON = 40  # pixels: what is not wider is an icon, a smiley, a spacer
# Where scripts that load pictures late keep the address; it outranks `src`.
_LAZY = frozenset(
    (
        *(
            "data-src",
            "data-original",
            "data-lazy-src",
            "data-lazy",
            "data-cfsrc",
            "lazy-src",
            "data-echo",
            "data-ll-src",
        ),
        *("data-srclazy", "data-original-src", "data-actualsrc", "data-lazyload", "data-lazy-original", "lazysrc"),
    )
)
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "lazy-srcset", "data-ll-srcset", "data-original-set", "data-cfsrcset")
_NO_ADDRESS = ("data:", "about:", "javascript:", "blob:", "#", "{", "[")  # the last two: sizes, as JSON
# What stands in for a picture until it is loaded: the name of its file.
_STAND_IN = re.compile(
    r"(?:(?:blank|spacer|spinner|load(?:ing|er)|ajax-?loader|gr[ea]y|transparent|1x1|placeholder|preload(?:er)?"
    r"|lazy(?:-?load(?:ing|er)?)?)(?:[-_.][\w-]*)?\.(?:gif|png|svg|jpe?g|webp)"
    r"|(?:empty|space|white|trans|clear|pixel|dot|none|t|p|x)\.(?:gif|png|svg))(?:$|[?#])",
    re.I,
)
_DEFAULT = re.compile(r"(?:default|no-?(?:image|img|photo|thumb)|img-?default)[\w-]*\.\w+(?:$|[?#])", re.I)
_ICON = re.compile(r"/(?:emojis?|smil(?:ies|eys?)|emoticons?|icons?|avatars?)/|twemoji|gravatar\.", re.I)
_ICON_NAMES = re.compile(
    r"emoji|smil(?:ey|ie)|emoticon|(?:^|[\s_-])avatar|author-(?:image|photo|pic)|profile-(?:image|photo|pic)", re.I
)
_FILE = re.compile(r"^[^\s{}<>]+\.(?:jpe?g|png|webp|gif|avif|jfif|bmp|tiff?)(?:$|[?#!])", re.I)
_DRAWING = re.compile(r"\.(?:gif|svg)(?:$|[?#])", re.I)
_PHOTOGRAPH = re.compile(r"\.(?:jpe?g|png|webp|avif|jfif)(?:$|[?#!])", re.I)
_CANDIDATE = re.compile(r"(\S*[^\s,])(?:\s+([\d.]+)([wxh]))?\s*(?:,|$)")
_SIZE = re.compile(r"(?:^|;)\s*(?:max-)?(width|height)\s*:\s*([\d.]+)\s*(px|pt|r?em)", re.I)
_PER_EM = 16


def source(element: etree._Element) -> str:
    """The address of an image as printed; empty for spacers, icons and what is no address."""
    if _is_icon(element):
        return ""
    attributes: dict[str, str] = dict(element.items())  # type: ignore[arg-type]
    address = attributes.get("src", "").strip()
    for name in filter(_LAZY.__contains__, attributes):
        late = attributes[name].strip()
        if not _stands_in(late):
            return "" if _ICON.search(late) else late
    absent = _stands_in(address)
    if not absent and _DRAWING.search(address):  # a spinner by any name, where an attribute holds a photograph
        address = next((late for late in _files(attributes) if _PHOTOGRAPH.search(late)), address)
    if absent or _DEFAULT.match(address.rsplit("/", 1)[-1]):
        address = _otherwise(attributes) or ("" if absent else address)
    return "" if _ICON.search(address) else address


def _stands_in(address: str) -> bool:
    """Whether an address is that of no picture, but of what is shown before one is loaded."""
    return not address or address.startswith(_NO_ADDRESS) or bool(_STAND_IN.match(address.rsplit("/", 1)[-1]))


def _otherwise(attributes: dict[str, str]) -> str:
    """The address where `src` has none: the largest of a set, or any attribute that holds the name of a picture's file."""
    for name in (*_LAZY_SETS, "srcset"):
        if (several := attributes.get(name)) and (largest := _largest(several)):
            return largest
    return next(_files(attributes), "")


def _files(attributes: dict[str, str]) -> Iterator[str]:
    """What the attributes but `src` hold that ends like the name of a picture's file."""
    for name, value in attributes.items():
        if name not in ("src", "alt", "title", "class", "id", "style") and _FILE.search(value.strip()):
            yield value.strip()


def _largest(several: str) -> str:
    """The widest of a `srcset`'s pictures, the first of equals; empty where none is an address.

    >>> _largest("/a-320.jpg 320w, /a.jpg 1200w"), _largest("/a,w_300.jpg 1x, /a,w_600.jpg 2x"), _largest("/a.jpg")
    ('/a.jpg', '/a,w_600.jpg', '/a.jpg')
    """
    best, widest = "", -1.0
    for address, size, _ in _CANDIDATE.findall(several[:5000]):
        width = float(size) if size.replace(".", "", 1).isdigit() else 0.0
        if width > widest and not _stands_in(address):
            best, widest = address, width
    return best


def _is_icon(element: etree._Element) -> bool:
    """Whether a picture is too small to be one, or is called a smiley or somebody's portrait."""
    get = element.get
    side = (get("width") or get("height") or "").strip().removesuffix("px")
    if side.isdigit() and int(side) <= _LARGEST_ICON:
        return True
    if (names := get("class")) and _ICON_NAMES.search(names):
        return True
    if looks := get("style"):
        for _, number, unit in _SIZE.findall(looks):
            size = float(number) if number.replace(".", "", 1).isdigit() else 100.0
            if 0 < size * (_PER_EM if "em" in unit.lower() else 1) <= _LARGEST_ICON:
                return True
    return False


def is_file(address: str) -> bool:
    """Whether an address ends like the name of a picture's file, which a counter's does not."""
    return bool(_FILE.search(address))
