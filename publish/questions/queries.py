"""Questions ready to ask: Datasette's canned queries, each with a sentence, an example and, where it helps, a chart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from publish.archive_queries.archive import PER_DAY, PER_YEAR
from publish.archive_queries.kept_counts import counted
from publish.questions.parameters import PARAMETERS, Words
from publish.wording.metadata import heading


class Chart(NamedTuple):
    """`line` and `bars` draw the columns `y` over the column `x`; `calendar` is a row a year and a column a month."""

    kind: str
    x: str
    y: tuple[str, ...]
    measured: Words = ("Số bài", "Articles")  # what the axis of `y` counts


class Query(NamedTuple):
    """A question; where its parameters are empty, those of `example` hold.

    `counts` names counts that `sql` asks, which a published copy keeps (publish.archive_queries.kept_counts); elsewhere they are made for
    it, of the articles `made_of`.
    """

    name: str
    title: Words
    description: Words
    sql: str
    example: str = ""
    chart: Chart | None = None
    empty: Words = ("", "")  # why there may be no rows
    links: Mapping[str, tuple[str, str]] = {}  # column shown: pages it leads to, column with their names, not shown
    counts: str = ""
    made_of: str = "true"

    def asked(self, kept: bool) -> str:
        """The SQL, where the counts are `kept` and where they are not."""
        if not self.counts or kept:
            return self.sql
        made = counted(self.counts, self.made_of)
        return f"with {made},\n{self.sql[5:]}" if self.sql.startswith("with ") else f"with {made}\n{self.sql}"


_RATE = ("Số bài trên 1.000 bài", "Articles per 1,000")


# Articles by month of publication: the id of those that do not say carries the day they were first seen.
_UNDATED = "from articles indexed by articles_undated where published_at is null"
_DATED = (
    "dated as (\n  select newspaper, month, articles from months\n"
    f"  union all select newspaper, id / {PER_DAY * 100}, -1 {_UNDATED})"
)
_YEARS = (
    f"{_DATED},\nyears as (\n  select month / 100 as year, sum(articles) as articles from dated\n"
    "  group by 1 having sum(articles) > 0)"
)
# Newspapers under the name of today's province: one row each.
_PAPERS = (
    "papers as (\n  select n.id, t.name from newspapers n join provinces p on p.id = n.province\n"
    "  join provinces t on t.id = p.today)"
)


def _or_else(parameter: str, default: str) -> str:
    """A query's parameter as SQL, with a default where it is empty."""
    return f"coalesce(nullif(:{parameter}, ''), '{default}')"


def _hits(term: str) -> str:
    """How many articles of each year have a term, as SQL: what a search for it counts. An article that does not say when
    it was published is of no year.
    """
    return f"select cast(key as integer) / 100 as year, sum(value) as hits from json_each(hits_by_month({term})) group by 1"


def _day_of(id: str) -> str:
    """The day (ISO 8601) of an article's id, as SQL."""
    day = f"{id} / {PER_DAY}"
    return f"printf('%04d-%02d-%02d', {day} / 10000, {day} / 100 % 100, {day} % 100)"


# Where none is chosen, the newspaper with the most articles: all of them would be too many to read.
_NEWSPAPER = "coalesce(nullif(:newspaper, ''),\n  (select newspaper from months group by 1 order by sum(articles) desc, 1 limit 1))"
# Of counts: those of the newspaper and year.
_THOSE = f"newspaper = {_NEWSPAPER}\n  and (:year = '' or year = cast(:year as integer))"
# Of articles: a year is a range of ids.
_CHOSEN = f"""newspaper = {_NEWSPAPER}
  and id >= iif(:year = '', 0, :year * {PER_YEAR})
  and id < iif(:year = '', {10_000 * PER_YEAR}, (:year + 1) * {PER_YEAR})"""

