"""How much of what the code decides is pinned by tests: single changes at random, each caught by the suite or not.

    make mutants [SEED=1] [COUNT=60]    or: python benchmarks/mutants.py [--seed N] [--count N] [--only PART] [--list]

Picks `count` conditions and numbers of `pipelines` and `archive`, changes one at a time in a copy of the tree, and runs
the tests of these rooms there until one fails: first the quickest of those that call the changed function, then pinned
results, then all others but for rounds at random. What runs longer than several times the unchanged tests is caught too. Prints every change with its place, and
at the end the share that was caught, without those that `equivalent.csv` gives a reason for: they change nothing that
anybody can see. `--only` keeps the places whose file's path holds a text, `--list` shows the changes and runs nothing.

Why this and not mutmut or cosmic-ray: mutmut changes functions only, and half of our thresholds stand in tables of
modules; cosmic-ray has one test command for all, runs in the tree itself, and its sessions have no seeded choice, so
most of this would be written around it.
"""

from __future__ import annotations

import argparse
import ast
import csv
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("pipelines", "archive")
EQUIVALENT = Path(__file__).with_name("equivalent.csv")
PINNED = ("tests/pipelines/test_pins.py", "tests/archive/test_pins.py")  # quick, and they see most
EXAMPLES = "tests/test_house.py::test_the_examples_of_docstrings_hold"
PYTEST = ("-x", "-q", "-p", "no:cacheprovider", "-m", "not slow and not fuzz", "--hypothesis-seed=0")
SLOWER = 4  # times as long as the unchanged tests, and GRACE seconds: it hangs
GRACE = 30
QUICK = 15.0  # seconds, unchanged, of the tests that are tried before all others
CALLED = Path(__file__).parent / "measuring" / "called.py"
COMPARED: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">="), ast.LtE: ("<", ">"), ast.Gt: (">=", "<="), ast.GtE: (">", "<"),
    ast.Eq: ("!=",), ast.NotEq: ("==",), ast.In: ("not in",), ast.NotIn: ("in",), ast.Is: ("is not",), ast.IsNot: ("is",),
}  # fmt: skip
OPERATORS = re.compile(r"not\s+in|is\s+not|[<>=!]=|[<>]|\bin\b|\bis\b")
BOOLEAN = re.compile(r"\b(?:and|or)\b")
QUANTIFIER = re.compile(r"(?<=\{)\d+(?=,?\d*\})|(?<=,)\d+(?=\})")  # of a regular expression: {2,40}


