"""Articles in several pages, and articles whose addresses look like further pages of others."""

import sqlite3
from contextlib import closing

from . import invented
from .conftest import article, listing


def laid_out(number: int, title: str, pager: str) -> str:
    _, _, paragraphs = invented.article(number)
    published = f"2026-10-{number + 1:02}T08:00:00+07:00"
    return article(title, *paragraphs, published=published, lead=" ").replace("</article>", f"{pager}</article>")


def test_parts_are_made_one_and_articles_of_a_series_are_not(site, crawl, rows, tmp_path):
    one = ["/chuyen-con-duong-len-ban.html", "/chuyen-con-duong-len-ban/2/", "/chuyen-con-duong-len-ban/3/"]
    series = ["/ben-do-ngang-song-thuong.html", "/ben-do-ngang-song-thuong-2.html", "/ben-do-ngang-song-thuong-3.html"]
    site.pages = {"/": listing(*reversed(one + series))}  # the further ones are met first
    for number, path in enumerate(one + series):
        pager = "".join(f"<a href='{url}'>{n}</a> " for n, url in enumerate(one if path in one else series, 1))
        title = "Chuyện con đường lên bản" if path in one else f"Bến đò ngang sông Thượng - Kỳ {number - 2}"
        site.pages[path] = laid_out(number, title, f"<p>{pager}</p>")
    crawl()
    titles = [("Bến đò ngang sông Thượng - Kỳ 1",), ("Bến đò ngang sông Thượng - Kỳ 2",),
              ("Bến đò ngang sông Thượng - Kỳ 3",), ("Chuyện con đường lên bản",)]  # fmt: skip
    assert rows("select title from articles order by title") == titles
    (body,) = rows("select body from articles where title like 'Chuyện%'")[0]
    assert all(invented.article(number)[2][0] in body for number in range(3))
    with closing(sqlite3.connect(tmp_path / "archive.db")) as conn, conn:
        conn.execute("update pages set due_at = '2020-01-01T00:00:00Z' where due_at is not null")
    site.log.clear()
    crawl("revisit=all")
    assert rows("select title from articles order by title") == titles
    assert rows("select count(*) from revisions") == [(4,)]
    assert sorted(path for path in site.paths if path in one + series) == sorted(one + series)


def test_a_pager_that_goes_on_for_ever_ends_where_nothing_new_comes(site, crawl, rows):
    def turning(place: str, number: int) -> str:
        return f"<p class='sang-trang'><a href='{place}{number + 1}/'>Trang sau</a></p>"

    story, section = "/chuyen-con-duong-len-ban/", "/tin/trang/"
    told = [f"/bai-so-{number}" for number in range(1001, 1010)]
    site.pages = {"/": listing(story, "/tin/")} | {path: article(f"Bài {path}") for path in told}
    for number in range(1, 50):
        last = min(number, 3)  # the third page is served under every number after it
        page = laid_out(last, "Chuyện con đường lên bản", turning(story, number))
        site.pages[f"{story}{number}/" if number > 1 else story] = page
        last = max(min(number, 4) - 1, 1)  # the list's second page names what its first does, the fourth comes for ever
        page = listing(*told[3 * last - 3 : 3 * last]).replace("</body>", f"{turning(section, number)}</body>")
        site.pages[f"{section}{number}/" if number > 1 else "/tin/"] = page
    crawl()
    (body,) = rows("select body from articles where title like 'Chuyện%'")[0]
    assert [body.count(invented.article(number)[2][0]) for number in (1, 2, 3)] == [1, 1, 1]
    assert rows("select count(*) from articles") == [(10,)]
    asked = [path for path in site.paths if path.startswith((story, "/tin/"))]
    assert asked.count(f"{story}4/") == asked.count(f"{section}4/") == 1
    assert f"{story}5/" not in asked and not [path for path in asked if path.endswith(("/8/", "/9/"))], asked


def test_further_pages_are_had_by_whatever_their_addresses_and_titles_say(site, crawl, rows):
    """One redirects to another form of its address, one pager counts from nought, and titles say which part they are of."""
    moving, zero = "/chuyen-con-duong-len-ban", "/ben-do-ngang-song-thuong.html"
    pagers = {
        moving: [f"{moving}.html", f"{moving}.html?page=2", f"{moving}.html?page=3"],
        zero: [zero, f"{zero}?pageIndex=1", f"{zero}?pageIndex=2"],
    }
    site.pages = {"/": listing(f"{moving}.html", zero)}
    for first, told in ((0, moving), (3, zero)):
        pager = "".join(f"<a href='{url}'>{n}</a> " for n, url in enumerate(pagers[told], 1))
        for number, url in enumerate(pagers[told]):
            title = ("Chuyện bến sông", "Chuyện bến sông (phần 2)", "Chuyện bến sông (tiếp theo và hết)")[number]
            title = title if told == moving else "Bến đò ngang"
            site.pages[url] = laid_out(first + number, title, f"<p>{pager}</p>")
    for number in (2, 3):
        site.pages[f"{moving}/trang-{number}.html"] = site.pages[f"{moving}.html?page={number}"]
        site.pages[f"{moving}.html?page={number}"] = (301, {"Location": f"{moving}/trang-{number}.html"}, "")
    crawl()
    found = rows("select title, body from articles order by title")
    assert [title for title, _ in found] == ["Bến đò ngang", "Chuyện bến sông"]
    for (_, body), numbers in zip(found, [(3, 4, 5), (0, 1, 2)], strict=True):
        assert all(invented.article(number)[2][0] in body for number in numbers)


def test_a_further_page_that_is_missing_once_cuts_no_text(site, crawl, scrapy, rows, tmp_path):
    story = ["/chuyen-con-duong-len-ban.html", "/chuyen-con-duong-len-ban/2/", "/chuyen-con-duong-len-ban/3/"]
    pager = "".join(f"<a href='{url}'>{n}</a> " for n, url in enumerate(story, 1))
    site.pages = {"/": listing(story[0])}
    for number, path in enumerate(story):
        site.pages[path] = laid_out(number, "Chuyện con đường lên bản", f"<p>{pager}</p>")
    crawl()
    ((whole,),) = rows("select body from articles")
    assert all(invented.article(number)[2][0] in whole for number in range(3))

    def again() -> list[tuple[str]]:
        with closing(sqlite3.connect(tmp_path / "archive.db")) as conn, conn:
            conn.execute("update pages set due_at = '2020-01-01T00:00:00Z' where due_at is not null")
        crawl("revisit=all")
        return rows("select body from revisions order by seen_at")

    third = site.pages[story[2]]
    site.pages[story[2]] = site.pages[story[0]]
    assert again() == [(whole,)], "an answer that shows none of its text is none"
    site.pages[story[2]] = third
    assert again() == [(whole,)]
    checked = scrapy("check")
    assert checked.returncode == 0, checked.stdout
    assert scrapy("reprocess").returncode == 0
    assert rows("select body from revisions") == [(whole,)], "what was tried in vain is kept, and put aside"
    del site.pages[story[2]]
    assert again() == [(whole,)], "the pager names it still"
    kept, cut = again()
    assert kept == (whole,) and invented.article(2)[2][0] not in cut[0], "then the newspaper is believed"
