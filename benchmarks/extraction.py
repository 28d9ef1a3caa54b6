"""How well and how fast articles are read off pages: ours beside the tools anyone else would take.

    pip install -e '.[peers]' && python benchmarks/extraction.py [--repeat 5] [--json]

On `../shared/pages` (saved pages with gold text) where it is at hand, else on the sample newspapers, served by
themselves. Text is compared as the public article-extraction-benchmark does: precision and recall over 4-word shingles,
averaged over the pages; title, captions and byline may be present or absent in either. `extra` counts lines that are
mostly not in the gold: boilerplate let through. CPU is process time a page, the best of the repeats, for the call that
gives the most fields the tool has. A tool that is not installed is left out.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[1] / ".." / "shared" / "pages"
FIELDS = ("title", "lead", "captions", "byline", "published")
_WORD = re.compile(r"\w+")
_LABEL = re.compile(r"^((tin|bài|ảnh|thực hiện)([ ,và&]+(tin|bài|ảnh|clip|video))*\s*:|theo\s)\s*")
_CREDIT = re.compile(r"[\s.,(–—-]*\b(nguồn )?ảnh( minh h(ọa|oạ))?\s*:.*$")
_TAG = re.compile(r"^\([^)]{2,25}\)\s*[-–—.:]*\s*")


@dataclass
class Read:
    """What a tool made of a page."""

    text: str = ""
    title: str = ""
    lead: str = ""
    byline: str = ""
    published: str = ""
    captions: list[str] = field(default_factory=list)


@dataclass
class Gold:
    """A page and what it holds."""

    url: str
    body: bytes
    text: str
    fields: dict[str, Any]
    optional: list[str] = field(default_factory=list)


# --- the tools -------------------------------------------------------------------------------------------------------


def ours() -> Callable[[Gold], Read]:
    import pipelines
    from pipelines.page import Page

    def read(page: Gold) -> Read:
        found = pipelines.read(Page(page.url, page.body, datetime.now(UTC))).article
        if found is None:
            return Read()
        captions = [image.caption for image in found.images if image.caption]
        text = "\n".join([found.lead or "", found.body, *captions, found.byline or ""])
        return Read(text, found.title, found.lead or "", found.byline or "", found.published_at or "", captions)

    return read


def trafilatura() -> Callable[[Gold], Read]:
    from trafilatura import bare_extraction

    def read(page: Gold) -> Read:
        found = bare_extraction(page.body, with_metadata=True, include_comments=False)
        if found is None:
            return Read()
        return Read(found.text or "", found.title or "", "", found.author or "", found.date or "")

    return read


def readability() -> Callable[[Gold], Read]:
    from lxml import html
    from readability import Document

    def read(page: Gold) -> Read:
        document = Document(page.body.decode("utf-8", "replace"))
        text = _lines(html.fromstring(document.summary()))
        return Read(text, document.short_title() or "")

    return read


def resiliparse() -> Callable[[Gold], Read]:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    def read(page: Gold) -> Read:
        tree = HTMLTree.parse_from_bytes(page.body, "utf-8")
        return Read(extract_plain_text(tree, main_content=True, alt_texts=False, comments=False), tree.title or "")

    return read


def boilerpy3() -> Callable[[Gold], Read]:
    from boilerpy3.extractors import ArticleExtractor

    extractor = ArticleExtractor(raise_on_failure=False)

    def read(page: Gold) -> Read:
        document = extractor.get_doc(page.body.decode("utf-8", "replace"))
        return Read(document.content or "", document.title or "")

    return read


def newspaper4k() -> Callable[[Gold], Read]:
    import newspaper

    def read(page: Gold) -> Read:
        article = newspaper.Article("http://page.example/", language="vi", fetch_images=False)
        article.download(input_html=page.body.decode("utf-8", "replace"))
        article.parse()
        published = article.publish_date
        date = published.isoformat() if isinstance(published, datetime) else ""
        return Read(article.text, article.title or "", "", " - ".join(article.authors), date)

    return read


def justext() -> Callable[[Gold], Read]:
    import justext as tool

    words = tool.get_stoplist("Vietnamese")

    def read(page: Gold) -> Read:
        return Read("\n".join(p.text for p in tool.justext(page.body, words) if not p.is_boilerplate))

    return read


TOOLS = {
    "Báo tỉnh": ours,
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "resiliparse": resiliparse,
    "boilerpy3": boilerpy3,
    "newspaper4k": newspaper4k,
    "jusText": justext,
}


def _lines(tree: Any) -> str:
    """An HTML fragment's text, a block a line."""
    for block in tree.iter(
        "p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "blockquote"
    ):
        block.tail = "\n" + (block.tail or "")
        if block.tag != "br":
            block.text = "\n" + (block.text or "")
    return str(tree.text_content())


# --- the pages -------------------------------------------------------------------------------------------------------


def saved() -> list[Gold]:
    gold = json.loads((SHARED / "gold.json").read_text("utf-8"))
    return [
        Gold((SHARED / "html" / name).resolve().as_uri(), (SHARED / "html" / name).read_bytes(), page["text"], page,
             page.get("optional_lines", []))
        for name, page in gold.items()
    ]  # fmt: skip


