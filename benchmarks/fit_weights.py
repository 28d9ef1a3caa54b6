"""What the weights of a field would be if the pages of `../shared` alone decided: to be read, and taken over by hand.

    python benchmarks/fit_weights.py [--field title|byline|date] [--corpus NAME] [--prior 0.02] [--wrong N]

Every page that has a right value in its gold gives its candidates with their evidence, as they were weighed. The
weights are those under which the right candidates are likeliest among the page's (a conditional logit), each held back
from leaving the table's by `--prior`; a host with many pages counts as much as ten pages of others. `right` is the share
of pages whose first candidate is right, with the table's weights, and with fitted ones on hosts they were not fitted to.
Nothing is written: what is seen on a handful of pages is chance, and the last columns say on how many.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pipelines
from crawler.saved_pages import saved_pages
from pipelines.addresses.address import host
from pipelines.evidence import Candidate, weights
from pipelines.language.title_keys import alike, key
from pipelines.page import Page

SHARED = Path(__file__).resolve().parents[1] / ".." / "shared"
ROUNDS = 200
FOLDS = 5
MOST = 10.0  # pages of one host, as far as they count


@dataclass
class Example:
    """A page: its host, and for each candidate its evidence, its value and whether it is right."""

    url: str
    host: str
    candidates: list[tuple[list[str], str, bool]]
    weight: float = 1.0


def scorer(shared: Path) -> ModuleType:
    """The scorer that came with the sets: it says what is right."""
    spec = importlib.util.spec_from_file_location("score_corpora", shared / "tools" / "score_corpora.py")
    if spec is None or spec.loader is None:
        raise SystemExit("needs ../shared/tools/score_corpora.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judges(score: ModuleType) -> dict[str, Callable[[dict[str, Any], Candidate], bool | None]]:
    """By field, whether a candidate is right by a page's gold; None where the gold says nothing of the field."""

    def title(gold: dict[str, Any], candidate: Candidate) -> bool | None:
        if not gold.get("title"):
            return None
        want, ours = key(gold["title"]), key(str(candidate.value))
        whole = bool(score.right_title(gold, str(candidate.value)))
        return whole or (want in ours and len(want) > 0.5 * len(ours)) or (want != "" and want == ours)

    def byline(gold: dict[str, Any], candidate: Candidate) -> bool | None:
        return bool(score.right_author(gold, str(candidate.value))) if gold.get("authors") else None

    def date(gold: dict[str, Any], candidate: Candidate) -> bool | None:
        value = getattr(candidate.value, "value", candidate.value)
        return bool(score.right_day(gold["published"], value)) if gold.get("published") else None

    return {"title": title, "byline": byline, "date": date}


def sets(shared: Path, wanted: str | None) -> Iterator[tuple[saved_pages.Saved, dict[str, Any]]]:
    """The pages with gold, each with its own."""
    score = scorer(shared)
    for warc in sorted((shared / "corpora").rglob("*.warc.gz")):
        name = warc.name.removesuffix(".warc.gz")
        file = warc.with_name(f"{name}.gold.jsonl")
        if (wanted and name != wanted) or not file.exists():
            continue
        rows = map(json.loads, file.read_text("utf-8").splitlines())
        golds = {score.key(row["url"]): row for row in rows}
        for page in saved_pages.pages(warc, print):
            if gold := golds.get(score.key(page.url)):
                yield page, gold


def examples(shared: Path, field: str, wanted: str | None) -> list[Example]:
    """The pages on which a right and a wrong candidate stood to be chosen between."""
    judge = judges(scorer(shared))[field]
    found = []
    for page, gold in sets(shared, wanted):
        read = Page(page.url, page.body, page.fetched_at, page.content_type)
        read.trail = []
        pipelines.read(read)
        choice = next((choice for choice in read.trail if choice.field == field), None)
        if choice is None:
            continue
        candidates = [(c.evidence, str(c.value), bool(judge(gold, c))) for c in choice.candidates]
        if any(right for *_, right in candidates):
            found.append(Example(page.url, host(page.url), candidates))
    pages = Counter(example.host for example in found)
    for example in found:
        example.weight = min(1.0, MOST / pages[example.host])
    return found


def fit(pages: list[Example], table: dict[str, float], prior: float) -> dict[str, float]:
    """The weights under which the right candidates are likeliest, held to the table's by `prior`."""
    fitted = dict(table)
    squares = dict.fromkeys(table, 1e-6)
    pull = prior * sum(page.weight for page in pages)
    for _ in range(ROUNDS):
        slope = {name: pull * (fitted[name] - table[name]) for name in table}
        for page in pages:
            scores = [sum(fitted[name] for name in evidence) for evidence, *_ in page.candidates]
            top = max(scores)
            odds = [math.exp(score - top) for score in scores]
            rights = [odd if right else 0.0 for odd, (*_, right) in zip(odds, page.candidates, strict=True)]
            whole, good = sum(odds), sum(rights) or 1e-12
            for (evidence, *_), odd, right in zip(page.candidates, odds, rights, strict=True):
                step = page.weight * (odd / whole - right / good)
                for name in evidence:
                    slope[name] += step
        for name, value in slope.items():
            squares[name] += value * value
            fitted[name] -= 0.3 * value / math.sqrt(squares[name])
    return fitted


def misses(pages: Iterable[Example], table: dict[str, float]) -> list[tuple[Example, str]]:
    """The pages whose first candidate is wrong under these weights, with what it is."""
    found = []
    for page in pages:
        best = max(page.candidates, key=lambda candidate: sum(table[name] for name in candidate[0]))
        if not best[2] and not any(right and alike(key(value), key(best[1])) for _, value, right in page.candidates):
            found.append((page, best[1]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--field", choices=("title", "byline", "date"), default="title")
    parser.add_argument("--corpus", help="one set alone")
    parser.add_argument("--prior", type=float, default=0.02)
    parser.add_argument(
        "--wrong", type=int, default=0, help="print so many pages that are wrong with the table's weights"
    )
    args = parser.parse_args()
    if not (SHARED / "corpora").is_dir():
        raise SystemExit("needs ../shared/corpora")
    table = weights()[args.field]
    pages = examples(SHARED, args.field, args.corpus)
    if not pages:
        raise SystemExit("no page with a right candidate")
    hosts = sorted({page.host for page in pages})
    fold = {name: n % FOLDS for n, name in enumerate(hosts)}
    missed = []
    for n in range(FOLDS):
        learned = fit([page for page in pages if fold[page.host] != n], table, args.prior)
        missed += misses([page for page in pages if fold[page.host] == n], learned)
    wrong = misses(pages, table)
    fitted = fit(pages, table, args.prior)
    seen: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for page in pages:
        for evidence, _, right in page.candidates:
            for name in evidence:
                seen[name][not right] += 1
    print(
        f"{len(pages)} pages of {len(hosts)} hosts; right: {1 - len(wrong) / len(pages):.3f} with the table,", end=" "
    )
    print(f"{1 - len(missed) / len(pages):.3f} fitted to other hosts\n")
    print(f"{'evidence':44}{'table':>7}{'fitted':>8}{'right':>7}{'wrong':>7}")
    for name, weight in table.items():
        good, bad = seen[name]
        print(f"{name:44}{weight:7.1f}{fitted[name]:8.1f}{good:7}{bad:7}")
    for page, value in wrong[: args.wrong]:
        rights = [value for _, value, right in page.candidates if right]
        print(f"\n{page.url}\n   chosen {value[:100]!r}\n   right  {rights[0][:100]!r}")


if __name__ == "__main__":
    sys.exit(main())
