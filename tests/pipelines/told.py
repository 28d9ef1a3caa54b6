"""What the reader made of a page, as fields of short texts that can be pinned and compared."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import fields

from pipelines.page import Page
from tests.pipelines.reading import read

LONGEST = 80  # characters of a change that are kept; the rest is a check sum
State = dict[str, list[str]]
_PLAIN = ("url", "title", "lead", "byline", "source_tag", "section", "published_at", "published_precision", "published_from",
          "modified_at", "language")  # fmt: skip


def short(text: object, swept: Sequence[str] = ()) -> str:
    """A text for a cell: its beginning and its length, what is `swept` in it left out."""
    told = str(text)
    for part in swept:
        if len(part) > 3:
            told = told.replace(part, "~")
    return told if len(told) <= 40 else f"{told[:26]}… {len(told)}"


def state(page: Page, swept: Sequence[str] = (), *, whole: bool = False, deep: bool = False) -> State:
    """Every field of what was read; `whole`: the evidence of each candidate together; `deep`: also what the steps before
    have made of the page, as check sums."""
    found: State = {
        "reason": [str(page.reason)] if page.reason else [],
        "part of": [page.part_of or ""],
        "parts": page.parts,
    }
    article = page.article or page.part
    if article is not None:
        found |= {name: [short(getattr(article, name), swept)] for name in _PLAIN}
        kinds = [*article.kinds, *[""] * 999]
        found["body"] = [f"{kinds[n]}:{short(p, swept)}" for n, p in enumerate(article.body.split("\n\n"))]
        found["images"] = [short(f"{i.after}|{i.caption}|{i.credit}|{i.url}", swept) for i in article.images]
        found["removed"] = [f"{line.rule}: {short(line.text, swept)}" for line in article.removed]
        found["tags"] = [short(tag, swept) for tag in article.tags]
    found["stats"] = [f"{name} {count}" for name, count in sorted(page.stats.items())]
    for choice in page.trail or []:
        why = found.setdefault(f"why {choice.field}", [])
        for candidate in choice.candidates:
            name = f"{'>' if candidate is choice.winner else ''}{short(candidate.value, swept)} {candidate.where}"
            if whole:
                why.append(f"{name}: {', '.join(candidate.evidence)}")
            else:
                why += [f"{name}: {evidence}" for evidence in candidate.evidence]
    if whole or deep:
        found["steps"] = [f"{name} {zlib.crc32(text.encode()):08x}" for name, text in steps(page)]
    return found


def steps(page: Page) -> Iterator[tuple[str, str]]:
    """What decoding, head, outline, block and stripping found, each as a text."""
    if page.head is not None:
        yield (
            "head",
            repr([sorted(v) if isinstance(v := getattr(page.head, f.name), set) else v for f in fields(page.head)]),
        )
    if page.outline is not None:
        lines = [
            (x.text, x.level, x.links, x.bold, x.italic, x.hrefs, x.rel, x.unread is None) for x in page.outline.lines
        ]
        yield "lines", repr(lines)
        nodes = [
            (n.tag, n.depth, n.first, n.last, n.chrome, n.prose, n.hidden_prose, n.text, n.links, n.align, n.bold, n.italic,
             n.own_title, n.titled, n.asks, n.meaning)
            for n in page.outline.nodes
        ]  # fmt: skip
        yield "nodes", repr([(*node[:-1], node[-1].chrome, sorted(node[-1].fields)) for node in nodes])
        yield "pictures", repr([(p.at, p.source, p.alt, p.in_sentence) for p in page.outline.pictures])
    if page.block is not None:
        yield (
            "block",
            repr((page.block.first, page.block.last, page.block.heading, page.block.marked, page.block.notice)),
        )
    yield "parts", repr([(p.kind, p.number, p.picture, p.rule) for p in [*page.found, *page.gone]])


def told(
    body: str | bytes, url: str, swept: Sequence[str] = (), *, whole: bool = False, deep: bool = False, **fields: object
) -> State:
    return state(read(body, url, trail=[], **fields), swept, whole=whole, deep=deep)


def difference(before: State, after: State) -> Iterator[tuple[str, str]]:
    """What of a state is not as before: field, and its items that went (-) and that came (+)."""
    for name in dict.fromkeys([*before, *after]):
        old, new = dict.fromkeys(before.get(name, [])), dict.fromkeys(after.get(name, []))
        if old.keys() != new.keys():
            went, came = [item for item in old if item not in new], [item for item in new if item not in old]
            told = " ".join([*(f"-[{item}]" for item in went), *(f"+[{item}]" for item in came)])
            yield name, told if len(told) <= LONGEST else f"{told[:LONGEST]}… {zlib.crc32(told.encode()):08x}"