def sample() -> list[Gold]:
    from urllib.parse import quote
    from urllib.request import urlopen

    from crawler.sample.article import truth
    from crawler.sample.server import serve

    pages = []
    with serve() as stand:
        for article in truth():
            site = next(site for site in stand if site.newspaper.name == article.newspaper)
            if len(article.page_paths) > 1:
                continue
            url = site.url.rstrip("/") + quote(article.path, safe="/?=&%")
            with suppress(OSError), urlopen(url) as answer:
                body = answer.read()
                fields = {"title": article.title, "lead": article.lead, "captions": article.captions,
                          "byline": article.printed_byline, "published": article.published and article.published[:16]}  # fmt: skip
                lines = [*article.text.split("\n")[1:], *(" ".join(b.cells) for b in article.blocks if b.kind == "row")]
                credits = [picture.credit for picture in article.images if picture.credit]
                optional = [article.byline or "", article.opening, *credits]
                pages.append(Gold(url, body, "\n".join([*lines, *article.captions, *optional]), fields, optional))
    return pages


# --- the score -------------------------------------------------------------------------------------------------------


def clean(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def shingles(text: str | None) -> set[str]:
    words = _WORD.findall(clean(text).lower())
    return {" ".join(words[n : n + 4]) for n in range(max(1, len(words) - 3))} if words else set()


def core(name: str, value: str) -> str:
    """What of a field is compared: a lead without its tag, a caption without its credit, a byline without its label."""
    text = clean(value).lower()
    if name == "lead":
        return _TAG.sub("", text)
    if name == "captions":
        return _CREDIT.sub("", text).rstrip(" .")
    return _LABEL.sub("", text) if name == "byline" else text


@dataclass
class Score:
    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    extra: int = 0
    hits: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    wanted: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    seconds: list[float] = field(default_factory=list)

    def add(self, page: Gold, read: Read, seconds: float) -> None:
        fields = page.fields
        optional: set[str] = set()
        for part in [fields.get("title"), fields.get("byline"), *(fields.get("captions") or []), *page.optional]:
            optional |= shingles(part)
        want = {s for line in page.text.split("\n") for s in shingles(line)} | optional
        must = want - optional
        allowed = optional | shingles(read.title)
        lines = [s for line in read.text.split("\n") if (s := shingles(line))]
        got = set().union(*lines) if lines else set()
        counted = got - (allowed - want)
        self.precision.append(len(got & want) / len(counted) if counted else 0.0)
        self.recall.append(len(got & must) / len(must) if must else 1.0)
        self.extra += sum(len(s & (want | allowed)) < 0.5 * len(s) for s in lines)
        self.seconds.append(seconds)
        for name in FIELDS:
            if name == "captions":
                captions = {core(name, caption) for caption in fields.get(name) or []}
                self.wanted[name] += len(captions)
                self.hits[name] += len(captions & {core(name, caption) for caption in read.captions})
            elif value := fields.get(name):
                found = getattr(read, name)
                self.wanted[name] += 1
                if name == "published":
                    self.hits[name] += found[: len(value)] == value
                elif name == "byline":
                    self.hits[name] += core(name, value) in clean(found).lower()
                else:
                    self.hits[name] += core(name, found) == core(name, value)

    def row(self) -> dict[str, Any]:
        p, r = statistics.mean(self.precision), statistics.mean(self.recall)
        milliseconds = sorted(1000 * seconds for seconds in self.seconds)
        return {
            "F1": round(2 * p * r / (p + r), 4) if p + r else 0.0,
            "precision": round(p, 4),
            "recall": round(r, 4),
            "extra": self.extra,
            **{name: f"{self.hits[name]}/{self.wanted[name]}" for name in FIELDS},
            "ms median": round(statistics.median(milliseconds), 1),
            "ms p95": round(milliseconds[int(0.95 * (len(milliseconds) - 1))], 1),
        }


def measure(pages: list[Gold], repeat: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each installed tool's row. The tools take turns page by page, so that a busy machine is unfair to none."""
    readers = {}
    for name, load in TOOLS.items():
        with suppress(ImportError):
            readers[name] = load()
    scores = {name: Score() for name in readers}
    for page in pages:
        for name, reader in readers.items():
            best, read = float("inf"), Read()
            for _ in range(repeat):
                started = time.process_time()
                with suppress(Exception):  # a tool that fails on a page has read nothing of it
                    read = reader(page)
                best = min(best, time.process_time() - started)
            scores[name].add(page, read, best)
    for name, score in scores.items():
        yield name, score.row()


def main() -> None:
    parser = argparse.ArgumentParser(description="Article text: ours beside other tools.")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    pages = saved() if SHARED.is_dir() else sample()
    rows = dict(measure(pages, args.repeat))
    if args.json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    print(f"{len(pages)} pages of {'../shared/pages' if SHARED.is_dir() else 'the sample newspapers'}\n")
    header = ["", *next(iter(rows.values()))]
    table = [header, *([name, *map(str, row.values())] for name, row in rows.items())]
    widths = [max(len(row[n]) for row in table) for n in range(len(header))]
    for number, row in enumerate(table):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")


if __name__ == "__main__":
    main()
