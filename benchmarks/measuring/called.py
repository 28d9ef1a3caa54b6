"""A plugin of pytest: which functions of the tree each test calls, and how long it takes, as JSON in the file $CALLED.

A row is the test's id, its seconds, and what it calls: a module's path from the root, and the lines where its functions
begin. What fixtures call counts for every test of their module, as those that several tests share run for the first alone.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType

import pytest

_codes: dict[int, CodeType] = {}  # of the phase that runs; held, so that no id is given twice
_calls: dict[str, set[CodeType]] = defaultdict(set)  # by test, and by module for what its fixtures call
_seconds: dict[str, float] = {}


def _note(frame: FrameType, event: str, _: object) -> None:
    if event == "call":
        _codes.setdefault(id(frame.f_code), frame.f_code)


def _noted(name: str) -> Iterator[None]:
    """Notes under `name` what is called while a hook runs."""
    _codes.clear()
    threading.setprofile(_note)
    sys.setprofile(_note)
    yield
    sys.setprofile(None)
    threading.setprofile(None)  # type: ignore[arg-type]
    _calls[name].update(_codes.values())


def _module(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    yield from _noted(_module(item))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    start = time.monotonic()
    yield from _noted(item.nodeid)
    _seconds[item.nodeid] = time.monotonic() - start


def pytest_sessionfinish(session: pytest.Session) -> None:
    root = Path(session.config.rootpath)
    rows = []
    for test, seconds in _seconds.items():
        found: dict[str, set[int]] = defaultdict(set)
        for code in _calls[test] | _calls[test.partition("::")[0]]:
            file = Path(code.co_filename)
            if file.is_relative_to(root):
                found[file.relative_to(root).as_posix()].add(code.co_firstlineno)
        rows.append((test, seconds, {path: sorted(lines) for path, lines in found.items()}))
    Path(os.environ["CALLED"]).write_text(json.dumps(rows), encoding="utf-8")
