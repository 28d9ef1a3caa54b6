"""What tags, class names and styles are to the walk."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# What a tag is to the walk. A tag that is not named here runs with the text, as in a browser, unless it holds blocks.
SKIP, INLINE, LINK, NAMED, BREAK, IMAGE, PICTURE, MEDIA, UNSCRIPTED, FIELD, BLOCK, UNKNOWN = range(12)
_TAGS = {
    SKIP: """
        script style template svg select option datalist title meta link param base progress meter head area map
        noembed annotation annotation-xml w:worddocument w:latentstyles o:officedocumentsettings o:shapedefaults o:shapelayout
        m:mathpr
    """,
    INLINE: """
        abbr acronym bdi bdo big code data del dfn kbd mark nobr o:p q s samp strike sub sup tt u var wbr ruby
        rb rt rtc rp math source track slot blink noindex
    """,
    NAMED: "span b strong em i font small time label cite ins",
    LINK: "a",
    BREAK: "br",
    IMAGE: "img image amp-img amp-anim",
    PICTURE: "picture",
    MEDIA: "video audio object embed applet iframe canvas button amp-video amp-audio amp-iframe amp-youtube",
    UNSCRIPTED: "noscript",
    FIELD: "textarea input",
    BLOCK: """
        address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset
        figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main
        marquee menu nav noframes ol optgroup p plaintext pre search section summary table tbody td tfoot th thead tr ul
        xmp
    """,
}
KINDS = {tag: kind for kind, tags in _TAGS.items() for tag in tags.split()}

LINKED, STRONG, SLANT, ROWS = 1, 2, 4, 8  # how running text looks; ROWS: its line breaks are the author's
MODES = {
    **dict.fromkeys(("b", "strong"), STRONG),
    **dict.fromkeys(("i", "em", "small"), SLANT),  # what sets a few words apart, as small print does
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), ROWS),
}
NAMES = frozenset(("class", "id", "itemprop", "role", "type", "data-role", "data-type", "data-field"))
APART = frozenset(("byline", "date", "lead", "caption", "source"))  # what stands apart though its tag is an inline one
SOURCE = frozenset(("source",))
# The only chrome that class names make of a tag: a page that has a sidebar, or a picture that can be shared, is neither.
CHROME_OF: dict[str, tuple[str, ...]] = {
    "body": (),
    "main": (),
    "article": ("related", "comment-form"),
    "figure": ("related", "ad", "comment-form"),
    "blockquote": ("comment-form",),  # class=twitter-tweet
}
BY_TAG = {"nav": "nav", "footer": "footer", "aside": "sidebar"}
LEFT_OUT = frozenset(("nav", "sidebar", "popup", "comment-form", "hidden", "related", "ad", "footer"))
LEVELS = {f"h{n}": n for n in range(1, 7)}

QUOTES = re.compile(r"(?:pull|block)-?quote|(?:^|[\s_-])quote(?:$|[\s_-])|trich-?dan", re.I)  # class=pullquote
# What frameworks of styles call a bold or slanted text by its look
BOLD_NAMES = re.compile(
    r"(?:^|\s)(?:font-(?:semi|extra)?bold|(?:fw|font-weight|text|txt|is|has-text-weight)-(?:bold(?:er)?|semibold|[6-9]00)|bold)(?:$|\s)"
)
SLANT_NAMES = re.compile(r"(?:^|\s)(?:(?:font|fst|text|txt|is)-)?italic(?:$|\s)")
ROW_NAMES = re.compile(r"(?:^|[\s_-])pre-?(?:line|wrap)(?:$|[\s_-])", re.I)  # "whitespace-pre-line"
DROP_CAP = re.compile(r"drop-?cap|(?:first|big|initial)-?(?:letter|cap|char)|lettrine", re.I)  # "first-letter"


# What a list of terms says of an article: <dt>Tác giả</dt><dd>Lan Thử</dd>
LABEL = re.compile(
    r"(?:(?:chuyên|danh) mục|thể loại|(?:ngày|giờ|thời gian)(?: đăng)?|đăng (?:lúc|ngày|bởi)|xuất bản|cập nhật|tác giả|người (?:viết|đăng)"
    r"|phóng viên|lượt (?:xem|đọc)|section|category|author|(?:written )?by|date|published|posted|views"
    r"|autor(?:in|es)?|datum|veröffentlicht(?: am)?|rubrik|auteur|rubrique|publié le|fecha|sección|autore|data|sezione|publicado)\s*:?",
    re.I,
)


# Class names by which style sheets commonly hide, but where another shows the element on wider screens.
_HIDING = re.compile(
    r"(?:^|\s)(?:(?:is-|u-|uk-|ui-|js-)?hidden|hide|d-none|invisible|element-invisible|visuallyhidden|off-?screen|show-for-sr)(?:$|\s)"
)
_BUBBLE = re.compile(r"tooltip-?_*(?:text|content|body|inner|bubble|box)", re.I)  # what shows when one points at a word
# What a font draws as an icon: the word "schedule" is a clock.
_LIGATURE = re.compile(r"(?:^|\s)(?:mat-icon|(?:material|google)-(?:icons|symbols)(?:-\w+)?)(?:$|\s)")
_SHOWING = re.compile(
    r"(?:^|[\s:-])(?:xs|sm|md|lg|xl|xxl|desktop|tablet|screen)(?:[:-]|$|\s)|(?<!in)visible|show(?!-for-sr)"
)


@lru_cache(maxsize=4096)
def hides(names: str) -> bool:
    """Whether class names hide an element, as far as names can tell.

    >>> hides("note hidden"), hides("d-none"), hides("d-none d-md-block"), hides("hidden-xs"), hides("material-icons")
    (True, True, False, False, True)
    """
    if _HIDING.search(names) and not _SHOWING.search(names):
        return True
    return bool(_BUBBLE.search(names) or _LIGATURE.search(names))


# Class names that show an element on narrow screens alone, and on wide ones alone.
_NARROW = re.compile(
    r"(?:^|\s)(?:d-(?:sm|md|lg|xl)-none|hidden-(?:sm|md|lg)(?:-up)?|visible-(?:xs|sm)(?:-\w+)?|(?:sm|md|lg|xl):hidden"
    r"|(?:only|show|visible)-(?:mobile|phone|small)|(?:mobile|phone|small)-only|hide-(?:desktop|large))(?:$|\s)"
)
_WIDE = re.compile(
    r"(?:^|\s)(?:d-(?:sm|md|lg|xl)-inline\S*|hidden-(?:xs|phone)|visible-(?:md|lg)(?:-\w+)?|(?:sm|md|lg|xl):inline\S*"
    r"|(?:only|show|visible)-(?:desktop|large)|(?:desktop|large)-only|hide-(?:mobile|phone|small))(?:$|\s)"
)


@lru_cache(maxsize=4096)
def width(names: str) -> str:
    """On what screens alone class names show an element: "narrow", "wide", or empty for all.

    >>> width("d-md-none"), width("d-none d-md-inline"), width("md:hidden"), width("hidden-xs"), width("mobile-only")
    ('narrow', 'wide', 'narrow', 'wide', 'narrow')
    """
    return "wide" if _WIDE.search(names) else "narrow" if _NARROW.search(names) else ""


@lru_cache(maxsize=4096)
def look(names: str) -> int:
    """What class names say of how a text looks: bold, slanted.

    >>> look("font-semibold mt-4") == STRONG, look("fst-italic small") == SLANT, look("md:font-bold boldly")
    (True, True, 0)
    """
    bold = STRONG if BOLD_NAMES.search(names) else 0
    return bold | (SLANT if SLANT_NAMES.search(names) else 0)


class Style(NamedTuple):
    """What a style says. `hidden`: 1 where it takes its element off the page, 2 where a script may yet show it."""

    align: str = ""
    hidden: int = 0
    mode: int = 0
    no_mode: int = 0  # what of the look around it does not hold in it
    display: str = ""
    floats: bool = False
    picture: str = ""  # the address of what is drawn behind
    white: bool = False  # its text is white, on what is behind the text around it
    placed: bool = False  # it is put at a place of its own


# What makes an element invisible: the pattern, and a style that it matches.
_OFF = {r"display:none": "display:none", r"mso-hide:all": "mso-hide:all"}
_UNSEEN = {
    r"visibility:(?:hidden|collapse)": "visibility:hidden",
    r"font-size:(?:[01](?:\.\d+)?(?:px|pt)|0?(?:\.0\d*)?(?:r?em|%)|0)(?:!|;|$)": "font-size:0px",
    r"opacity:0?(?:\.0+)?(?:!|;|$)": "opacity:0",
    r"(?:^|;)(?:left|right|top|text-indent|margin-left|margin-top):-(?:[5-9]\d\d|\d{4,})": "left:-9999px",
    r"clip:rect\(0|clip:rect\(1px|clip-path:inset\((?:50|100)%": "clip:rect(0,0,0,0)",
    r"(?:^|;)(?:max-)?(?:height|width):0(?:px)?;(?:.*;)?overflow:hidden": "height:0;overflow:hidden",
    r"(?:^|;)overflow:hidden;(?:.*;)?(?:max-)?(?:height|width):0(?:px)?(?:;|$)": "overflow:hidden;width:0",
    r"(?:^|;)color:transparent": "color:transparent",
    r"transform:(?:scale\(0\)|translate[xy]?\(-\d{4})": "transform:scale(0)",
}
_OFF_RE, _UNSEEN_RE = re.compile("|".join(_OFF)), re.compile("|".join(_UNSEEN))
_WHITE = re.compile(r"(?:^|;)color:(?:#f{3}(?:f{3})?|white|rgba?\(255,255,255(?:,1)?\))(?:!|;|$)")
_TOP, _LEFT = re.compile(r"(?:^|;)top:-?[\d.]+[%p]"), re.compile(r"(?:^|;)left:-?[\d.]+[%p]")  # "top: 20%; left: 4.5%"
_DISPLAY = re.compile(r"(?:^|;)display:([a-z-]+)")
_ROWS = re.compile(r"white-space:(?:pre|break-spaces)")
_NO_ROWS = re.compile(r"white-space:(?:normal|nowrap)")
_DRAWN = re.compile(r"background(?:-image)?\s*:[^;]*?url\(\s*[\"']?([^\"')]+)", re.I)
_BOLD = re.compile(r"font-weight:(?:bold|[6-9]00)|font:[^;]*bold")
_NOT_BOLD = re.compile(r"font-weight:(?:normal|[34]00)")
# Slanted, or so small that it sets a few words apart as <small> does.
_SLANTED = re.compile(
    r"font-style:(?:italic|oblique)|font:[^;]*italic"
    r"|font-size:(?:(?:[6-9]|1[0-2])(?:\.\d+)?px|[5-9](?:\.\d+)?pt|0?\.[5-8]\d*r?em|[5-8]\d(?:\.\d+)?%|(?:xx?-)?small(?:er)?)"
)


_LONGEST_STYLE = 4000  # characters; no style that people write is longer


@lru_cache(maxsize=4096)
def style(value: str) -> Style:
    """What a style says: the alignment, whether it hides, how its text looks."""
    value = value[:_LONGEST_STYLE]
    written = "".join(value.split()).lower()
    align = ""
    if "text-align:" in written:
        align = "right" if "text-align:right" in written else "center" if "text-align:center" in written else "left"
    hidden = 1 if _OFF_RE.search(written) else 2 if _UNSEEN_RE.search(written) else 0
    mode = STRONG if _BOLD.search(written) else 0
    mode |= SLANT if _SLANTED.search(written) else 0
    mode |= ROWS if _ROWS.search(written) else 0
    no_mode = STRONG if _NOT_BOLD.search(written) else 0
    no_mode |= SLANT if "font-style:normal" in written else 0
    no_mode |= ROWS if _NO_ROWS.search(written) else 0
    display = _DISPLAY.search(written)
    drawn = _DRAWN.search(value)
    white = bool(_WHITE.search(written)) and "background" not in written
    shown = display[1] if display else ""
    placed = bool(_TOP.search(written) and _LEFT.search(written))
    return Style(align, hidden, mode, no_mode, shown, "float:" in written, drawn[1] if drawn else "", white, placed)
