"""What is learned of a newspaper's pages, and what the reading of them is the better for."""

from __future__ import annotations

import re
import time

import pytest

from pipelines.language.title_keys import key
from pipelines.page_type.page_type import FOR_SALE, GAMBLING

from . import forked, invented
from .conftest import environment, listing
from .invented import OFFICE, PROMOTION, article, day, page, page_anew, preview, squatter, warc

HOME = "http://bo-kenh.example"


def at(number: int) -> str:
    return f"{HOME}/tin/{1000 + number}.html"


def own(number: int) -> str:
    title, lead, paragraphs = article(number)
    return "\n".join([title, lead, *paragraphs])


@pytest.fixture
def read(tmp_path, scrapy, rows):
    """Reads pages as `scrapy crawl files` does; what the archive then holds, by address: title, and all of the text."""

    def run(pages, ok=True, **settings):
        path = warc(tmp_path / "trang.warc.gz", pages)
        done = scrapy("crawl", "files", "-a", f"path={path}", **settings)
        assert not ok or done.returncode == 0, done.stderr
        found = rows(
            "select p.url, title, coalesce(lead, ''), body from pages p join articles a on a.id = p.article_id"
        )
        return {
            url: (title, f"{title}\n{lead}\n{body}".replace("\n\n", "\n").replace("\n\n", "\n"))
            for url, title, lead, body in found
        }

    return run


def test_lines_of_the_frame_are_none_of_an_article(read, rows):
    found = read([(at(n), page(n), day(2019, n)) for n in range(12)])
    assert len(found) == 12
    for n in range(12):
        title, text = found[at(n)]
        assert title == article(n)[0]
        assert PROMOTION not in text and OFFICE not in text
        assert all(line in text for line in own(n).splitlines())
    assert rows("select count(*), count(distinct article_id) from removed where rule = 'repeated' and text = ?", PROMOTION) == [(12, 12)]  # fmt: skip
    assert rows("select distinct byline from articles") == [("P.V",)]


def test_what_recurs_in_a_few_articles_is_theirs(read):
    series = "Loạt bài này kể chuyện những người giữ nghề cũ dọc hai bên bờ kênh, đăng vào sáng thứ bảy hằng tuần."
    pages = []
    for n in range(14):
        _, lead, paragraphs = article(n)
        text = [lead, series, *paragraphs] if n % 5 == 0 else [lead, *paragraphs[:2], "Nguyên liệu", *paragraphs[2:]]
        pages.append((at(n), page(n, text=text), day(2019, n)))
    found = read(pages)
    for n in range(14):
        assert (series if n % 5 == 0 else "Nguyên liệu") in found[at(n)][1]


def test_five_pages_change_nothing(read, rows):
    together = read([(at(n), page(n), day(2019, n)) for n in range(5)])
    assert rows("select distinct profile from pages") == [(0,)]
    assert all(PROMOTION in text for _, text in together.values())


def test_an_article_at_several_addresses_counts_once(read):
    copies = [
        (f"{at(1)}{more}", page(1), day(2019, n)) for n, more in enumerate(("", "?print=1", "?amp=1", "?utm_source=a"))
    ]
    found = read([*copies, *((at(n), page_anew(n), day(2019, n + 4)) for n in (2, 3, 4))])
    assert own(1).splitlines()[2] in found[at(1)][1]


def test_articles_that_say_nearly_the_same_are_none_the_less_articles(read):
    same = [article(99)[2][0], article(98)[2][0]]
    found = read([(at(n), page(n, text=[article(n)[1], *same]), day(2019, n)) for n in range(12)])
    assert len(found) == 12
    assert all(same[0] in text and same[1] in text for _, text in found.values())