QUERIES = [
    Query(
        "term_by_year",
        ("Một từ qua các năm", "A term over the years"),
        (
            "Cứ một nghìn bài thì bao nhiêu bài có từ này, theo từng năm.",
            "Articles with the term per thousand articles of each year.",
        ),
        f"with {_YEARS},\nhits as (\n  {_hits(_or_else('term', 'lũ'))})\n"
        "select year, coalesce(hits, 0) as hits, articles, round(1000.0 * coalesce(hits, 0) / articles, 2) as per_thousand\n"
        "from years left join hits using (year) order by year",
        "term=lũ",
        Chart("line", "year", ("per_thousand",), _RATE),
    ),
    Query(
        "terms_compared",
        ("So sánh ba từ", "Three terms compared"),
        (
            "Cứ một nghìn bài mỗi năm thì bao nhiêu bài có mỗi từ.",
            "Articles with each term per thousand articles of each year.",
        ),
        f"with {_YEARS},\nasked as materialized (\n"
        "  select iif(:a || :b || :c = '', 'cà phê', :a) as a, iif(:a || :b || :c = '', 'lúa', :b) as b,\n"
        "    iif(:a || :b || :c = '', 'tôm', :c) as c)"
        + "".join(f",\nhits_{name} as materialized (\n  {_hits(f'(select {name} from asked)')})" for name in "abc")
        + "\nselect year"
        + "".join(
            f",\n  iif(asked.{name} = '', null, round(1000.0 * coalesce(hits_{name}.hits, 0) / articles, 2)) as {name}"
            for name in "abc"
        )
        + "\nfrom years cross join asked "
        + " ".join(f"left join hits_{name} using (year)" for name in "abc")
        + "\norder by year",
        "a=cà+phê&b=lúa&c=tôm",
        Chart("line", "year", ("a", "b", "c"), _RATE),
    ),
    Query(
        "term_by_province",
        ("Một từ ở các tỉnh", "A term by province"),
        (
            "Cứ một nghìn bài của báo mỗi tỉnh (34 tỉnh, thành hôm nay) thì bao nhiêu bài có từ này.",
            "Articles with the term per thousand articles of each province's newspapers (today's 34).",
        ),
        f"with {_PAPERS},\n"
        "hits as (\n  select papers.name, sum(value) as hits\n"
        f"  from json_each(hits_by_newspaper({_or_else('term', 'cà phê')})) join papers on papers.id = key group by 1),\n"
        "totals as (\n  select papers.name, sum(m.articles) as articles from months m\n"
        "  join papers on papers.id = m.newspaper group by 1)\n"
        "select name, coalesce(hits, 0) as hits, articles,\n"
        "  round(1000.0 * coalesce(hits, 0) / articles, 2) as per_thousand\n"
        "from totals left join hits using (name) order by per_thousand desc",
        "term=cà+phê",
        Chart("bars", "name", ("per_thousand",), _RATE),
    ),
    Query(
        "articles_by_month",
        ("Số bài theo tháng", "Articles by month"),
        (
            "Kho có bao nhiêu bài mỗi tháng, của một tờ báo hay của tất cả.",
            "Articles of each month, of one newspaper or of all.",
        ),
        f"with {_DATED}\n"
        "select printf('%04d-%02d', month / 100, month % 100) as month, sum(articles) as articles\n"
        "from dated where :newspaper = '' or newspaper = :newspaper group by 1 having sum(articles) > 0 order by 1",
        chart=Chart("line", "month", ("articles",)),
    ),
    Query(
        "coverage",
        ("Số bài theo tháng đăng của một tờ báo", "A newspaper's articles by month of publication"),
        (
            "Số bài trong kho của từng tháng. Ô trống là tháng kho không có bài nào.",
            "Articles in the archive for each month. An empty cell is a month without any.",
        ),
        f"with {_DATED},\ncounted as (\n  select month, sum(articles) as articles from dated\n"
        f"  where newspaper = {_NEWSPAPER} group by 1 having sum(articles) > 0),\n"
        "years(year) as (\n  select min(month) / 100 from counted union all\n"
        "  select year + 1 from years where year < (select max(month) / 100 from counted))\n"
        "select year,\n  "
        + ",\n  ".join(f'coalesce(sum(iif(month % 100 = {m}, articles, 0)), 0) as "{m}"' for m in range(1, 13))
        + "\nfrom years left join counted on month / 100 = year where year is not null group by 1 order by 1 desc",
        chart=Chart("calendar", "year", tuple(str(month) for month in range(1, 13))),
    ),
    Query(
        "gaps",
        ("Tháng trống của các tờ báo", "Months missing, by newspaper"),
        (
            "Từ tháng đầu đến tháng cuối có bài trong kho, mỗi tờ báo thiếu bao nhiêu tháng.",
            "Months without an article between a newspaper's first and last month in the archive.",
        ),
        "with spans as (\n  select newspaper, min(month) as first, max(month) as last, count(*) as months,\n"
        "    sum(articles) as articles from months group by 1)\n"
        "select n.id as newspaper, n.title as name, printf('%04d-%02d', first / 100, first % 100) as first,\n"
        "  printf('%04d-%02d', last / 100, last % 100) as last, articles,\n"
        "  (last / 100 - first / 100) * 12 + last % 100 - first % 100 + 1 - months as missing\n"
        "from spans join newspapers n on n.id = spans.newspaper order by missing desc, n.title",
        links={"name": ("newspapers", "newspaper")},
    ),
    Query(
        "time_to_vanish",
        ("Bao lâu thì bài biến mất", "How long until articles vanish"),
        (
            "Những bài đã bị gỡ: từ ngày đăng đến lúc kho thấy bị gỡ là bao lâu.",
            "Articles taken down: how long after publication that was noticed.",
        ),
        "select case when days < 1 then '< 1' when days < 7 then '1–6' when days < 30 then '7–29'\n"
        "    when days < 90 then '30–89' when days < 365 then '90–364' else '365+' end as days,\n"
        "  sum(articles) as articles\nfrom vanish_counts group by 1 order by min(vanish_counts.days)",
        chart=Chart("bars", "days", ("articles",)),
        counts="vanish_counts",
    ),
    Query(
        "edits_by_newspaper",
        ("Tờ báo nào hay sửa, hay gỡ", "Edits and takedowns by newspaper"),
        (
            "Số bài bị sửa, bị gỡ sau khi đăng, trên một nghìn bài của mỗi tờ báo.",
            "Articles edited or taken down after publication, per thousand articles of each newspaper.",
        ),
        "with totals as (select newspaper, sum(articles) as articles from months group by 1)\n"
        "select newspaper, n.title as name, articles, coalesce(edited, 0) as edited, coalesce(gone, 0) as gone,\n"
        "  round(1000.0 * coalesce(edited, 0) / articles, 1) as edited_per_thousand,\n"
        "  round(1000.0 * coalesce(gone, 0) / articles, 1) as gone_per_thousand\n"
        "from totals join newspapers n on n.id = totals.newspaper left join edit_counts using (newspaper)\n"
        "order by edited_per_thousand desc",
        chart=Chart("bars", "name", ("edited_per_thousand", "gone_per_thousand"), _RATE),
        links={"name": ("newspapers", "newspaper")},
        counts="edit_counts",
    ),
    Query(
        "titles_changed",
        ("Tiêu đề bị đổi", "Headlines changed"),
        (
            "Tiêu đề trước và sau của những bài được sửa gần đây.",
            "Headlines before and after, of the articles edited of late.",
        ),
        "select r.article_id as id, n.title as name, o.title as before, r.title as after, r.seen_at\n"
        "from articles a indexed by articles_changed\n"
        "cross join revisions r on r.article_id = a.id and r.number > 1\n"
        "cross join revisions o on o.article_id = r.article_id and o.number = r.number - 1\n"
        "cross join newspapers n on n.id = a.newspaper\nwhere a.changed_at is not null and o.title != r.title\n"
        "order by a.changed_at desc limit 100",
        links={"after": ("articles", "id")},
    ),
    Query(
        "bylines",
        ("Ai viết nhiều nhất", "Bylines"),
        (
            "Tên tác giả in cùng bài, theo số bài của một tờ báo, trong một năm hay mọi năm.",
            "Bylines by articles of one newspaper, in one year or all.",
        ),
        f"select byline, sum(articles) as articles, {_day_of('min(first)')} as first,\n  {_day_of('max(last)')} as last\n"
        f"from byline_counts where {_THOSE}\ngroup by 1 order by 2 desc limit 200",
        counts="byline_counts",
        made_of=_CHOSEN,
    ),
    Query(
        "sections",
        ("Chuyên mục", "Sections"),
        (
            "Các chuyên mục theo số bài của một tờ báo, trong một năm hay mọi năm.",
            "Sections by articles of one newspaper, in one year or all.",
        ),
        f"select section, sum(articles) as articles from section_counts where {_THOSE}\n"
        "group by 1 order by 2 desc limit 40",
        chart=Chart("bars", "section", ("articles",)),
        counts="section_counts",
        made_of=_CHOSEN,
    ),
    Query(
        "new_words",
        ("Từ mới của một năm", "Vocabulary that came with a year"),
        (
            "Những từ (một hay hai chữ) hay gặp trong bài của năm ấy mà trước đó không có hoặc hiếm gặp: số bài có từ"
            " trên một nghìn bài của năm ấy, và của các năm trước.",
            "Words (of one or two syllables) often in articles of that year, and not or hardly in those before: articles"
            " that hold them per thousand of the year, and of the years before.",
        ),
        "select term, per_thousand, before from year_words where year = :year order by position",
        "year=2020",
        empty=(
            "Kho có quá ít bài của năm ấy, hay của những năm trước để so.",
            "The archive has too few articles of that year, or of the years before to compare with.",
        ),
    ),
    Query(
        "hours",
        ("Giờ đăng bài", "Hours of publication"),
        (
            "Một tờ báo đăng bài vào giờ nào trong ngày, giờ Việt Nam; chỉ tính những bài ghi giờ.",
            "The hour of the day a newspaper publishes, Vietnam's time; only articles that say.",
        ),
        f"select hour, sum(articles) as articles from hour_counts where {_THOSE}\ngroup by 1 order by 1",
        chart=Chart("bars", "hour", ("articles",)),
        counts="hour_counts",
        made_of=_CHOSEN,
    ),
    Query(
        "length",
        ("Bài dài hay ngắn", "Length of articles"),
        (
            "Số chữ trung bình của một bài mỗi năm, của một tờ báo.",
            "Syllables of the average article of each year, of one newspaper.",
        ),
        "select year, sum(articles) as articles, round(1.0 * sum(words) / sum(articles)) as words\n"
        f"from length_counts where newspaper = {_NEWSPAPER}\ngroup by 1 order by 1",
        chart=Chart("line", "year", ("words",), ("Số chữ", "Syllables")),
        counts="length_counts",
        made_of=f"newspaper = {_NEWSPAPER}",
    ),
    Query(
        "most_reprinted",
        ("Bài được đăng lại nhiều nhất", "Stories most reprinted"),
        (
            "Những bài của một năm mà nhiều tờ báo khác nhất đăng lại, cả bài hay một phần.",
            "The articles of a year that most other newspapers printed again, whole or in part.",
        ),
        "select r.earlier_id as id, n.title as name, a.title, count(distinct o.newspaper) as newspapers,\n"
        "  round(avg(r.share), 2) as share\n"
        "from reprints r join articles a indexed by articles_card on a.id = r.earlier_id\n"
        "join articles o indexed by articles_card on o.id = r.article_id\n"
        "join newspapers n on n.id = a.newspaper\n"
        f"where r.earlier_id >= :year * {PER_YEAR} and r.earlier_id < (:year + 1) * {PER_YEAR}\n"
        "  and r.kind in ('whole', 'part')\n"
        "  and not exists (select 1 from reprints e where e.article_id = r.earlier_id and e.kind in ('whole', 'part'))\n"
        "group by 1 order by 4 desc, 1 desc limit 100",
        "year=2024",
        links={"title": ("articles", "id")},
        empty=("Năm ấy kho không thấy bài nào đăng lại.", "The archive has seen no reprint in that year."),
    ),
    Query(
        "reprinters",
        ("Báo nào đăng trước, báo nào đăng lại", "Who prints first, who prints again"),
        (
            "Của mỗi tờ báo: bao nhiêu bài có ở báo khác sau đó, bao nhiêu bài đã có ở báo khác trước đó.",
            "Of each newspaper: how many articles stood in another afterwards, and how many had stood in another before.",
        ),
        "select newspaper, n.title as name, printed_first, printed_again\n"
        "from reprinter_counts join newspapers n on n.id = newspaper order by 3 desc, 4 desc",
        links={"name": ("newspapers", "newspaper")},
        empty=("Chưa thấy bài nào đăng lại.", "No reprint has been seen yet."),
        counts="reprinter_counts",
    ),
    Query(
        "rules",
        ("Quy tắc lọc nào hay dùng", "What cleaning removes"),
        (
            "Mỗi quy tắc đã lọc bao nhiêu dòng khỏi bao nhiêu bài, và một ví dụ.",
            "How many lines of how many articles each rule took out, with an example.",
        ),
        "select rule, lines, articles, example from rule_counts order by 2 desc",
        counts="rule_counts",
    ),
]


@cache
def canned(language: str, kept: bool = False) -> dict[str, dict[str, Any]]:
    """The queries as Datasette wants them, and what their page says, in a language; of a copy that has counts `kept` or
    not.
    """
    which = 1 if language == "en" else 0

    def drawn(chart: Chart) -> dict[str, Any]:
        return {**chart._asdict(), "measured": chart.measured[which], "heading": heading(chart.x, language)}

    return {
        query.name: {
            "title": query.title[which],
            "description": query.description[which],
            "sql": query.asked(kept),
            "defaults": dict(parse_qsl(query.example)),
            "parameters": {
                # A year that has an example is one of its own, not a narrower choice.
                name: {
                    "label": parameter.label[which],
                    "hint": "" if name == "year" and query.example else parameter.hint[which],
                }
                for name, parameter in PARAMETERS.items()
            },
            "one_newspaper": _NEWSPAPER in query.sql,
            "chart": drawn(query.chart) if query.chart else None,
            "empty": query.empty[which],
            "links": dict(query.links),
            "linked_by": [column for _, column in query.links.values()],
        }
        for query in QUERIES
    }
