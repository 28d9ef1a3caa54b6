"""What was read of a page, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.reasons import Code, Reason
from pipelines.evidence import Candidate, Choice, weights
from pipelines.page import Page

# the columns of the table articles that reading a page gives; the others are the archive's own
COLUMNS = (
    "url",
    "title",
    "lead",
    "byline",
    "source_tag",
    "section",
    "published_at",
    "published_precision",
    "published_from",
    "modified_at",
    "language",
    "words",
    "body",
)
# the fields that --explain speaks of, and what they are called where they are weighed
FIELDS = {
    "title": {"title"},
    "lead": {"lead"},
    "byline": {"byline"},
    "source_tag": {"source_tag"},
    "section": {"section"},
    "published_at": {"date", "published_at"},
    "modified_at": {"modified_at", "modified"},
    "language": {"language"},
    "tags": {"tags"},
}
SHOWN = 5  # candidates of a field that are shown to people
WIDTH = 100  # characters of a candidate that are shown


def record(page: Page, file: str | None) -> dict[str, Any]:
    """A page as a line of JSON: the file, the address, and either the article, with what was removed, or the reason."""
    article = page.article
    found: dict[str, Any] = {"file": file, "url": page.url, "article": None, "reason": reason(page), "removed": []}
    if article is not None:
        found["removed"] = [[line.rule, line.text] for line in article.removed]
        found["article"] = {
            **{name: getattr(article, name) for name in COLUMNS},
            "key": page.visit.key.text if page.visit.key else None,
            "captions": [[image.caption, image.credit] for image in article.images if image.caption or image.credit],
            "images": [image.url for image in article.images if image.url],
            "tags": article.tags,
        }
    if page.trail is not None:
        found["trail"] = [_choice(choice) for choice in page.trail]
    return found


def _choice(choice: Choice) -> dict[str, Any]:
    """How a field was chosen, as JSON: candidates with their evidence and its weights."""
    table = weights().get(choice.field, {})
    candidates = [
        {
            "value": candidate.value if isinstance(candidate.value, (int, float, type(None))) else str(candidate.value),
            "where": candidate.where,
            "score": candidate.score,
            "evidence": {name: table.get(name) for name in candidate.evidence},
        }
        for candidate in choice.candidates
    ]
    return {"field": choice.field, "candidates": candidates, "chosen": choice.winner is not None}


def reason(page: Page) -> Reason | None:
    """Why a page is no article; None where it is one."""
    return Reason(Code.PART, url=page.part_of) if page.part_of is not None else page.reason


def lines(page: Page, file: str | None) -> Iterator[str]:
    """A page as text: its fields, its pictures, its paragraphs, and what was left out by which rule."""
    yield f"== {page.url if file is None else file}"
    article = page.article
    if article is None:
        yield f"no article: {reason(page)}"
    else:
        for name in COLUMNS[:-1]:
            if (value := getattr(article, name)) is not None:
                yield f"{name:20}{value}"
        if article.tags:
            yield f"{'tags':20}{', '.join(article.tags)}"
        for image in article.images:
            yield f"{'image':20}{image.url or 'without an address'}"
            if image.caption or image.credit:
                yield f"{'':20}{image.caption or ''}{f' ({image.credit})' if image.credit else ''}"
        for paragraph in article.body.split("\n\n"):
            yield ""
            yield paragraph
        if article.removed:
            yield ""
        for line in article.removed:
            yield f"left out, {line.rule}: {line.text}"
    if page.trail is not None:
        yield from _trail(page.trail)
        yield from _not_weighed(page)
    yield ""


def _trail(trail: list[Choice]) -> Iterator[str]:
    """For each field the candidates with the evidence for and against each, and by how much the winner has won."""
    for choice in trail:
        yield ""
        yield f"{choice.field}: {_outcome(choice)}"
        for candidate in choice.candidates[:SHOWN]:
            yield f"  {'>' if candidate is choice.winner else ' '} {_short(candidate.value)}"
            yield f"      {candidate.score:+g} {candidate.where}: {_evidence(choice.field, candidate)}"
        if len(choice.candidates) > SHOWN:
            yield f"    and {len(choice.candidates) - SHOWN} more"


def _not_weighed(page: Page) -> Iterator[str]:
    """The fields that were read where they stand, nothing else being in question."""
    weighed = {word for choice in page.trail or [] for word in choice.field.split()}
    for name, names in FIELDS.items():
        value = getattr(page.article, name, None)
        if value and not weighed & names:
            where = f" (from {page.article.published_from})" if name == "published_at" and page.article else ""
            yield ""
            yield f"{name}: not weighed{where}"
            yield f"  > {_short(', '.join(value) if isinstance(value, list) else value)}"


def _outcome(choice: Choice) -> str:
    """By how much the winner of a field has won, in words."""
    scores = [f"{candidate.score:g}" for candidate in choice.candidates[:2]]
    if not scores:
        return "no candidate"
    if choice.winner is None:
        return f"none; the best has only {scores[0]}"
    return f"{scores[0]} against {scores[1]}" if len(scores) > 1 else f"{scores[0]}, the only candidate"


def _evidence(field: str, candidate: Candidate) -> str:
    """The evidence for a candidate with its weights, in a line."""
    table = weights().get(field, {})
    told = [f"{name} {table[name]:+g}" if name in table else name for name in candidate.evidence]
    return ", ".join(told) or "nothing for or against it"


def _short(value: Any) -> str:
    """A value in a line of at most WIDTH characters."""
    text = " ".join(str(value).split())
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"
