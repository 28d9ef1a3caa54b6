"""Articles counted by newspaper and section, and by year and province, which are no columns of theirs, and narrowed to one
(`?_year=`, `?_province=`)."""

from __future__ import annotations

from typing import Any

from datasette.facets import Facet
from datasette.filters import FilterArguments
from datasette.utils.asgi import Request

from publish.archive_queries.archive import PER_YEAR, archive_of
from publish.datasette_internals import QueryInterrupted, path_with_added_args, path_with_removed_args

_PAPERS = "select n.id from newspapers n join provinces p on p.id = n.province where p.today = "
_MOST = 10_000  # articles that are counted one by one
# What may stand in an address while the table of months has the numbers: it knows nothing of other conditions.
_COUNTED = {"newspaper", "_year", "_province", "_sort", "_sort_desc", "_size", "_next", "_col", "_nocol", "_shape"}


def narrowed(request: Request) -> FilterArguments:
    """The conditions on articles that `?_year=` and `?_province=` stand for; a year is a range of ids."""
    where: list[str] = []
    params: dict[str, Any] = {}
    if year := _year(request):
        where.append("id >= :first_of_year and id < :first_of_next")
        params |= {"first_of_year": year * PER_YEAR, "first_of_next": (year + 1) * PER_YEAR}
    if province := request.args.get("_province"):
        where.append(f"newspaper in ({_PAPERS}:today)")
        params["today"] = province
    return FilterArguments(where, params)


def _year(request: Request) -> int | None:
    """The year of `?_year=`, four digits; None where it is anything else."""
    year = request.args.get("_year") or ""
    return int(year) if len(year) == 4 and year.isascii() and year.isdecimal() else None


class _Derived(Facet):  # type: ignore[misc]
    """A facet of the articles by something that their id or newspaper tells.

    `by` groups {source} into value, label, count, and `of` how many articles were read for it: those asked for, or none
    where the table of months will do.
    """

    argument: str
    by: str

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """The facet as Datasette wants it, where the table of articles asks for it, and its name in the second list
        where there are too many to count.
        """
        configs = self.get_configs() if self.table == "articles" else []
        if not configs:
            return [], []
        size = self.get_facet_size()
        source, params = await self._source()
        try:
            if await self._finds_too_many():
                return [], [self.type]
            found = await self.ds.execute(
                self.database,
                f"{self.by.format(source=source)} limit {size + 1}",
                params,
                custom_time_limit=self.ds.setting("facet_time_limit_ms"),
            )
        except QueryInterrupted:
            return [], [self.type]
        if found.rows and found.rows[0][3] > _MOST:
            return [], [self.type]
        result = {
            "name": self.type,
            "type": self.type,
            "hideable": configs[0]["source"] != "metadata",
            "toggle_url": self.ds.urls.path(
                path_with_removed_args(self.request, {f"_facet_{self.type}": configs[0]["config"]["simple"]})
            ),
            "results": [self._row(value, label, count) for value, label, count, _ in found.rows[:size]],
            "truncated": len(found.rows) > size,
        }
        return [result], []

    async def _finds_too_many(self) -> bool:
        """Whether more is searched for than is counted: SQLite makes a list of all that is found before it takes any."""
        asked = self.request.args
        if not asked.get("_search"):
            return False
        text = ":text" if asked.get("_searchmode") == "raw" else "escape_fts(:text)"
        found = f"select rowid from articles_fts where articles_fts match {text} limit {_MOST + 1}"
        counted = await self.ds.execute(self.database, f"select count(*) from ({found})", {"text": asked["_search"]})
        return int(counted.rows[0][0]) > _MOST

    async def _source(self) -> tuple[str, Any]:
        """What is counted, as SQL with its parameters: the table `months` where that has the answer, else the articles
        asked for.
        """
        if not self._is_counted(_COUNTED):
            return self._asked_for(f"newspaper, id / {PER_YEAR} as year"), self.params
        where, params = self._narrowed()
        return f"(select newspaper, month / 100 as year, articles, 0 as of from months where {where})", params

    def _asked_for(self, columns: str) -> str:
        """The articles asked for as a source, with these columns; one more than may be counted where there are more."""
        rows = f"(select {columns} from ({self.sql}) limit {_MOST + 1})"
        return f"(select *, 1 as articles, count(*) over () as of from {rows})"

    def _is_counted(self, known: set[str]) -> bool:
        """Whether the request narrows by nothing but the parameters `known`, so that a table of counts has the answer."""
        return all(name in known or name.startswith("_facet") for name in self.request.args)

    def _narrowed(self, year_of: str = "month / 100") -> tuple[str, dict[str, Any]]:
        """The condition on a table of counts, whose year is `year_of`, that the request's parameters stand for, as SQL
        with its values.
        """
        asked = self.request.args
        where: list[str] = ["1"]
        params: dict[str, Any] = {}
        if newspaper := asked.get("newspaper"):
            where.append("newspaper = :newspaper")
            params["newspaper"] = newspaper
        if province := asked.get("_province"):
            where.append(f"newspaper in ({_PAPERS}:today)")
            params["today"] = province
        if year := _year(self.request):
            where.append(f"{year_of} = :year")
            params["year"] = year
        return " and ".join(where), params

    def _row(self, value: object, label: object, count: int) -> dict[str, Any]:
        """A value of the facet as Datasette wants it, with the address that chooses it, or unchooses it where it is
        chosen.
        """
        chosen = self.request.args.get(self.argument) == str(value)
        changed = path_with_removed_args if chosen else path_with_added_args
        path = changed(self.request, {self.argument: str(value)})
        return {
            "value": value,
            "label": label,
            "count": count,
            "toggle_url": self.ds.absolute_url(self.request, self.ds.urls.path(path)),
            "selected": chosen,
        }


class NewspaperFacet(_Derived):
    """Articles by newspaper."""

    type = argument = "newspaper"
    by = (
        "select n.id, n.title, sum(articles), max(of) from {source} a join newspapers n on n.id = a.newspaper"
        " group by 1 order by 3 desc, 1"
    )


class YearFacet(_Derived):
    """Articles by the year they were published."""

    type = "year"
    argument = "_year"
    by = "select year, year, sum(articles), max(of) from {source} group by 1 order by 1 desc"


class ProvinceFacet(_Derived):
    """Articles by today's province of their newspaper."""

    type = "province"
    argument = "_province"
    by = (
        "select t.id, t.name, sum(articles), max(of) from {source} a join newspapers n on n.id = a.newspaper"
        " join provinces p on p.id = n.province join provinces t on t.id = p.today group by 1 order by 3 desc, 1"
    )


class SectionFacet(_Derived):
    """Articles by section, those without one left out."""

    type = argument = "section"
    by = "select section, section, sum(articles), max(of) from {source} where section is not null group by 1 order by 3 desc, 1"

    async def _source(self) -> tuple[str, Any]:
        """What is counted, as SQL with its parameters: the sections kept in a published copy where that has the answer,
        else the articles asked for.
        """
        archive = archive_of(self.ds)
        if not archive or not archive.kept or not self._is_counted(_COUNTED):
            return self._asked_for("section"), self.params
        where, params = self._narrowed("year")
        return f"(select section, articles, 0 as of from section_counts where {where})", params
