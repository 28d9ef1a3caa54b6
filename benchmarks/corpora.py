"""How well and how fast pages are read that nobody tuned the reader to, ours beside others; what got better, what worse.

    make corpora    or: python benchmarks/corpora.py [--ours] [--corpus NAME] [--worst N] [--save] [--fresh]

Reads all sets of `../shared` with `scrapy crawl files` (the cases with `scrapy read`), and the same pages with every
other reader that is installed (`pip install -e '.[peers]'`), and has all scored by the scorers that came with the sets.
F1 is of text, and where the gold is a few strings, of these; `let` counts lines or strings that should not be there,
`false` pages that are no article and were taken for one, `shared` titles, dates and lines that too many articles of a
site have in common; `right` are cases of which all is right; `ms` is the median CPU of reading a page.

Then the pages are named that are read better or worse than `scoreboard.csv` says, which `--save` writes anew: figures
per page, none of its text. What others make of a set is kept in the user's cache, by version; `--fresh` measures it again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

from measuring import board, readers, scorers, sets
from measuring.board import Board, Figures
from measuring.readers import OURS
from measuring.scorers import Score
from measuring.sets import Corpus

ROOT = Path(__file__).resolve().parents[1]
SCOREBOARD = Path(__file__).with_name("scoreboard.csv")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "baotinh" / "corpora"
SLOWNESS = {"newspaper4k": 8.0, "trafilatura": 3.0, "readability": 2.0, "resiliparse": 1.0, OURS: 1.5}
SLOW = 1000.0  # milliseconds for a page that are a fault
COLUMNS = ("set", "reader", "pages", "read", "false", "F1", "let", "titles", "leads", "bylines", "dates", "captions",
           "shared", "right", "ms")  # fmt: skip


@dataclass
class Task:
    """A set to be read by a reader, in a process of its own."""

    corpus: Corpus
    reader: str
    shared: Path
    work: Path
    worst: int = 0
    timed: int | None = None  # pages of which ours is timed; None: all


@dataclass
class Result:
    corpus: str
    reader: str
    ms: float
    score: Score
    slow: list[str] = field(default_factory=list)  # pages that took far too long


def run(task: Task) -> Result:
    """Reads the set and has it scored."""
    logging.disable(logging.CRITICAL)
    corpus, archive = task.corpus, task.work / f"{task.corpus.name}.{task.reader}.db"
    slow: list[str] = []
    if task.reader == OURS:
        times = readers.ours_ms(corpus, task.timed)
        ms = statistics.median(one for one, _ in times)
        slow = [f"{one:.0f} ms {url}" for one, url in times if one > SLOW]
        if corpus.kind == "cases":
            lines = readers.read_cases(corpus)
        else:
            readers.crawl_files(corpus, archive)
    else:
        read = getattr(scorers.tool(task.shared, "read_peers"), f"read_{task.reader}")
        readings = readers.read_peer(read, corpus)
        ms = statistics.median(reading.ms for reading in readings)
        lines = [{"file": str(reading.file), "article": reading.article} for reading in readings]
        readers.write_archive(readings, archive)
    of_texts = scorers.tool(task.shared, "score_corpora")
    if corpus.kind == "cases":
        score = scorers.of_cases(scorers.tool(task.shared, "score_cases"), of_texts, corpus, lines, task.worst)
    elif corpus.kind == "pages":
        score = scorers.of_pages(scorers.tool(task.shared, "score_pages"), corpus, archive, task.worst)
    else:
        score = scorers.of_corpus(of_texts, corpus, archive, task.worst)
    return Result(corpus.name, task.reader, ms, score, slow)


# --- what others made of it, kept


def _kept_at(task: Task, version: str) -> Path:
    """Where the result of another reader is kept: by its version, the set, the scorers and how it is measured."""
    seen = hashlib.sha1(f"{task.reader} {version} {sys.version} {task.corpus.name}".encode())
    tools = [*task.shared.glob("tools/*.py"), *Path(__file__).parent.glob("measuring/*.py"), Path(__file__)]
    gold = [task.corpus.gold] if task.corpus.gold.is_file() else sorted(task.corpus.gold.glob("*.json"))
    for file in [*sorted(tools), *gold]:
        seen.update(file.read_bytes())
    seen.update(str(task.corpus.size).encode())
    return CACHE / f"{task.corpus.name}.{task.reader}.{seen.hexdigest()[:16]}.json"


def _kept(path: Path) -> Result | None:
    try:
        data = json.loads(path.read_text("utf-8"))
        score = Score({page: Figures(**row) for page, row in data["figures"].items()}, data["shared"])
        return Result(data["corpus"], data["reader"], data["ms"], score)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(path: Path, result: Result) -> None:
    figures = {page: asdict(row) for page, row in result.score.figures.items()}
    data = {"corpus": result.corpus, "reader": result.reader, "ms": result.ms, "shared": result.score.shared}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**data, "figures": figures}), "utf-8")


# --- the table


def row(result: Result) -> list[str]:
    """A reader's line of the table: sums and means over the pages of a set."""
    pages = list(result.score.figures.values())
    text = [page for page in pages if page.precision is not None and page.recall is not None]
    kept, lost, let = (sum(getattr(page, name) or 0 for page in pages) for name in ("kept", "lost", "let"))
    f1 = None
    if text:
        f1 = board.harmonic(
            statistics.mean(page.precision or 0 for page in text), statistics.mean(page.recall or 0 for page in text)
        )
    elif kept + lost:
        f1 = 2 * kept / (2 * kept + let + lost)
    hits = [_share(pages, name) for name in ("title", "lead", "byline", "date")]
    of = sum(page.captions_of or 0 for page in pages)
    captions = f"{sum(page.captions or 0 for page in pages)}/{of}" if of else "–"
    return [
        result.corpus, result.reader, str(len(pages)), _share(pages, "read"), _share(pages, "false"),
        "–" if f1 is None else f"{f1:.4f}", str(let) if any(page.let is not None for page in pages) else "–",
        *hits, captions, "–" if result.score.shared is None else str(result.score.shared), _share(pages, "right"),
        f"{result.ms:.1f}",
    ]  # fmt: skip


