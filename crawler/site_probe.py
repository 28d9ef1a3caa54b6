"""What a site that nobody has described looks like: its family, as far as pages and addresses tell, and its class."""

from __future__ import annotations

import json
import keyword
import re
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from crawler import captures
from crawler.spiders.newspaper import NewspaperSpider
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

    family: type[NewspaperSpider]
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
        return f"{self.family.family}: {self.sure or 'no'} ({found}; selectors that hold: {', '.join(self.fields) or 'none'})"


def families(papers: dict[str, type[NewspaperSpider]]) -> list[type[NewspaperSpider]]:
    """The families' base classes: those that have signs to be known by."""
    bases = {base for paper in papers.values() for base in paper.__mro__ if "fingerprints" in vars(base)}
    return sorted(
        (base for base in bases if issubclass(base, NewspaperSpider) and base.fingerprints),
        key=lambda b: b.family or "",
    )


def likenesses(bases: list[type[NewspaperSpider]], texts: list[str], urls: list[str], article: Page) -> list[Likeness]:
    """How like each family a site is, the likeliest first. `texts` are pages of it, `urls` its articles' addresses."""
    found = [
        Likeness(
            base,
            signs=sum(any(re.search(sign, text) for text in texts) for sign in base.fingerprints),
            addresses=sum(base.article_key(url) is not None for url in urls),
            of=len(urls),
            fields=[] if article.tree is None else holds(base, article),
        )
        for base in bases
    ]
    return sorted(found, key=lambda like: (like.sure == "", like.sure != "sure", -like.signs, -like.addresses))


def holds(base: type[NewspaperSpider], article: Page) -> list[str]:
    """The fields for which the family's selectors find something on this page."""
    assert article.tree is not None
    rules = base.rules.at(article.fetched_at.date()) if base.rules else {}
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


def write_class(
    name: str,
    title: str,
    province: str | None,
    home: str,
    like: Likeness | None,
    urls: list[str],
    month: str,
    taken: str = "",
) -> str:
    """The text of the newspaper's class, as it would stand in its family's module, whose text is `taken`; `like` is
    what the site was found to be like, None for no family.
    """
    base = like.family.__name__ if like else "NewspaperSpider"
    own = "".join(part.capitalize() for part in name.split("-"))
    own = f"Bao{own}" if own[0].isdigit() or keyword.iskeyword(own) else own
    while re.search(rf"\b{own}\b", taken):  # a class, or something imported
        own += "2"
    # escaped as JSON is, for the site may call itself anything: of Python's literals, only lone surrogates are none
    quoted = json.dumps(title.encode("utf-8", "replace").decode(), ensure_ascii=False)
    lines = [f"class {own}({base}):"]
    if province:
        lines.append(f'    name, title, province = "{name}", {quoted}, {json.dumps(province)}')
    else:
        lines.append(f'    name, title = "{name}", {quoted}')
    lines.append(f"    home = {json.dumps(home)}")
    facts = ["home"]
    if like:
        facts += ["family", *(["patterns"] if like.addresses == like.of else []), *like.fields]
    elif (pattern := form(urls)) is not None:
        lines.append(f'    patterns = (r"{pattern}",)')
        facts.append("patterns")
    lines.append(f'    verified = seen("{" ".join(facts)}", "{month}")')
    return "\n".join(lines) + "\n"
