"""Where a crawl turns back: traps end soon, and no archive is cut short."""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count, product, takewhile

import pytest

from archive.frontier import pages
from crawler.discovery import addresses
from crawler.discovery.dead_ends import ANCESTORS, RAREST, DeadEnds, groups

Paper = Callable[[str], list[str]]  # what a path leads to; an article's holds "/bai-"
HOME = "http://bao.vn"
SHOWN = [f"/bai-{number}-ben-song-lang-que-{number + 10_000}.html" for number in range(12)]
TODAY = date(2026, 11, 27)


def crawl(paper: Paper) -> tuple[set[str], int]:
    """The articles that a crawl reads, and how many other pages it asks for: as the frontier does, without a server."""
    ends, order = DeadEnds(), count()
    waiting, held = [(pages.SECTION, next(order), HOME + "/")], []
    found_on: dict[str, str | None] = {HOME + "/": None}
    read: dict[str, None] = {}
    while len(read) < 20_000:
        if not waiting:
            chances = ends.last_chances(url for *_, url in sorted(held, key=lambda entry: entry[1]))
            waiting = [entry for entry in held if entry[2] in chances]
            held = [entry for entry in held if entry[2] not in chances]
        if not waiting:
            break
        entry = heapq.heappop(waiting)
        url = entry[2]
        promised = addresses.priority(url) == pages.ARTICLE
        through: list[str] = []
        while (above := found_on[(through or [url])[-1]]) and len(through) < ANCESTORS:
            through.append(above)
        lists = list(takewhile(lambda above: "/bai-" not in above, through))
        if ends.holds(url, lists, promised=promised):
            held.append(entry)
            continue
        read[url] = None
        names = [HOME + path for path in paper(url.removeprefix(HOME))]
        if "/bai-" in url:
            ends.days.update(numbers(url)[-1:])
            ends.credit([url, *through], {hash(url)})
        else:
            known = {hash(name) for name in names if "/bai-" in name and name in read}
            ends.learn(url, through, lists, known, promised=promised)
        for name in names:
            if name not in found_on:
                found_on[name] = url
                heapq.heappush(waiting, (addresses.priority(name), next(order), name))
        if ends.revived:
            ends.revived = False
            waiting, held = [*waiting, *held], []
            heapq.heapify(waiting)
    articles = {url for url in read if "/bai-" in url}
    return articles, len(read) - len(articles)


