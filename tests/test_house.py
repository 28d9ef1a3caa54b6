"""The shape of the code itself: sizes, and imports without circles."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("archive", "crawler", "pipelines", "publish", "vietnamese")
MOST_LINES, SCREEN = 400, 50
LONGER = {  # functions that are longer, and why
    "_entries": "one loop over the records of a file, where each tells of the one before",
    "_inline": "every inline element of every page comes here: a call more is felt",
}
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a module and its lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_no_longer_than_400_lines_and_a_function_than_a_screen(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    assert [(name, lines) for name, lines in functions(path) if lines > SCREEN and name not in LONGER] == []


def test_no_module_imports_one_that_imports_it() -> None:
    graph = grimp.build_graph(*ROOMS)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    left = dict(imports)
    while free := [module for module, of in left.items() if not of & left.keys()]:
        for module in free:
            del left[module]
    assert left == {}, "these import each other"
