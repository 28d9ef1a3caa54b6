"""What a data set holds: its files with their checksums, and what they were made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Manifest:
    """What a data set holds, as it stands in its folder."""

    version: str  # the moment its archive was read
    newspaper: str | None
    year: int | None
    stamps: dict[str, str] = field(default_factory=dict)  # of each part, what `parquet.parts` says
    files: dict[str, dict[str, Any]] = field(default_factory=dict)  # path: sha256, bytes, rows

    @property
    def scope(self) -> tuple[str | None, int | None]:
        """The newspaper and the year that it is limited to; None for all."""
        return self.newspaper, self.year

    def rows(self) -> dict[str, int]:
        """How many rows each folder or table has."""
        found: dict[str, int] = {}
        for path, about in self.files.items():
            table = path.partition("/")[0].removesuffix(".parquet")
            found[table] = found.get(table, 0) + about["rows"]
        return found