def numbers(path: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", path)]


def calendar(path: str) -> list[str]:
    """Months back and forth, with all their days."""
    year, month = numbers(path)[:2] if path.startswith("/lich") else (0, 0)
    around = [(year * 12 + month - 1 + step) for step in (-1, 1)]
    days = [f"/ngay/{year}-{month:02}-{day:02}" for day in range(1, 29)]
    return [f"/lich/{one // 12}/{one % 12 + 1}" for one in around] + days if year else []


def by_query(path: str) -> list[str]:
    (number,) = numbers(path)[:1]
    return [f"/lich?m={number + 1}", f"/lich?m={number}&view=tuan", f"/lich?m={number}&view=ngay"]


def filters(path: str) -> list[str]:
    chosen = [pair for pair in path.partition("?")[2].split("&") if pair]
    more = [f"{name}={value}" for name, value in product(("huyen", "loai", "sap", "kieu"), range(1, 6))]
    rest = [pair for pair in more if pair[:3] not in {pair[:3] for pair in chosen}]
    return [f"/loc/?{'&'.join([*chosen, pair])}" for pair in rest] + SHOWN[:5]


def tags(path: str) -> list[str]:
    words = path.removeprefix("/the/").split("+")
    return [
        "/the/" + "+".join([*words, word])
        for word in ["ao", "cau", "cho", "de", "kenh", "lua", "mo", "rung"]
        if word not in words
    ]


def folders(path: str) -> list[str]:
    """Relative links, on a server that answers to anything."""
    return [f"{path}{name}/" for name in ("xem", "tin", "them")] + SHOWN if path.count("/") < 10 else SHOWN


def same_again(path: str) -> list[str]:
    return [f"/tin/trang-{numbers(path)[-1] + 1}", *SHOWN[:6]]


TRAPS = {
    "/lich/2026/11": calendar,
    "/lich?m=1": by_query,
    "/loc/": filters,
    "/the/lang": tags,
    "/xem/": folders,
    "/tin/trang-1": same_again,
}


@pytest.mark.parametrize("entry", TRAPS)
def test_a_trap_ends(entry: str) -> None:
    def paper(path: str) -> list[str]:
        return [*SHOWN, entry] if path == "/" else ["/", entry] if "/bai-" in path else TRAPS[entry](path)

    articles, others = crawl(paper)
    assert len(articles) == len(SHOWN) and others < 150


def test_a_calendar_without_end_ends_at_a_newspaper_that_hardly_prints_too() -> None:
    shown = [f"/bai-{year}-ben-song-lang-que-{date(year, 5, 2).toordinal()}.html" for year in range(2014, 2026)]
    articles, others = crawl(lambda path: [*shown, "/lich/2026/11"] if path == "/" else calendar(path))
    assert len(articles) == len(shown) and others < 3 * RAREST


def archive(first: date, printed: Callable[[date], bool], form: str) -> tuple[Paper, int]:
    """A newspaper with an archive by day, and how many articles it has: `chain` of days, `tree` of years, or `months`."""
    days = [first + timedelta(n) for n in range((TODAY - first).days + 1)]
    there = {day: f"/bai-{day:%d-%m}-ben-song-lang-que-{day.toordinal()}.html" for day in days if printed(day)}
    shown = list(there.values())[-10:]

    def paper(path: str) -> list[str]:
        at = numbers(path)
        if "/bai-" in path or path == "/":
            return [*shown, {"chain": f"/ngay/{TODAY}", "tree": "/luu-tru/", "months": "/lich/2026/11"}[form]]
        if len(at) == 3:
            before = date(*at) - timedelta(1)
            own = [there[date(*at)]] if date(*at) in there else []
            return own + shown[:4] + ([f"/ngay/{before}"] if form == "chain" and before >= first else [])
        if not at:
            return [f"/luu-tru/{year}/" for year in range(2026, first.year - 1, -1)]
        if len(at) == 1:
            return [f"/luu-tru/{at[0]}/{month:02}/" for month in range(1, 13)]
        back = [f"/lich/{at[0] - (at[1] == 1)}/{(at[1] - 2) % 12 + 1:02}"] if form == "months" and at[0] > 2010 else []
        return back + [f"{path.rstrip('/')}/{day.day:02}" for day in days if [day.year, day.month] == at]

    return paper, len(there)


GAPS = {
    "weekends": lambda day: day.weekday() < 5,
    "an empty month at the end": lambda day: day < date(2026, 10, 20),
    "a summer without": lambda day: not date(2025, 7, 1) <= day <= date(2025, 8, 31),
    "a year without": lambda day: day.year != 2025,
}


@pytest.mark.parametrize("form", ["chain", "tree", "months"])
@pytest.mark.parametrize("gap", GAPS)
def test_an_archive_with_gaps_is_read_to_its_end(gap: str, form: str) -> None:
    paper, there = archive(date(2022, 1, 1), GAPS[gap], form)
    assert len(crawl(paper)[0]) == there


@pytest.mark.parametrize("form", ["chain", "tree", "months"])
@pytest.mark.parametrize("days", [20, 40, 70])
def test_so_is_one_of_which_most_days_are_empty(days: int, form: str) -> None:
    paper, there = archive(date(2022, 1, 1), lambda day: day.toordinal() % days == 0, form)
    assert len(crawl(paper)[0]) == there


@pytest.mark.parametrize("form", ["tree", "months"])
def test_so_is_one_that_fell_silent_years_ago(form: str) -> None:
    paper, there = archive(date(2020, 1, 1), lambda day: day < date(2024, 6, 1), form)
    assert len(crawl(paper)[0]) == there


def test_a_tree_whose_articles_stand_at_its_leaves_alone() -> None:
    def paper(path: str) -> list[str]:
        steps = path.strip("/").split("/")
        if path == "/" or "/bai-" in path:
            return ["/dia-phuong/"]
        if len(steps) == 1:
            return [f"/dia-phuong/{a}{b}/" for a, b in product("abcdef", "abcdefgh")]
        if len(steps) == 2:
            return [f"{path}xa-{name}/" for name in "abcde"]
        return [f"/bai-ve-mot-xa-o-{steps[1]}-{steps[2]}.html"]

    assert len(crawl(paper)[0]) == 6 * 8 * 5


NAMED = [f"{a}{b}-{c}" for a, b, c in product("bcdgh", "aeiou", "lmnpq")]


@pytest.mark.parametrize("form", ["/xa/{name}/", "/xa/{number}", "/su-kien?id={number}", "/the/{name}/"])
def test_lists_that_one_page_or_articles_name_are_all_read(form: str) -> None:
    """Of 125 every thirtieth has an article; tags are named by articles, ten by each."""
    lists = [form.format(name=name, number=number) for number, name in enumerate(NAMED)]
    there = {place: f"/bai-rieng-cua-mot-noi-{number}.html" for number, place in enumerate(lists) if number % 30 == 29}

    def paper(path: str) -> list[str]:
        if path == "/":
            return [*SHOWN, "/tat-ca/"]
        if path in SHOWN:
            return lists[SHOWN.index(path) * 10 :][:10] if "/the/" in form else []
        if path == "/tat-ca/":
            return [] if "/the/" in form else lists
        return [there[path]] if path in there else [] if "/bai-" in path else SHOWN[:3]

    assert len(crawl(paper)[0]) == len(SHOWN) + len([place for place in lists[:120] if place in there])


@pytest.mark.parametrize("form", ["tree", "months"])
def test_a_calendar_of_a_newspaper_that_paused_for_two_years_and_printed_weekly(form: str) -> None:
    paper, there = archive(date(2023, 1, 1), lambda day: day.weekday() == 4 and day.year not in (2024, 2025), form)
    assert len(crawl(paper)[0]) == there


def test_a_crawl_that_goes_on_knows_what_was_of_use_before() -> None:
    def spared(ends: DeadEnds) -> int:
        silent = [f"{HOME}/ngay/{TODAY - timedelta(number)}" for number in range(150)]
        for url in silent:
            ends.learn(url, [], [], set(), promised=False)
        return sum(ends.holds(f"{url}/", [], promised=False) for url in silent)

    before = DeadEnds()
    before.recall(f"{HOME}/ngay/{date(2024, 1, 1) + timedelta(number)}" for number in range(300))
    assert spared(before) == 0 < spared(DeadEnds())


def test_a_crawl_that_was_killed_leaves_what_it_knew_of_dead_ends() -> None:
    shown = set(range(5))
    ends = DeadEnds()
    ends.learn(HOME, [], [], shown, promised=False)
    silent = [f"{HOME}/ngay/{TODAY - timedelta(number)}" for number in range(200)]
    for url in silent[:140]:
        ends.learn(url, [], [], shown, promised=False)
    after = DeadEnds()
    after.restore(ends.dump())
    after.learn(silent[140], [], [], shown, promised=False)
    assert not after.revived and sum(after.holds(url, [], promised=False) for url in silent[141:]) > 40
    after.learn(silent[140], [], [], {77}, promised=False)
    assert after.revived and not any(after.holds(url, [], promised=False) for url in silent[141:])


def test_what_is_a_group() -> None:
    def own(*paths: str) -> int:
        return len({groups(HOME + path)[0] for path in paths})

    assert (
        own("/ngay/2026-11-03", "/ngay/2024-01-31") == own("/the/lua", "/the/lua+de") == own("/s/a1b2", "/s/k8m9") == 1
    )
    assert own("/loc?huyen=1&xa=2", "/loc?xa=1&huyen=3") == own("/a/trang-2", "/a/trang-7") == 1
    assert own("/tin?p=2", "/tin?p=2&p=3", "/tin?p=3&p=2&p=2") == 1, "a pager that adds to its own address"
    assert own("/a/trang-2", "/b/trang-2") == own("/loc?huyen=1", "/loc?xa=1") == own("/a/x/", "/b/x/") == 2
