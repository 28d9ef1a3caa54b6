"""The names that a search may be narrowed by, and that its pages show."""

from __future__ import annotations

from dataclasses import dataclass

from publish.archive_queries.archive import Archive, Row
from vietnamese.sort import sort_key


@dataclass(frozen=True)
class Names:
    """The newspapers and provinces of an archive, by their ids."""

    papers: dict[str, Row]
    provinces: dict[str, Row]

    @property
    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """What the bar lets choose from: ids and names, in the order of a dictionary."""
        with_papers = {row["province"] for row in self.papers.values()}
        with_papers |= {self.provinces[id]["today"] for id in with_papers if id}
        return {
            "newspaper": sorted(
                ((id, row["title"]) for id, row in self.papers.items()), key=lambda one: sort_key(one[1])
            ),
            "province": sorted(
                ((id, row["name"]) for id, row in self.provinces.items() if id in with_papers),
                key=lambda one: sort_key(one[1]),
            ),
        }


async def names_of(archive: Archive) -> Names:
    """The newspapers and provinces, to read a state and to choose from."""
    papers, provinces = await archive.newspapers(), await archive.provinces()
    return Names({row["id"]: row for row in papers}, {row["id"]: row for row in provinces})
