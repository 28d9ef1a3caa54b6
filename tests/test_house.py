"""The shape of the code itself: sizes, and imports without circles."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
from collections.abc import Iterator
from functools import cache
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


@cache
def nodes() -> dict[str, list[ast.AST]]:
    """Every module's syntax, node by node, under its path."""
    return {
        path.relative_to(ROOT).as_posix(): list(ast.walk(ast.parse(path.read_text(encoding="utf-8")))) for path in FILES
    }


def test_a_module_is_no_longer_than_400_lines_and_a_function_than_a_screen() -> None:
    long = [
        path.relative_to(ROOT).as_posix()
        for path in FILES
        if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES
    ]
    assert long == [], f"divide these by what they do; no more than {MOST_LINES} lines each"
    longer = [
        f"{name}:{node.lineno} {node.name}"
        for name, found in nodes().items()
        for node in found
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name not in LONGER
        if node.end_lineno is None or node.end_lineno - node.lineno >= SCREEN
    ]
    assert longer == [], f"divide these; no more than {SCREEN} lines each"


def test_the_examples_of_docstrings_hold(capsys: pytest.CaptureFixture[str]) -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    tried = failed = 0
    for path in FILES:
        if ">>> " in path.read_text(encoding="utf-8"):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            for example in finder.find(importlib.import_module(name), name):
                result = doctest.DocTestRunner().run(example)
                tried, failed = tried + result.attempted, failed + result.failed
    assert tried > 50 and not failed, capsys.readouterr().out


def test_no_module_imports_one_that_imports_it() -> None:
    graph = grimp.build_graph(*ROOMS)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    left = dict(imports)
    while free := [module for module, of in left.items() if not of & left.keys()]:
        for module in free:
            del left[module]
    assert left == {}, "these import each other"


# What these libraries document, and the one module in which we use what else they have.
DOCUMENTED = {
    "scrapy": {
        "scrapy", "scrapy.commands", "scrapy.core.scheduler", "scrapy.crawler", "scrapy.exceptions", "scrapy.http",
        "scrapy.http.request", "scrapy.downloadermiddlewares.httpcompression", "scrapy.settings", "scrapy.spiderloader",
        "scrapy.utils.asyncio", "scrapy.utils.project",
    },
    "twisted": {"twisted.internet", "twisted.internet.error", "twisted.internet.interfaces"},
    "datasette": {
        "datasette", "datasette.app", "datasette.database.Database", "datasette.database.Results", "datasette.facets",
        "datasette.filters", "datasette.utils.StartupError", "datasette.utils.await_me_maybe",
        "datasette.utils.tilde_decode", "datasette.utils.tilde_encode", "datasette.utils.asgi.NotFound",
        "datasette.utils.asgi.Request", "datasette.utils.asgi.Response",
    },
    "warcio": {
        "warcio.archiveiterator", "warcio.exceptions", "warcio.statusandheaders.StatusAndHeaders", "warcio.warcwriter",
    },
    "uvicorn": {"uvicorn"},
}  # fmt: skip
INTERNALS = {
    "crawler/scrapy_internals.py", "crawler/twisted_internals.py", "crawler/warcio_internals.py",
    "publish/datasette_internals.py", "publish/uvicorn_internals.py",
}  # fmt: skip
PRIVATE_IN_PYTHON = {"_replace", "_asdict", "_fields", "_exit", "_Element"}  # of named tuples, os, lxml's types


