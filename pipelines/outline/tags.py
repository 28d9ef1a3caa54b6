"""What tags, class names and styles are to the walk."""

from __future__ import annotations

from functools import lru_cache

# What a tag is to the walk. Every other tag is a block.
SKIP, INLINE, LINK, NAMED, BREAK, IMAGE, FIELD, BLOCK = range(8)
_TAGS = {
    SKIP: """
        script style noscript template svg math iframe object embed select option button canvas audio map
        datalist title meta link source param track progress head area base
    """,
    INLINE: """
        abbr acronym bdi bdo big code data del dfn ins kbd mark nobr o:p picture q s samp small strike sub
        sup tt u var wbr ruby rt rp st1:place st1:city st1:country-region
    """,
    NAMED: "span b strong em i font time label cite",
    LINK: "a",
    BREAK: "br",
    IMAGE: "img amp-img",
    FIELD: "textarea input",
}
KINDS = {tag: kind for kind, tags in _TAGS.items() for tag in tags.split()}

LINKED, STRONG, SLANT = 1, 2, 4  # how running text looks
MODES = {"b": STRONG, "strong": STRONG, "i": SLANT, "em": SLANT}
NAMES = frozenset(("class", "id", "itemprop", "role", "type", "data-role", "data-type", "data-field"))
APART = frozenset(("byline", "date", "lead", "caption", "source"))  # what stands apart though its tag is an inline one
WHOLE = frozenset(("body", "main", "article"))
BY_TAG = {"nav": "nav", "footer": "footer", "aside": "sidebar"}
LEFT_OUT = frozenset(("nav", "sidebar", "popup", "comment-form", "hidden", "related", "ad", "footer"))
LEVELS = {f"h{n}": n for n in range(1, 7)}


@lru_cache(maxsize=4096)
def style(value: str) -> tuple[str, bool, int]:
    """What a style says: the alignment, whether it hides, and how its text looks."""
    written = value.replace(" ", "").lower()
    align = ""
    if "text-align:" in written:
        align = "right" if "text-align:right" in written else "center" if "text-align:center" in written else "left"
    strong = STRONG if "font-weight:bold" in written or "font-weight:700" in written else 0
    return align, "display:none" in written, strong | (SLANT if "font-style:italic" in written else 0)
