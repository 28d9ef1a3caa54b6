"""What narrows a table: each condition apart from the others, with names of its own for what it asks for."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Iterable
from typing import Any

from datasette.filters import FilterArguments, Filters
from datasette.utils import await_me_maybe

from publish.datasette_internals import BadRequest

_OPERATORS = {known.key for known in Filters._filters}
_NUMBERED = re.compile(r":(p\d+)\b")


def keep_apart(hooks: list[Any]) -> list[Callable[[], Awaitable[FilterArguments | None]]]:
    """What Datasette's plugins make of a request, so that it may be joined with `and`: for each of `hooks` a function
    to call, which returns None where the plugin asks for nothing.

    Datasette joins `_where=a or b` with what else is asked as it is written, and `_through` names its values as the
    columns' filters name theirs. Raises BadRequest, when called, where one cannot be read.
    """
    return [_apart(hook, f"f{i}_") for i, hook in enumerate(hooks)]


def refuse_unknown(names: Iterable[str], columns: Collection[str]) -> None:
    """Raises BadRequest for a parameter that is to filter a table by what is no column of it, or in a way that there is not:
    Datasette takes the one for a text that equals nothing, and forgets the other.
    """
    for name in names:
        column, _, how = name.rpartition("__")
        if not (name.startswith("_") or name in columns or (column in columns and how in _OPERATORS)):
            raise BadRequest(f"no such column or filter: {name}")


def _apart(hook: Any, prefix: str) -> Callable[[], Awaitable[FilterArguments | None]]:
    """What a plugin makes of a request, each condition in brackets and its numbered parameters renamed with `prefix`.

    Raises BadRequest, when called, where the plugin fails.
    """

    async def read() -> FilterArguments | None:
        """The filter, read as soon as it is asked for."""
        try:
            found = await await_me_maybe(hook)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise BadRequest(f"a filter cannot be read: {error}") from error
        if found is None:
            return None
        names = {name for name in found.params if re.fullmatch(r"p\d+", name)}
        found.params = {prefix * (name in names) + name: value for name, value in found.params.items()}
        # The line's end: a condition may end in a comment.
        found.where_clauses = [f"({_renamed(clause, names, prefix)}\n)" for clause in found.where_clauses]
        return found

    return read


def _renamed(clause: str, names: set[str], prefix: str) -> str:
    """An SQL condition whose parameters `names` have `prefix` before them."""
    return _NUMBERED.sub(lambda name: f":{prefix}{name[1]}" if name[1] in names else name[0], clause)
