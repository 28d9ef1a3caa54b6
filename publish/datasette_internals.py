"""What we use of Datasette that it does not document, and nothing else: a new Datasette is checked here.

Documented are the hooks, Request, Response, NotFound and Forbidden, Database and its results, Facet, FilterArguments,
StartupError, `await_me_maybe` and tilde encoding. Each use says what it is for and, in brackets, the tests that fail when
Datasette changes it; `tests/test_house.py` holds that no other module imports or touches such a part.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, Protocol

# Each name with the tests that fail where it changes.
from datasette.database import QueryInterrupted  # a query that was ended at its limit [tests/publish/test_safety.py]
from datasette.inspect import inspect_hash  # the name of a published copy's state [tests/publish/test_serve.py]
from datasette.utils import (
    InvalidSql,  # [tests/publish/test_mistakes.py]
    derive_named_parameters,  # [tests/publish/test_mistakes.py]
    escape_sqlite,  # [tests/publish/test_walks.py]
    path_from_row_pks,  # [tests/publish/test_walks.py]
    path_with_added_args,  # [tests/publish/test_facets.py]
    path_with_removed_args,  # [tests/publish/test_facets.py]
    sqlite_timelimit,  # [tests/publish/test_safety.py]
    urlsafe_components,  # [tests/publish/test_walks.py]
)
from datasette.utils.asgi import (
    AsgiStream,  # an answer that is sent as it is made [tests/publish/test_search.py]
    AsgiWriter,  # what such an answer is written to [tests/publish/test_search.py]
    BadRequest,  # a visitor's mistake [tests/publish/test_mistakes.py]
    Base400,  # what BadRequest, NotFound and Forbidden are [tests/publish/test_mistakes.py]
)

__all__ = [
    "AsgiStream",
    "AsgiWriter",
    "BadRequest",
    "Base400",
    "Datasette",
    "InvalidSql",
    "QueryInterrupted",
    "answer_ourselves",
    "derive_named_parameters",
    "error_class",
    "escape_sqlite",
    "inspect_hash",
    "path_from_row_pks",
    "path_with_added_args",
    "path_with_removed_args",
    "sqlite_timelimit",
    "tell_no_tracebacks",
    "urlsafe_components",
    "views",
]


class Datasette(Protocol):
    """What we use of the object that Datasette gives its plugins. Its class cannot be imported beside it: Datasette
    loads its plugins while it is itself being imported."""

    urls: Any
    databases: Any

    def setting(self, key: str) -> Any: ...

    def get_database(self, name: str | None = None) -> Any: ...

    def absolute_url(self, request: Any, path: str) -> str: ...

    async def render_template(self, templates: Any, context: Any = None, request: Any = None) -> str: ...

    async def get_canned_query(self, database_name: str, query_name: str, actor: Any) -> Any: ...


def views() -> tuple[Any, Any, Any]:
    """The classes of its pages of a database, a table and a row, whose methods `views.py` corrects; not to be had before
    Datasette itself is loaded. [tests/publish/test_walks.py; `make next` says what 1.0 changes]"""
    from datasette.views.database import DatabaseView
    from datasette.views.row import RowView
    from datasette.views.table import TableView

    return DatabaseView, TableView, RowView


def error_class() -> Any:
    """DatasetteError, which its pages raise; not to be had before Datasette itself is loaded. [tests/publish/test_mistakes.py]"""
    from datasette.views.base import DatasetteError

    return DatasetteError


def tell_no_tracebacks() -> None:
    """Keeps Datasette from printing every page not found with a traceback and the values of its variables, and a
    warning where one facet cannot be counted. [tests/publish/test_mistakes.py, tests/publish/test_facets.py]
    """
    from datasette import handle_exception

    handle_exception.rich = None
    warnings.filterwarnings("ignore", "coroutine '[^']*facet[^']*' was never awaited", RuntimeWarning)


def answer_ourselves(
    datasette: Datasette,
    db: Any,
    link: Callable[..., str],
    execute: Callable[..., Any],
    counts: Callable[..., Any] | None,
) -> None:
    """Puts functions of ours in place of methods of its: full addresses, SQL on a database, rows of its tables (None to
    leave that). [tests/publish/test_site_address.py, tests/publish/test_walks.py, tests/publish/test_safety.py, tests/publish/test_pages.py]"""
    ours: Any = datasette
    ours.absolute_url = link
    db.execute = execute
    if counts is not None:
        db.table_counts = counts
    # It would try every column of a table, bodies too, whenever that is looked at.
    ours._settings["suggest_facets"] = False
