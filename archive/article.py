"""What passes from the pipelines to the archive: plain, serialisable values, nothing that holds a page or a connection."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum


@dataclass(slots=True)
class Image:
    """A picture of an article. `url` is absolute, `caption` as printed but for its credit ("Ảnh: ...").

    `after` is the number of the body's paragraphs that stood before it; None where that is not known.
    """

    url: str | None
    caption: str | None = None
    credit: str | None = None
    after: int | None = None


@dataclass(slots=True)
class Removed:
    """A line that cleaning took out of the article's own block, and the name of the rule that took it."""

    text: str
    rule: str


class KeyScope(IntEnum):
    """How far a key is believed to be an article's alone."""

    UNTRUSTED = 0  # a number at the end of an address: the year of an event, another section's numbering
    NEWSPAPER = 1  # a number with the mark of its system, which every newspaper of the family counts for itself
    FAMILY = 2  # a hexadecimal id, which goes along when the newspaper goes into another


@dataclass(slots=True, frozen=True)
class Key:
    """What the addresses of a newspaper's family call an article by, whatever else they hold."""

    text: str
    scope: KeyScope = KeyScope.NEWSPAPER


@dataclass(slots=True)
class Article:
    """An article as its newspaper printed it. Columns of the same names hold it in the archive.

    `body` is paragraphs separated by one empty line, without lead, captions and byline. Dates are ISO 8601, as exact
    as the page: `2020-08-28T14:05:00+07:00`, `2020-08-28`, `2020-08`, or None. `published_from` says where on the
    page the date was read (`json-ld`, `meta`, `text`, ...). `kinds` are those of the body's paragraphs in order (`subhead`,
    `quote`, `row`, empty for plain text), where they are known.
    """

    url: str
    title: str
    body: str
    lead: str | None = None
    byline: str | None = None
    source_tag: str | None = None
    section: str | None = None
    published_at: str | None = None
    published_precision: str | None = None
    published_from: str | None = None
    modified_at: str | None = None
    language: str | None = None
    tags: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)

    @property
    def captions(self) -> str | None:
        """What its pictures say, a paragraph each: captions, and credits, whose labels ("Ảnh:") are left out as they are in
        `credit`. None where they say nothing.

        >>> Article("", "", "", images=[Image(None, "Cầu treo mới.", "Lan Thử"), Image(None, "Đò cũ.")]).captions
        'Cầu treo mới.\\n\\nLan Thử\\n\\nĐò cũ.'
        """
        told = [text for image in self.images for text in (image.caption, image.credit)]
        return "\n\n".join(filter(None, told)) or None

    @property
    def words(self) -> int:
        """Syllables separated by white space in title, lead and body: what Vietnamese newspapers count as words."""
        return sum(len(text.split()) for text in (self.title, self.lead or "", self.body))
