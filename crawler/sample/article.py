"""The sample newspapers and what their articles truly say, read from the plain text files under `articles/`.

A file is a header of `name: value` lines, an empty line, then blocks separated by empty lines:

    a paragraph (the first one is the lead, unless the header says `lead: no`)
    ## a subheading          - a list item         > a quotation
    | a | table | row        ! picture name | caption | credit
    ---                      the article goes on on its next page
    several plain lines      verse

`slug.edition2.txt` replaces `slug.txt` in the second edition, or is new in it; `gone: 2` in a header takes the article
down in the second edition. `print_as` says how the page spoils the text (`nfd`, `eth`, `tcvn3`, `windows-1258`); the
file itself, and so the truth, is always correct NFC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

PORT_BASE = 9310
EDITIONS = (1, 2)
_ARTICLES = Path(__file__).parent / "articles"
_MARKS = {"## ": "heading", "- ": "item", "> ": "quote", "| ": "row", "! ": "picture"}


def slug(text: str) -> str:
    """An ASCII address part: "Đời sống" is doi-song."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


@dataclass(frozen=True)
class Newspaper:
    """An invented newspaper. `address` is the pattern of its article addresses, `number` its place after PORT_BASE."""

    name: str
    title: str
    province: str
    motto: str
    dress: str
    address: str
    sections: tuple[str, ...]
    number: int

    @property
    def url(self) -> str:
        """Where `python -m crawler.sample` serves it."""
        return f"http://127.0.0.1:{PORT_BASE + self.number}/"


def newspapers() -> list[Newspaper]:
    """The sample newspapers, in the order of their ports."""
    return [
        Newspaper(
            "deo-may",
            "Đèo Mây",
            "yen-bai",
            "Tiếng nói vùng cao",
            "wordpress",
            "/{slug}/",
            ("Thời sự", "Kinh tế", "Đời sống", "Văn hóa", "Giáo dục", "Pháp luật"),
            1,
        ),
        Newspaper(
            "cu-lao",
            "Cù Lao điện tử",
            "tra-vinh",
            "Trang tin của miền sông nước",
            "portal",
            "/{section}/{id}.htm",
            ("Thời sự", "Nông nghiệp", "Xã hội", "Văn nghệ", "Thông báo"),
            2,
        ),
        Newspaper(
            "con-cat",
            "Báo Cồn Cát",
            "quang-binh",
            "Nhanh, đúng, gần dân",
            "modern",
            "/{section}/{slug}-a{id}.html",
            ("Thời sự", "Kinh tế", "Xã hội", "Biển đảo", "Y tế", "Thể thao", "Ảnh"),
            3,
        ),
        Newspaper(
            "ben-nuoc",
            "Bến Nước Online",
            "dak-lak",
            "Tin tức từ buôn làng",
            "aspx",
            "/tin.aspx?id={id}&cm={section_number}",
            ("Tin trong tỉnh", "Cà phê - Nông sản", "Buôn làng", "Bạn đọc"),
            4,
        ),
    ]


@dataclass(frozen=True)
class Picture:
    """A picture under /images/. `caption` as printed but for its credit."""

    name: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True)
class Block:
    """A piece of an article: `kind` is paragraph, verse, heading, item, quote, row, picture or break (a new page)."""

    kind: str
    text: str = ""
    picture: Picture | None = None

    @property
    def cells(self) -> list[str]:
        """The cells of a table's row."""
        return [cell.strip() for cell in self.text.split("|")]


@dataclass(frozen=True)
class Article:
    """What a page of a sample newspaper truly says, whatever its encoding and chrome make of it.

    `published` and `modified` are as exact as the page: `2020-08-28T14:05:00+07:00`, `2020-08-28`, or None where the
    page names no date. `opening` is what the page prints before the lead ("(ĐMO) - "). `edition` is the edition of the
    newspaper in which this text first appeared.
    """

    newspaper: str
    path: str
    slug: str
    id: int | None
    title: str
    lead: str | None
    blocks: tuple[Block, ...]
    printed_byline: str | None
    author: str | None
    opening: str
    section: str
    published: str | None
    modified: str | None
    tags: tuple[str, ...]
    edition: int
    gone: int | None
    print_as: str | None
    old_path: str | None

    @property
    def paragraphs(self) -> list[str]:
        """The body: paragraphs, subheadings, list items, quotations and verses, without lead, tables and captions."""
        kinds = {"paragraph", "verse", "heading", "item", "quote"}
        return [block.text for block in self.blocks if block.kind in kinds]

    @property
    def cells(self) -> list[str]:
        """What stands in the article's tables, row by row."""
        return [cell for block in self.blocks if block.kind == "row" for cell in block.cells]

    @property
    def images(self) -> list[Picture]:
        """The pictures of the article, in their order; empty where it has none."""
        return [block.picture for block in self.blocks if block.picture]

    @property
    def places(self) -> list[int]:
        """After how many paragraphs of the body, rows of tables among them, each picture stands."""
        kinds = [block.kind for block in self.blocks if block.kind != "break"]
        return [n - kinds[:n].count("picture") for n, kind in enumerate(kinds) if kind == "picture"]

    @property
    def captions(self) -> list[str]:
        """The captions that its pictures have, in their order."""
        return [image.caption for image in self.images if image.caption]

    @property
    def source_tag(self) -> str | None:
        """The newspaper's tag before the lead, without brackets; None for none."""
        return self.opening.strip(" ().:-–") or None

    @property
    def byline(self) -> str | None:
        """What an archive should hold: the printed byline, else the author the page names; None for "admin" or none."""
        return self.printed_byline or (None if self.author == "admin" else self.author)

    @property
    def pages(self) -> list[tuple[Block, ...]]:
        """The blocks page by page."""
        pages: list[list[Block]] = [[]]
        for block in self.blocks:
            if block.kind == "break":
                pages.append([])
            else:
                pages[-1].append(block)
        return [tuple(page) for page in pages]

    @property
    def page_paths(self) -> list[str]:
        """The addresses of the article's pages; the first is `path`."""
        return [self.path] + [f"{self.path}{number}/" for number in range(2, len(self.pages) + 1)]

    @property
    def text(self) -> str:
        """Title, lead and body, one paragraph a line."""
        return "\n".join([self.title, *([self.lead] if self.lead else []), *self.paragraphs])