@dataclass(frozen=True)
class Change:
    """A single change: where, what stood there, what stands there now."""

    path: str  # from the root of the project
    line: int
    start: int  # bytes into the file
    before: str
    after: str
    source: str  # the line, without its indentation

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.before} -> {self.after}    {self.source}"

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names it in equivalent.csv, wherever its line moves."""
        return self.path, self.source, self.before, self.after


def changes(path: str, text: str) -> list[Change]:
    """Every change of a condition or number that can be made to a module, in the order of its text.

    Left out are docstrings, annotations, the sizes of caches, and assertions, which tell mypy what is there.
    """
    data = text.encode()
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    lines = data.splitlines()
    found = []
    for line, start, before, after in _spots(ast.parse(text), data, starts):
        found.append(Change(path, line, start, before, after, lines[line - 1].decode().strip()))
    return sorted(set(found), key=lambda change: (change.start, change.after))


def _spots(tree: ast.Module, data: bytes, starts: list[int]) -> Iterator[tuple[int, int, str, str]]:
    """Line, byte, what stands there, what could."""
    source = _Source(data, starts)
    for node in _live(tree):
        for at, before, after in source.changes(node):
            yield data.count(b"\n", 0, at) + 1, at, before, after


class _Source:
    """The bytes of a module, and where each of its lines begins."""

    def __init__(self, data: bytes, starts: list[int]) -> None:
        self.data, self.starts = data, starts

    def changes(self, node: ast.AST) -> Iterator[tuple[int, str, str]]:
        """Byte, what stands there, what could, of one node."""
        if isinstance(node, ast.Compare):
            for left, operator, right in zip([node.left, *node.comparators], node.ops, node.comparators, strict=False):
                for at, before in self._between(left, right, OPERATORS):
                    yield from ((at, before, after) for after in COMPARED[type(operator)])
        elif isinstance(node, ast.BoolOp):
            for left, right in pairwise(node.values):
                for at, before in self._between(left, right, BOOLEAN):
                    yield at, before, "or" if before == "and" else "and"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield self._begin(node), "not ", ""
        elif isinstance(node, ast.If | ast.IfExp | ast.While) and isinstance(
            node.test, ast.Name | ast.Attribute | ast.Call
        ):
            yield self._begin(node.test), "", "not "
        elif isinstance(node, ast.Constant):
            start = self._begin(node)
            written = self.data[start : self._end(node)].decode()
            for place, number, after in _numbers(node.value, written):
                yield start + len(written[:place].encode()), number, after

    def _begin(self, node: ast.expr) -> int:
        return self.starts[node.lineno - 1] + node.col_offset

    def _end(self, node: ast.expr) -> int:
        return self.starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)

    def _between(self, left: ast.expr, right: ast.expr, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
        """Where an operator stands between two expressions, and how it is written."""
        text = self.data[self._end(left) : self._begin(right)].decode()
        if match := pattern.search(text):
            yield self._end(left) + len(text[: match.start()].encode()), match.group()


def _numbers(value: object, before: str) -> Iterator[tuple[int, str, str]]:
    """Other numbers for a constant, or for the quantifiers of a regular expression."""
    if type(value) is int:
        yield 0, before, str(value + 1)
        yield 0, before, str(value - 1) if value else "2"
    elif type(value) is float:
        yield 0, before, repr(value * 2 or 1.0)
        yield 0, before, repr(value / 2 or -1.0)
    elif isinstance(value, str):
        for match in QUANTIFIER.finditer(before):
            yield match.start(), match.group(), str(int(match.group()) + 1)


def _live(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that decide something."""
    yield node
    for name, child in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list") or isinstance(node, ast.JoinedStr):
            continue  # positions within f-strings are wrong before Python 3.12
        for part in child if isinstance(child, list) else [child]:
            docstring = isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)
            typing = isinstance(part, ast.If) and getattr(part.test, "id", "") == "TYPE_CHECKING"
            if isinstance(part, ast.AST) and not docstring and not typing and not isinstance(part, ast.Assert):
                yield from _live(part)


def pick(root: Path, seed: int, count: int, only: str = "") -> list[Change]:
    """`count` changes at random, one a place; the same for the same seed and tree."""
    everything: dict[tuple[str, int], list[Change]] = {}
    for path in sorted(path for room in ROOMS for path in (root / room).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if only in name:
            for change in changes(name, path.read_text("utf-8")):
                everything.setdefault((name, change.start), []).append(change)
    chance = random.Random(seed)
    places = chance.sample(sorted(everything), min(count, len(everything)))
    return [chance.choice(everything[place]) for place in places]


def apply(root: Path, change: Change) -> bytes:
    """Makes a change in the tree at `root`; the file as it was."""
    file = root / change.path
    old = file.read_bytes()
    assert old[change.start :].startswith(change.before.encode()), change
    file.write_bytes(old[: change.start] + change.after.encode() + old[change.start + len(change.before.encode()) :])
    return old


def copy(root: Path, target: Path) -> None:
    """What git knows of the tree, and what is new in it."""
    known = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, known.split("\0")):
        if (root / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / name, target / name)


def tests(root: Path) -> list[list[str]]:
    """The runs of pytest that a change has to get through: pinned results, then what else the rooms have."""
    pinned = [name for name in PINNED if (root / name).is_file()]
    others = [f"tests/{room}" for room in ROOMS if (root / "tests" / room).is_dir()]
    if (root / EXAMPLES.partition("::")[0]).is_file():
        others.append(EXAMPLES)
    runs = [pinned] if pinned else []
    return [*runs, [*others, *(f"--ignore={name}" for name in pinned)]]


@dataclass
class Unchanged:
    """What the tests do in the unchanged tree: how long each run may take, and what each test calls."""

    limits: list[float]  # seconds, of each of `tests`
    called: list[tuple[str, float, dict[str, list[int]]]]  # see measuring/called.py


