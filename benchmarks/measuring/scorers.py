"""The scorers that came with the measuring material, loaded where they lie, and their answers as figures per page."""

from __future__ import annotations

import collections
import contextlib
import importlib.util
import io
import json
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote

from .board import Figures
from .sets import Corpus


@dataclass
class Score:
    """How a reader fared on a set: the figures by page, and why the worst are what they are. `shared` counts titles,
    dates and lines that too many articles of a site have in common.
    """

    figures: dict[str, Figures]
    shared: int | None = None
    worst: list[str] = field(default_factory=list)


def tool(shared: Path, name: str) -> ModuleType:
    """A tool of the measuring material as a module; nothing is written beside it."""
    path = shared / "tools" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


# --- corpora of WARC files


def of_corpus(scorer: Any, corpus: Corpus, archive: Path, worst: int) -> Score:
    golds = [json.loads(line) for line in corpus.gold.read_text("utf-8").splitlines() if line.strip()]
    pages, articles = scorer.read_archive(archive)
    rows, matched = [], []
    for gold in golds:
        page = pages.get(scorer.key(gold["url"]))
        article = articles.get(page["article_id"]) if page else None
        row = scorer.score_page(gold, page, article)
        row["sure"] = "article" not in gold or gold["article"] is not None
        rows.append(row)
        matched.append((gold, article, row))
    sites = scorer.by_site(matched)
    shared = sum(len(site[what]) for site in sites.values() for what in ("wrong_titles", "dates", "lines"))
    figures = {row["url"]: _of_row(row) for row in rows}
    why = [f"{one['score']:.3f} {one['url']}\n" + _indented(one["why"]) for one in scorer.worst(rows, worst)]
    return Score(figures, shared if any("article" in gold for gold in golds) else None, why)


def _of_row(row: dict[str, Any]) -> Figures:
    if "false" in row:
        return Figures(false=int(row["false"]))
    figures = Figures(read=int(row["read"]) if row["sure"] else None)
    figures.precision, figures.recall = row.get("p"), row.get("r")
    figures.kept, figures.lost, figures.let = row.get("tp"), row.get("fn"), row.get("fp")
    for name, theirs in (("title", "title"), ("byline", "authors"), ("date", "date")):
        setattr(figures, name, _hit(row.get(theirs)))
    return figures


# --- cases


def of_cases(cases: Any, texts: Any, corpus: Corpus, lines: list[dict[str, Any]], worst: int) -> Score:
    """`lines` are those of `scrapy read --jsonl`; `texts` is the scorer of corpora, for the body's precision and recall."""
    got = collections.defaultdict(list)
    for line in lines:
        got[Path(unquote(line["file"])).name].append(line["article"])
    score = Score({})
    for path in sorted(corpus.gold.glob("*.json")):
        want = json.loads(path.read_text("utf-8"))
        found = next((got[name] for name in got if Path(name).stem == path.stem), [])
        if "articles" in want:
            articles = [article for article in found if article]
            wrong = [f"{len(articles)} articles"] if len(articles) != len(want["articles"]) else []
            wrong += [line for pair in zip(want["articles"], articles, strict=False) for line in cases.wrong(*pair)]
            figures = Figures()
        else:
            article = found[0] if found else None
            wrong = cases.wrong(want, article)
            figures = _of_case(cases, texts, want, article)
        figures.right = int(not wrong)
        score.figures[path.stem] = figures
        if wrong and len(score.worst) < worst:
            score.worst.append(f"{path.stem}: {want.get('about', '')}\n" + _indented(wrong))
    return score


def _of_case(cases: Any, texts: Any, want: dict[str, Any], article: dict[str, Any] | None) -> Figures:
    figures = Figures(read=int(article is not None))
    for name, theirs in (("title", "title"), ("lead", "lead"), ("byline", "byline"), ("date", "published_at")):
        if want.get(theirs):
            setattr(figures, name, int(article is not None and not cases.wrong({theirs: want[theirs]}, article)))
    if want.get("captions"):
        figures.captions_of = len(want["captions"])
        have = [cases.norm(caption) for caption, _ in (article or {}).get("captions") or []]
        figures.captions = sum(cases.norm(caption) in have for caption, _ in want["captions"])
    if want.get("body"):
        body = want["body"][0] if isinstance(want["body"][0], list) else want["body"]
        lead = want.get("lead")
        lead = lead[0] if isinstance(lead, list) else lead
        gold = {"url": "", "corpus": "", "text": "\n".join([lead or "", *body])}
        ours = article and {
            **{name: article.get(name) for name in ("title", "lead", "body", "byline", "published_at")},
            "captions": [caption for caption, _ in article.get("captions") or [] if caption],
        }
        row = texts.score_page(gold, None, ours)
        figures.precision, figures.recall = row["p"], row["r"]
    return figures


# --- saved pages, and the texts made of them


def of_pages(scorer: Any, corpus: Corpus, archive: Path, worst: int) -> Score:
    golds = json.loads(corpus.gold.read_text("utf-8"))
    score = Score({})
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "gold.json"
        for name, gold in golds.items():
            one.write_text(json.dumps({name: gold}), "utf-8")
            score.figures[name] = _of_page(json.loads(_run(scorer, archive, one, "--json")))
    if worst:
        score.worst = [_run(scorer, archive, corpus.gold, "--worst", str(worst)).partition("\n\n")[2]]
    return score


def _of_page(row: dict[str, Any]) -> Figures:
    figures = Figures(read=1 - row["missing"], precision=row["precision"], recall=row["recall"], let=row["extra_lines"])
    for name, theirs in (("title", "title"), ("lead", "lead"), ("byline", "byline"), ("date", "published")):
        found, of = map(int, row[theirs].split("/"))
        setattr(figures, name, found if of else None)
    found, of = map(int, row["captions"].split("/"))
    if of:
        figures.captions, figures.captions_of = found, of
    return figures


def _run(scorer: Any, *arguments: Any) -> str:
    """What the scorer's own program prints."""
    out, argv = io.StringIO(), sys.argv
    sys.argv = [scorer.__name__, *map(str, arguments)]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            scorer.main()
    finally:
        sys.argv = argv
    return out.getvalue()


def _hit(value: bool | None) -> int | None:
    return None if value is None else int(value)


def _indented(lines: list[str]) -> str:
    return "\n".join(f"      {line}" for line in lines)