def truth(edition: int = 1) -> list[Article]:
    """Every article that stands in that edition, newest first."""
    standing: dict[str, Article] = {}
    for article in _all():  # a newspaper's first edition comes before its second
        if article.edition <= edition:
            standing[article.newspaper + article.path] = article
    return sorted(
        (article for article in standing.values() if not article.gone or edition < article.gone),
        key=lambda article: (article.published or "", article.path),
        reverse=True,
    )


@cache
def _all() -> tuple[Article, ...]:
    """All articles of all newspapers and editions, read once."""
    return tuple(
        _read(newspaper, file, edition)
        for newspaper in newspapers()
        for edition in EDITIONS
        for file in sorted((_ARTICLES / newspaper.name).glob("*.txt"))
        if _edition(file) == edition
    )


def _edition(file: Path) -> int:
    """The edition that a file is of: the second where its name says so."""
    return 2 if file.stem.endswith(".edition2") else 1


def _read(newspaper: Newspaper, file: Path, edition: int) -> Article:
    """Reads an article from its file: a header, an empty line, paragraphs. Raises ValueError for an unknown header."""
    head, _, body = file.read_text(encoding="utf-8").strip().partition("\n\n")
    header = dict(line.split(": ", 1) for line in head.splitlines())
    blocks = list(_blocks(body))
    lead = None if header.pop("lead", "") == "no" else blocks.pop(0).text
    name = file.stem.removesuffix(".edition2")
    section = header.pop("section")
    published = _moment(header.pop("date", None))
    number = header.pop("id", None)
    gone = header.pop("gone", None)
    article = Article(
        newspaper=newspaper.name,
        path=newspaper.address.format(
            slug=name,
            section=slug(section),
            section_number=newspaper.sections.index(section) + 1,
            id=number,
        ),
        slug=name,
        id=int(number) if number else None,
        title=header.pop("title"),
        lead=lead,
        blocks=tuple(blocks),
        printed_byline=header.pop("byline", None),
        author=header.pop("author", None),
        opening=f"{opening} " if (opening := header.pop("opening", "")) else "",
        section=section,
        published=published,
        modified=_moment(header.pop("modified", None)),
        tags=tuple(tag.strip() for tag in header.pop("tags", "").split(";") if tag.strip()),
        edition=edition,
        gone=int(gone) if gone else None,
        print_as=header.pop("print_as", None),
        old_path=header.pop("old_path", None),
    )
    if header:
        raise ValueError(f"{file}: unknown in the header: {', '.join(header)}")
    return article


def _moment(written: str | None) -> str | None:
    """`2020-08-28 14:05` as Vietnam's time, `2020-08-28` as it is, None as it is."""
    if not written or len(written) == 10:
        return written
    return datetime.fromisoformat(written).isoformat() + "+07:00"


def _blocks(body: str) -> Iterator[Block]:
    """Yields the pieces of a body, by the marks they begin with."""
    for chunk in re.split(r"\n\s*\n", body.strip()):
        lines = chunk.strip().splitlines()
        if chunk.strip() == "---":
            yield Block("break")
        elif not any(chunk.startswith(mark) for mark in _MARKS):
            yield Block("verse" if len(lines) > 1 else "paragraph", "\n".join(lines))
        else:
            for line in lines:
                mark = line.split(" ", 1)[0] + " "
                kind, text = _MARKS[mark], line.removeprefix(mark).strip()
                if kind == "picture":
                    yield Block(kind, picture=Picture(*(part.strip() or None for part in text.split("|"))))  # type: ignore[arg-type]
                else:
                    yield Block(kind, text.strip("|").strip() if kind == "row" else text)