def unchanged(root: Path) -> Unchanged:
    """Runs all tests in the tree at `root`. Raises CalledProcessError where one fails."""
    found = Unchanged([], [])
    record = root.parent / "called.json"
    for arguments in tests(root):
        start = time.monotonic()
        _pytest(root, ["-p", CALLED.stem, *arguments], None, {"CALLED": str(record)}).check_returncode()
        found.limits.append(SLOWER * (time.monotonic() - start) + GRACE)
        found.called += json.loads(record.read_text(encoding="utf-8"))
    return found


def nearest(root: Path, change: Change, found: Unchanged) -> list[str]:
    """The ids of the quickest tests that call the function, or else the module, that a change is in; no more than QUICK
    seconds of them."""
    first, last = _span(ast.parse((root / change.path).read_text(encoding="utf-8")), change.line)
    told, total = [], 0.0
    for seconds, test in sorted(
        (seconds, test)
        for test, seconds, calls in found.called
        if any(first <= line <= last for line in calls.get(change.path, ()))
    ):
        total += seconds
        if total > QUICK:
            break
        told.append(test)
    return told


def _span(tree: ast.Module, line: int) -> tuple[int, int]:
    """The first and last line of the function or method around a line; of the module, where none is."""
    for node in ast.walk(tree):  # breadth first: an inner function is a part of the outer
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            if first <= line <= (node.end_lineno or first):
                return first, node.end_lineno or first
    return 0, sys.maxsize


def _pytest(
    root: Path, arguments: list[str], limit: float | None, more: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Runs pytest in the tree at `root`. Raises TimeoutExpired after `limit` seconds (None: never)."""
    path = os.pathsep.join((str(root), str(CALLED.parent)))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **more}
    return subprocess.run(
        [sys.executable, "-B", "-m", "pytest", *PYTEST, *arguments],
        cwd=root, env=environment, capture_output=True, text=True, timeout=limit, check=False,
    )  # fmt: skip


def survives(root: Path, change: Change, found: Unchanged) -> tuple[bool, str]:
    """Whether all tests pass with a change of the tree at `root`, each run within its limit; and what caught the change.

    The tree is as it was afterwards.
    """
    chosen = root.parent / "nearest.txt"
    near = nearest(root, change, found)
    chosen.write_text("\n".join(near), encoding="utf-8")
    runs = [([f"@{chosen}"], SLOWER * QUICK + GRACE)] if near else []
    old = apply(root, change)
    try:
        for arguments, limit in [*runs, *zip(tests(root), found.limits, strict=True)]:
            try:
                done = _pytest(root, arguments, limit, {})
            except subprocess.TimeoutExpired:
                return False, "does not end"
            if done.returncode and (done.returncode < 3 or not arguments[0].startswith("@")):  # else no test was found
                failed = re.findall(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.M)
                return False, failed[0] if failed else f"pytest ends with {done.returncode}"
        return True, ""
    finally:
        (root / change.path).write_bytes(old)


def equivalent(path: Path) -> dict[tuple[str, str, str, str], str]:
    """The changes that nobody can see, by `Change.key`, and why."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["path"], row["line"], row["before"], row["after"]): row["why"] for row in csv.DictReader(file)}


def run(root: Path, picked: list[Change], reasons: dict[tuple[str, str, str, str], str]) -> int:
    """Tries every change in a copy of the tree at `root` and prints what became of it; how many survived."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        copy(root, tree)
        before = unchanged(tree)
        caught = survived = same = 0
        for change in picked:
            if change.key in reasons:
                same += 1
                print(f"same      {change}  ({reasons[change.key]})", flush=True)
                continue
            through, by = survives(tree, change, before)
            survived, caught = survived + through, caught + (not through)
            print(f"SURVIVED  {change}" if through else f"caught    {change}  [{by}]", flush=True)
    counted = caught + survived
    print(f"{caught} of {counted} caught, {100 * caught / max(counted, 1):.0f}%; {same} change nothing")
    return survived


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--only", default="", metavar="PART")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    picked = pick(ROOT, options.seed, options.count, options.only)
    if options.list:
        print(*picked, sep="\n")
    else:
        run(ROOT, picked, equivalent(EQUIVALENT))


if __name__ == "__main__":
    main()