def undocumented(module_nodes: list[ast.AST]) -> Iterator[str]:
    """What a module imports of these libraries that they do not document."""
    for node in module_nodes:
        names = []
        if isinstance(node, ast.Import):
            names = [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [(node.module or "", alias.name) for alias in node.names]
        for module, name in names:
            known = DOCUMENTED.get(module.partition(".")[0])
            if known is not None and (name.startswith("_") or not {module, f"{module}.{name}"} & known):
                yield f"{module}.{name}"


def test_what_others_do_not_document_is_used_in_one_module_for_each() -> None:
    found = {name: list(undocumented(module_nodes)) for name, module_nodes in nodes().items()}
    elsewhere = {name: parts for name, parts in found.items() if parts and name not in INTERNALS}
    assert elsewhere == {}, "use these in the library's *_internals.py; what it documents by now goes into DOCUMENTED"
    assert {name for name, parts in found.items() if parts} == INTERNALS, "one that leans on nothing is not needed"


def test_nothing_below_the_site_waits_for_datasette_to_be_imported() -> None:
    imported = {
        name
        for name, module_nodes in nodes().items()
        for node in module_nodes
        if isinstance(node, ast.Import | ast.ImportFrom) and "datasette" in ast.unparse(node).replace(".", " ").split()
    }
    assert imported and {name for name in imported if not name.startswith("publish/")} == set()


def test_the_tests_that_they_name_are_there() -> None:
    for name in INTERNALS:
        named = re.findall(r"[\w/]*test_\w+\.py", (ROOT / name).read_text(encoding="utf-8"))
        assert [test for test in named if not (ROOT / test).is_file()] == [], name
        assert set(named) - {"tests/test_house.py"}, f"{name} names no test"


def test_so_are_those_that_the_documents_name() -> None:
    told = {name for page in (ROOT / "docs").glob("*.md") for name in re.findall(r"tests/[\w/]+\.py", page.read_text())}
    assert told and [name for name in told if not (ROOT / name).exists()] == []


def test_nobody_touches_what_others_keep_private() -> None:
    ours = {
        getattr(node, "name", None) or getattr(node, "attr", None) or getattr(node, "id", None)
        for found in nodes().values()
        for node in found
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        or (isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store))
    }
    touched = [
        f"{name}:{node.lineno} {node.attr}"
        for name, found in nodes().items()
        if name not in INTERNALS
        for node in found
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.endswith("__")
        if node.attr not in ours | PRIVATE_IN_PYTHON
    ]
    assert touched == [], "private to another library: use it in the library's *_internals.py"


def test_no_import_is_hidden_but_of_what_need_not_be_installed() -> None:
    hidden = {
        name: ast.unparse(node.body[0])
        for name, found in nodes().items()
        for node in found
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    }
    assert hidden == {"publish/dataset/parquet.py": "import pyarrow"}


def test_the_names_of_exceptions_end_in_error() -> None:
    raised = {
        node.name
        for found in nodes().values()
        for node in found
        if isinstance(node, ast.ClassDef)
        for base in node.bases
        if ast.unparse(base).endswith(("Error", "Exception", "IgnoreRequest")) and ast.unparse(base) != "BaseException"
    }
    assert raised and [name for name in raised if not name.endswith("Error")] == []


def says(doc: str, *words: str) -> bool:
    return any(word in doc.lower() for word in words)


def test_docstrings_say_what_is_raised_and_when_nothing_is_returned() -> None:
    """Of functions and methods that anybody may call; those whose names a framework gives may have none."""
    unsaid = []
    for name, found in nodes().items():
        for node in (one for holder in found if isinstance(holder, ast.Module | ast.ClassDef) for one in holder.body):
            if not isinstance(node, FUNCTIONS) or node.name.startswith("_") or not (doc := ast.get_docstring(node)):
                continue
            if any(isinstance(one, ast.Raise) and one.exc is not None for one in own(node)) and not says(doc, "raises"):
                unsaid.append(f"{name}:{node.lineno} {node.name} raises")
            maybe = node.returns is not None and "| None" in ast.unparse(node.returns)
            if maybe and not says(doc, "none", "nothing", "nobody", "if any", "no "):
                unsaid.append(f"{name}:{node.lineno} {node.name} may return None")
    assert unsaid == []


FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


def own(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function, without those of functions and classes in it."""
    left: list[ast.AST] = [*function.body]
    while left:
        node = left.pop()
        if not isinstance(node, FUNCTIONS | ast.Lambda | ast.ClassDef):
            yield node
            left += ast.iter_child_nodes(node)