def test_a_new_design_begins_a_new_profile_and_old_captures_keep_theirs(read, rows):
    pages = [(at(n), page(n), day(2018, n)) for n in range(12)]
    pages += [(at(n), page_anew(n), day(2021, n)) for n in range(12, 24)]
    found = read(pages)
    assert [count for (count,) in rows("select count(*) from profile_pages group by profile")] == [12, 12]
    assert rows("select substr(since, 1, 4), substr(until, 1, 4) from profiles order by id") == [
        ("2018", "2018"),
        ("2021", "2021"),
    ]
    assert len(rows("select distinct profile from pages where profile > 0")) == 2
    for n in range(24):
        assert PROMOTION not in found[at(n)][1] and "Ấn bản thử nghiệm" not in found[at(n)][1]


def test_a_squatter_replaces_nothing(read, rows, scrapy):
    pages = [(at(n), page(n), day(2019, n)) for n in range(12)]
    found = read([*pages, *((at(n), squatter(n), day(2023, n)) for n in range(12))])
    assert {url: title for url, (title, _) in found.items()} == {at(n): article(n)[0] for n in range(12)}
    assert rows("select max(number) from revisions") == [(1,)]
    errors = rows("select error from pages where url like ?", f"{HOME}/tin/%")
    assert len(errors) == 12 and all(error.startswith("not the newspaper's") for (error,) in errors)
    assert rows("select count(*) from captures") == [(24,)]
    assert "not its own: 12 of 24 pages" in scrapy("newspapers", "--check").stdout
    assert scrapy("reprocess").returncode == 0
    assert rows("select max(number) from revisions") == [(1,)]


def test_a_squatter_at_addresses_that_nobody_knows_is_no_article(read, rows):
    pages = [(at(n), page(n), day(2019, n)) for n in range(20)]
    found = read([*pages, *((at(n), squatter(n), day(2023, n)) for n in range(20, 24))])
    assert set(found) == {at(n) for n in range(20)}
    assert len(rows("select 1 from pages where error like 'not the newspaper''s%'")) == 4


def test_who_bought_the_domain_is_no_newspaper_at_new_addresses_either(read, rows):
    """Vietnamese, and at addresses that say their titles: only that the host's old addresses are another's tells."""
    known = [(at(n), page(n), day(2019, n)) for n in range(12)]
    sold = [(at(n), preview(n), day(2023, n)) for n in range(3)]
    new = [(f"{HOME}/nhan-dinh-tran-dau-so-{n}-giua-hai-doi/", preview(n), day(2023, 6 + n)) for n in range(20, 26)]
    found = read([*known, *sold, *new])
    assert set(found) == {at(n) for n in range(12)}
    assert rows("select count(*) from pages where reason = 'foreign'") == [(len(sold) + len(new),)]


def test_what_is_doubtful_is_kept_said_and_can_be_taken(read, rows, scrapy):
    known = [(at(n), page(n), day(2019, n)) for n in range(12)]
    new = [(f"{HOME}/nhan-dinh-tran-dau-so-{n}-giua-hai-doi/", preview(n), day(2023, n)) for n in range(20, 24)]
    assert set(read([*known, *new])) == {at(n) for n in range(12)}
    assert rows("select count(*) from pages where reason = 'doubtful'") == [(4,)]
    assert rows("select count(*) from captures") == [(16,)]
    assert "not its own: 4 of 16 pages" in scrapy("newspapers", "--check").stdout
    assert scrapy("reprocess").returncode == 0
    assert rows("select count(*) from articles") == [(12,)]
    assert scrapy("reprocess", TAKE_DOUBTFUL=1).returncode == 0
    assert rows("select count(*) from articles") == [(16,)]


def test_a_new_design_is_none_though_some_addresses_were_another_s(read, rows):
    known = [(at(n), page(n), day(2019, n)) for n in range(12)]
    sold = [(at(n), preview(n), day(2021, n)) for n in range(3)]
    anew = [(at(n), page_anew(n), day(2021, 6 + n)) for n in range(20, 32)]
    assert set(read([*known, *sold, *anew])) == {at(n) for n in (*range(12), *range(20, 32))}


