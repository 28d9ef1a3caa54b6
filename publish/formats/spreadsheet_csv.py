"""CSV as spreadsheets read it: a mark that it is UTF-8 where that is asked for, and nothing that they would compute."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

from datasette.utils.asgi import Request

from publish.datasette_internals import AsgiWriter

TYPE = "text/csv; charset=utf-8"
# Parameters of the links to CSV that the site shows: a file to be saved, marked as UTF-8, without which Excel takes it
# for something else. Programs ask without.
LINK = [("_dl", "on"), ("_bom", "on")]

# Text that a spreadsheet takes for a formula or a command, also in full width; what has been marked so already.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)*")
_TELEPHONE = re.compile(r"[+＋][0-9]{1,3}( [0-9]{2,4})+")  # +84 912 345 678: with spaces in it nothing to compute


def cell(value: Any) -> Any:
    """A value as it stands in CSV: text that would be a formula after an apostrophe, whatever else as it is.

    >>> cell("=HYPERLINK(1)"), cell("-12.5"), cell(-3), cell("'=a")
    ("'=HYPERLINK(1)", '-12.5', -3, "''=a")
    >>> cell("+84 912 345 678"), cell("+84-912-345-678")
    ('+84 912 345 678', "'+84-912-345-678")
    """
    if not isinstance(value, str) or not _FORMULA.match(value):
        return value
    return value if _NUMBER.fullmatch(value) or _TELEPHONE.fullmatch(value) else f"'{value}"


def written(rows: Iterable[Iterable[Any]]) -> str:
    """Writes rows as lines of CSV, nothing in them that a spreadsheet would compute."""
    out = io.StringIO()
    csv.writer(out).writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def headers(request: Request, name: str) -> dict[str, str]:
    """The headers with which a file of a name is saved, where the link asked for that."""
    return {"content-disposition": f'attachment; filename="{name}.csv"'} if request.args.get("_dl") else {}


async def begin(request: Request, client: AsgiWriter) -> None:
    """Writes the mark by which spreadsheets know UTF-8, where the link asked for it."""
    if request.args.get("_bom"):
        await client.write("\ufeff")
