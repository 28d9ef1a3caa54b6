"""What a site that nobody has described looks like: its family, as far as pages and addresses tell, and its newspaper."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from crawler import captures
from crawler.newspaper import Family
from pipelines.page import Page
from pipelines.rules import select

# Forms of addresses that many systems make; of a site without a family the first that all its articles bear.
FORMS = (
    r"-(?P<id>post\d+)\.html$",
    r"-(?P<id>a\d+)\.html$",
    r"-(?P<number>\d{4,})\.html?$",
    r"-(?P<number>\d{4,})/?$",
    r"[?&]id=(?P<id>\d+)",
)


@dataclass(frozen=True)
class Likeness:
    """How much a site is like a family: signs seen on its pages, article addresses of the family's form, and fields
    where the family's selectors found something."""

    family: Family
    signs: int
    addresses: int
    of: int
    fields: list[str] = field(default_factory=list)

    @property
    def sure(self) -> str:
        """`sure`, `likely`, or empty: not of this family."""
        all_signs = len(self.family.fingerprints)
        if self.signs == all_signs and self.addresses * 2 > self.of:
            return "sure"
        return "likely" if self.signs * 2 > all_signs or (self.signs and self.addresses * 2 > self.of) else ""

    def __str__(self) -> str:
        found = (
            f"{self.signs} of {len(self.family.fingerprints)} signs, {self.addresses} of {self.of} article addresses"
        )
        return f"{self.family.name}: {self.sure or 'no'} ({found}; selectors that hold: {', '.join(self.fields) or 'none'})"


def likenesses(families: list[Family], texts: list[str], urls: list[str], article: Page) -> list[Likeness]:
    """How like each family a site is, the likeliest first. `texts` are pages of it, `urls` its articles' addresses."""
    found = [
        Likeness(
            family,
            signs=sum(any(re.search(sign, text) for text in texts) for sign in family.fingerprints),
            addresses=sum(family.newspaper(name=family.name).article_key(url) is not None for url in urls),
            of=len(urls),
            fields=[] if article.tree is None else holds(family, article),
        )
        for family in families
    ]
    return sorted(found, key=lambda like: (like.sure == "", like.sure != "sure", -like.signs, -like.addresses))


def holds(family: Family, article: Page) -> list[str]:
    """The fields for which the family's selectors find something on this page."""
    assert article.tree is not None
    rules = family.rules.at(article.fetched_at.date()) if family.rules else {}
    return sorted(name for name, selector in rules.items() if select(article.tree, selector))


def form(urls: list[str]) -> str | None:
    """The form that all of these addresses bear; None where they have none in common."""
    return next((form for form in FORMS if urls and all(re.search(form, url) for url in urls)), None)


def body_of(conn: sqlite3.Connection, folder: Path, url: str) -> bytes:
    """The newest capture of a page; empty where there is none."""
    row = conn.execute(
        "select warc, offset, length from captures where url = ? and status = 200 order by id desc limit 1", [url]
    ).fetchone()
    return captures.read(folder, row).body if row else b""


def write_newspaper(
    name: str,
    title: str,
    province: str | None,
    home: str,
    like: Likeness | None,
    urls: list[str],
    month: str,
    taken: str = "",
) -> str:
    """The lines that describe the newspaper, as they would stand in its family's module, whose text is `taken`; `like`
    is what the site was found to be like, None for no family.
    """
    own = name.replace("-", "_").upper()
    own = f"BAO_{own}" if own[0].isdigit() else own
    while re.search(rf"\b{own}\b", taken):  # another constant, or something imported
        own += "_2"
    known = ["home"]
    lines = [f'    name="{name}",', f"    title={_quoted(title)},"]
    if province:
        lines.append(f"    province={_quoted(province)},")
    lines.append(f"    home={_quoted(home)},")
    if like:
        known += ["family", *(["patterns"] if like.addresses == like.of else []), *like.fields]
    elif (pattern := form(urls)) is not None:
        lines.append(f'    patterns=(r"{pattern}",),')
        known.append("patterns")
    lines.append(f'    verified=seen("{" ".join(known)}", "{month}"),')
    return "\n".join([f"{own} = {'FAMILY.newspaper' if like else 'Newspaper'}(", *lines, ")"]) + "\n"


def _quoted(text: str) -> str:
    """A text as Python writes it. It is escaped as JSON is, for a site may call itself anything: of Python's literals, only
    lone surrogates are none."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)