def test_a_few_pages_are_enough_to_know_a_squatter_by(read, rows):
    found = read([(at(1), page(1), day(2019, 1)), (at(2), page(2), day(2019, 2)), (at(1), squatter(1), day(2023, 1))])
    assert article(1)[1] in found[at(1)][1]
    assert rows("select max(number) from revisions") == [(1,)]


def test_one_page_for_every_address_is_nobodys_edit(read, rows):
    told = [
        "Máy chủ cũ sẽ ngừng hoạt động từ tháng tới, toàn bộ dữ liệu đang được chép sang hệ thống lưu trữ mới của tòa báo.",
        "Trong thời gian ấy mọi đường dẫn đều hiện thông báo này; độc giả có thể gọi điện tới văn phòng để hỏi về nội dung cần tìm.",
        "Việc chép dự tính kéo dài chừng hai tuần lễ, chúng tôi thành thật xin lỗi vì sự bất tiện do quá trình nâng cấp gây ra.",
    ]
    notice = page(500, text=told, title="Bài viết đang được chuyển sang kho mới")  # in the newspaper's own frame
    pages = [(at(n), page(n), day(2019, n)) for n in range(12)]
    found = read([*pages, *((at(n), notice, day(2020, n)) for n in range(6))])
    assert {url: title for url, (title, _) in found.items()} == {at(n): article(n)[0] for n in range(12)}
    assert rows("select max(number) from revisions") == [(1,)]
    assert rows("select count(*) from pages where error like 'not the newspaper''s article: what %'") == [(6,)]
    assert all(told[0] not in text for _, text in found.values())


def test_a_live_squatter_is_said_and_kept_out(site, crawl, scrapy, rows):
    paths = [f"/tin/{1000 + n}.html" for n in range(8)]
    site.pages = {"/": listing(*paths)} | {path: page(n) for n, path in enumerate(paths)}
    crawl()
    before = rows("select url, title, body from articles order by id")
    site.pages = {"/": squatter(99)} | {path: squatter(n) for n, path in enumerate(paths)}
    crawl("revisit=all", ok=False)
    assert rows("select url, title, body from articles order by id") == before
    assert rows("select max(number) from revisions") == [(1,)]
    assert len(rows("select 1 from pages where error like '%not the newspaper''s: %'")) == 9
    assert "not its own" in scrapy("newspapers", "--check").stdout


def test_edits_and_new_designs_are_the_newspapers_own(read, rows):
    pages = [(at(n), page(n), day(2019, n)) for n in range(12)]
    rewritten = (at(1), page(77), day(2019, 40))  # another title and text in the same frame
    moved_on = (at(2), page_anew(2), day(2021, 1))  # the same text in another frame
    found = read([*pages, rewritten, moved_on])
    assert found[at(1)][0] == article(77)[0] and found[at(2)][0] == article(2)[0]
    assert rows("select count(*) from revisions r join articles a on a.id = r.article_id where a.url = ?", at(1)) == [
        (2,)
    ]
    assert rows("select count(*) from pages where error is not null") == [(0,)]


def test_a_crawl_reads_again_what_it_read_before_it_knew_the_pages(site, crawl, scrapy, rows):
    paths = [f"/tin/{1000 + n}.html" for n in range(14)]
    site.pages = {"/": listing(*paths)} | {path: page(n) for n, path in enumerate(paths)}
    done = crawl()
    assert "pages read again" in done.stderr
    assert rows("select count(*), sum(instr(body, ?) > 0) from articles", PROMOTION) == [(14, 0)]
    assert rows("select count(*) from revisions where instr(body, ?)", PROMOTION) == [(0,)]
    assert rows("select count(*), max(number) from revisions") == [(14, 1)]
    assert rows("select count(distinct profile) from pages where state = 'article'") == [(1,)]
    told = scrapy("newspapers", "thu", "--profile").stdout
    assert "127.0.0.1: 15 pages" in told and PROMOTION in told
    assert scrapy("newspapers", "ai-do", "--profile").returncode == 1
    again = crawl("revisit=all")
    assert again.returncode == 0 and rows("select max(number) from revisions") == [(1,)]