def _share(pages: Sequence[Figures], name: str) -> str:
    values = [value for page in pages if (value := getattr(page, name)) is not None]
    return f"{sum(values)}/{len(values)}" if values else "–"


def table(results: list[Result], order: Sequence[str]) -> str:
    """All results, set by set, ours first."""
    readers_ = [OURS, *readers.PEERS]
    results = sorted(results, key=lambda result: (order.index(result.corpus), readers_.index(result.reader)))
    rows = [list(COLUMNS), *map(row, results)]
    widths = [max(len(line[n]) for line in rows) for n in range(len(COLUMNS))]
    lines = []
    for n, line in enumerate(rows):
        if n > 1 and line[0] != rows[n - 1][0]:
            lines.append("")
        lines.append("  ".join(cell.ljust(w) if k < 2 else cell.rjust(w) for k, (cell, w) in enumerate(zip(line, widths, strict=True))).rstrip())  # fmt: skip
    return "\n".join(lines)


def speed(results: list[Result], order: Sequence[str]) -> str | None:
    """How much faster we are than trafilatura, set by set."""
    ms = {(result.corpus, result.reader): result.ms for result in results}
    told = [f"{name} {ms[name, 'trafilatura'] / ms[name, OURS]:.1f}" for name in order if (name, "trafilatura") in ms]
    return f"times faster than trafilatura: {', '.join(told)}" if told else None


def changes(before: Board, now: Board) -> list[str]:
    """What to say of the pages that are read otherwise than the scoreboard has it."""
    if not before:
        return [f"no {SCOREBOARD.name} to compare with; --save writes one"]
    found = board.compare(before, now)
    worse = sum(change.worse for change in found)
    lines = [f"against {SCOREBOARD.name}: {len(found) - worse} pages better, {worse} worse"]
    for change in found:
        lines.append(
            f"{'worse ' if change.worse else 'better'} {change.corpus} {change.page}: {', '.join(change.what)}"
        )
    if new := sum((corpus, board.mark(page)) not in before for corpus, page in now):
        lines.append(f"{new} pages are new to it")
    return lines


# --- the program


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", action="store_true", help="only ours, in well under a minute")
    parser.add_argument("--corpus", action="append", metavar="NAME", help="only this set; may be given again")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="the N worst pages of each set, and why")
    parser.add_argument("--save", action="store_true", help=f"write {SCOREBOARD.name} anew")
    parser.add_argument("--fresh", action="store_true", help="measure the others again, too")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the measuring material")
    args = parser.parse_args()
    if not (args.shared / "tools").is_dir():
        print(f"{args.shared} does not exist, so there is nothing to measure on")
        return
    with tempfile.TemporaryDirectory(prefix="corpora") as folder:
        _measure(args, Path(folder))


def _measure(args: argparse.Namespace, work: Path) -> None:
    found = sets.corpora(args.shared.resolve(), work)
    if unknown := set(args.corpus or []) - {corpus.name for corpus in found}:
        sys.exit(f"no set {', '.join(sorted(unknown))}; there are {', '.join(corpus.name for corpus in found)}")
    chosen = [corpus for corpus in found if not args.corpus or corpus.name in args.corpus]
    versions = {} if args.ours else readers.installed()
    if not args.ours and (missing := set(readers.PEERS) - set(versions)):
        print(f"not installed: {', '.join(sorted(missing))}; pip install -e '.[peers]'", file=sys.stderr)
    tasks = [
        Task(corpus, OURS, args.shared.resolve(), work, args.worst, 30 if args.ours else None) for corpus in chosen
    ]
    keep, results = {}, []
    for corpus in chosen:
        for name, version in versions.items():
            task = Task(corpus, name, args.shared.resolve(), work)
            path = _kept_at(task, version)
            if not args.fresh and (kept := _kept(path)):
                results.append(kept)
            else:
                tasks.append(task)
                keep[corpus.name, name] = path
    tasks.sort(key=lambda task: -SLOWNESS[task.reader] * task.corpus.size)
    with ProcessPoolExecutor(2) as pool:
        for result in pool.map(run, tasks):
            results.append(result)
            if path := keep.get((result.corpus, result.reader)):
                _keep(path, result)
    _tell(args, results, [corpus.name for corpus in chosen])


def _tell(args: argparse.Namespace, results: list[Result], order: list[str]) -> None:
    print(table(results, order))
    if told := speed(results, order):
        print(f"\n{told}")
    ours = [result for result in results if result.reader == OURS]
    print(*(f"slow {result.corpus}: {line}" for result in ours for line in result.slow), sep="\n")
    for result in sorted(ours, key=lambda result: order.index(result.corpus)) if args.worst else []:
        print(f"\n== {result.corpus}: the worst", *result.score.worst, sep="\n")
    now = {(result.corpus, page): figures for result in ours for page, figures in result.score.figures.items()}
    print("", *changes(board.load(SCOREBOARD), now), sep="\n")
    if args.save:
        board.save(SCOREBOARD, now)


if __name__ == "__main__":
    main()