def test_better_reading_without_captures_is_no_edit(site, crawl, rows):
    paths = [f"/tin/{1000 + n}.html" for n in range(14)]
    site.pages = {"/": listing(*paths)} | {path: page(n) for n, path in enumerate(paths)}
    crawl(CAPTURES="")
    assert rows("select sum(instr(body, ?) > 0) > 0 from articles", PROMOTION) == [(1,)]
    site.pages |= {path: page(n) + "<!-- 2 -->" for n, path in enumerate(paths)}
    crawl("revisit=all", CAPTURES="")
    assert rows("select sum(instr(body, ?) > 0) from articles", PROMOTION) == [(0,)]
    assert rows("select max(number) from revisions") == [(1,)]


def test_texts_of_pages_are_learned_from_too(tmp_path, scrapy, rows):
    folder = tmp_path / "van-ban"
    folder.mkdir()
    for n in range(12):
        (folder / f"{n}.txt").write_text(f"{own(n)}\n\n{PROMOTION}\n{OFFICE}\n", encoding="utf-8")
    assert scrapy("crawl", "files", "-a", f"path={folder}").returncode == 0
    assert rows("select count(*), sum(instr(body, ?) > 0) from articles", PROMOTION) == [(12, 0)]
    assert invented.article(3)[0] in {title for (title,) in rows("select title from articles")}


@pytest.mark.parametrize(("pattern", "example"), (*FOR_SALE, *GAMBLING))
def test_what_parked_domains_say(pattern, example):
    assert re.search(pattern, key(example))


def test_a_killed_crawl_loses_nothing_and_counts_nothing_twice(site, crawl, rows, tmp_path):
    paths = [f"/tin/{1000 + n}.html" for n in range(24)]
    site.pages = {"/": listing(*paths)} | {path: page(n) for n, path in enumerate(paths)}
    env = environment(ARCHIVE=tmp_path / "archive.db")
    process = forked.start("crawl", "newspaper", "-a", f"url={site.url}", "-a", "name=thu", env=env)
    while process.poll() is None and len([path for path in site.paths if path in paths]) < 12:
        time.sleep(0.01)
    process.kill()
    process.wait()
    crawl()
    learned = rows("select count(*), count(distinct address), count(distinct article_id) from profile_pages")
    assert learned == [(25, 25, 24)]
    assert rows("select count(*), sum(instr(body, ?) > 0) from articles", PROMOTION) == [(24, 0)]
    assert rows("select max(number) from revisions") == [(1,)]


def test_captures_of_what_was_first_read_without_one_are_no_edit_read_better(site, crawl, scrapy, rows):
    """The first look was kept by nobody, the second is, and the newspaper's pages were known only then."""
    few, more = ([f"/tin/{1000 + n}.html" for n in numbers] for numbers in (range(3), range(3, 14)))
    site.pages = {"/": listing(*few)} | {path: page(n) for n, path in enumerate(few)}
    crawl(CAPTURES="")
    site.pages |= {path: page(n) + "<!-- 2 -->" for n, path in enumerate(few)}
    crawl("revisit=all")
    assert rows("select min(instr(body, ?) > 0), max(changed_at) from articles", PROMOTION) == [(1, None)]
    site.pages["/"] = listing(*few, *more)
    site.pages |= {path: page(n) for n, path in enumerate(more, 3)}
    crawl("revisit=all")
    assert scrapy("reprocess").returncode == 0
    assert rows("select sum(instr(body, ?) > 0), count(*) from articles", PROMOTION) == [(0, 14)]
    assert rows("select max(number) from revisions") == [(1,)]
