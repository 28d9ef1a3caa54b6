"""Storing articles: identity, revisions, takedowns."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from archive import crawls
from archive.article import Article, Image, Key, KeyScope, Removed
from archive.article_rows import IDS_A_DAY, mark_gone, new_id
from archive.database import transaction
from archive.frontier import pages
from archive.newspapers import put_newspaper
from archive.reasons import Code, Reason
from archive.storing.merging import find_again, redirected
from archive.storing.store import Outcome, save_article
from archive.withheld import all_withheld, withhold
from tests import archives

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
FLOOD = Article(
    url="http://bao.example/lu-quet-1.html",
    title="Lũ quét ở bản Nà Lầu",
    lead="Trận mưa đêm 22-11 làm suối Nậm Ban dâng cao.",
    body="Nước cuốn trôi hai cây cầu.\n\nKhông có thiệt hại về người.",
    byline="Thu Hà",
    published_at="2026-11-22T21:30:00+07:00",
    tags=["mưa lũ"],
    images=[Image("http://bao.example/cau.jpg", "Cầu treo bị cuốn trôi.", "Ảnh: Thu Hà")],
    removed=[Removed("Chia sẻ", "share")],
)


@pytest.fixture
def conn(tmp_path):
    conn = archives.new(tmp_path / "archive.db")
    put_newspaper(conn, "bao", title="Báo Thử", province="thai-nguyen")
    return conn


def save(conn, article=FLOOD, *, days=0, **options):
    with transaction(conn):
        return save_article(conn, "bao", article, seen_at=MONDAY + timedelta(days=days), **options)


def one(conn, sql, *parameters):
    return conn.execute(sql, parameters).fetchone()


def test_an_id_carries_the_day_in_vietnam(conn):
    assert save(conn).article_id == 20261122 * IDS_A_DAY + 1
    undated = replace(FLOOD, url="http://bao.example/2", published_at=None)
    late = datetime(2026, 11, 23, 18, tzinfo=UTC)  # already the 24th in Vietnam
    assert new_id(conn, None, late) == 20261124 * IDS_A_DAY + 1
    assert save(conn, undated).article_id == 20261123 * IDS_A_DAY + 1
    assert new_id(conn, "2020-08", MONDAY) == 20200801 * IDS_A_DAY + 1


@pytest.mark.parametrize("more", [-51, -50, 50, 51])
def test_a_text_of_the_same_title_and_minute_is_the_same_up_to_fifty_words_more_or_less(conn, more):
    words = [f"nước{number}" for number in range(300)]
    known = save(conn, replace(FLOOD, body=" ".join(words[:200]))).article_id
    edited = replace(FLOOD, url="http://bao.example/lu-quet-ban-na-lau", body=" ".join(words[: 200 + more]))
    assert (save(conn, edited, days=1).article_id == known) is (abs(more) == 50)


@pytest.mark.parametrize("hours", [0, 1])
def test_two_notices_of_one_title_and_minute_that_stand_at_once_are_two(conn, hours):
    """Each says something else within the hour; a day later the text at a new address would be an edited one."""
    told = "Gia đình ông {}, bản {}, báo tin buồn: lễ viếng từ 7 giờ ở nhà riêng, lễ đưa tang lúc {} giờ cùng ngày."
    notices = {"tin-buon-1": ("Lường Cẩm", "Nà Lầu", 9), "tin-buon-2": ("Hà Seo Vần", "Suối Trai", 14)}
    found = []
    for n, (name, words) in enumerate(notices.items()):
        url, seen_at = f"http://bao.example/{name}.html", MONDAY + timedelta(hours=hours * n)
        notice = replace(FLOOD, url=url, title="Tin buồn", lead=None, body=told.format(*words))
        with transaction(conn):
            found.append(save_article(conn, "bao", notice, seen_at=seen_at).article_id)
            pages.done(conn, url, "bao", seen_at, state="article", status=200, due_at=None, article_id=found[-1])
    assert len(set(found)) == 2 - hours


def test_a_full_day_runs_over_without_losing_an_article(conn):
    full = 20261123 * IDS_A_DAY + IDS_A_DAY - 1
    conn.execute(
        "insert into articles(id, newspaper, url, title, words, first_seen_at, last_seen_at, body)"
        " values (?, 'bao', 'x', 'x', 1, '', '', '')",
        [full],
    )
    over = save(conn, replace(FLOOD, published_at="2026-11-23")).article_id
    assert full < over < 20261201 * IDS_A_DAY


def test_the_same_again_writes_only_last_seen(conn):
    article_id = save(conn).article_id
    before = one(conn, "select * from articles")
    again = save(conn, days=3)
    assert again.outcome is Outcome.UNCHANGED
    after = one(conn, "select * from articles")
    columns = [row[1] for row in conn.execute("pragma table_info(articles)")]
    assert [name for name, old, new in zip(columns, before, after, strict=True) if old != new] == ["last_seen_at"]
    assert one(conn, "select count(*) from revisions where article_id = ?", article_id) == (1,)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Lũ quét ở bản Nà Lầu: thêm một cây cầu"},
        {"lead": "Trận mưa đêm 22-11 làm hai con suối dâng cao."},
        {"body": "Nước cuốn trôi ba cây cầu."},
        {"byline": "Thu Hà - Ngọc Sơn"},
        {"images": [Image(None, "Cầu treo Nà Lầu bị cuốn trôi.")]},
    ],
)
def test_what_a_reader_sees_changed_is_a_revision(conn, change):
    article_id = save(conn).article_id
    assert save(conn, replace(FLOOD, **change), days=1).outcome is Outcome.CHANGED
    assert one(conn, "select changed_at from articles") == ("2026-11-24T08:00:00Z",)
    rows = conn.execute(
        "select number, seen_at, title, body from revisions where article_id = ? order by number", [article_id]
    )
    first, second = rows.fetchall()
    assert first == (1, "2026-11-23T08:00:00Z", FLOOD.title, FLOOD.body)
    assert second[:2] == (2, "2026-11-24T08:00:00Z")
    for name, value in change.items():
        if name != "images":
            assert one(conn, f"select {name} from articles") == (value,)


def test_a_picture_that_moved_is_stored_and_is_no_revision(conn):
    save(conn)
    assert one(conn, "select after from images") == (None,)
    for place in (0, 1, None):
        moved = replace(FLOOD, images=[replace(FLOOD.images[0], after=place)])
        assert save(conn, moved, days=1).outcome is Outcome.UNCHANGED
        assert conn.execute("select after from images").fetchall() == [(place,)]
    assert one(conn, "select count(*) from revisions") == (1,)


def test_an_edit_taken_back_is_a_third_revision(conn):
    save(conn)
    save(conn, replace(FLOOD, body="Khác."), days=1)
    assert save(conn, days=2).outcome is Outcome.CHANGED
    assert one(conn, "select count(*), max(number) from revisions") == (3, 3)
    assert one(conn, "select body from articles") == (FLOOD.body,)


def test_an_older_capture_found_later_goes_before(conn):
    save(conn, days=0)
    draft = replace(FLOOD, body="Tin đầu tiên.")
    assert save(conn, draft, days=-2).outcome is Outcome.CHANGED
    assert conn.execute("select number, body from revisions order by number").fetchall() == [
        (1, draft.body),
        (2, FLOOD.body),
    ]
    assert one(conn, "select body, first_seen_at, changed_at from articles") == (
        FLOOD.body, "2026-11-21T08:00:00Z", "2026-11-23T08:00:00Z",
    )  # fmt: skip


def test_a_capture_read_again_takes_the_place_of_its_revision(conn):
    for capture in (1, 2):
        conn.execute(
            "insert into captures(id, url, fetched_at, status, digest, warc, offset, length) values (?, '', '', 200, '', '', 0, 0)",
            [capture],
        )
    save(conn, capture_id=1)
    save(conn, replace(FLOOD, body="Bản hai."), days=1, capture_id=2)
    for capture, body in ((1, "Bản một, đọc kỹ hơn."), (2, "Bản hai, đọc kỹ hơn.")):
        assert save(conn, replace(FLOOD, body=body), days=capture - 1, capture_id=capture).outcome is Outcome.UNCHANGED
    assert conn.execute("select number, body from revisions order by number").fetchall() == [
        (1, "Bản một, đọc kỹ hơn."), (2, "Bản hai, đọc kỹ hơn."),
    ]  # fmt: skip
    assert one(conn, "select body from articles") == ("Bản hai, đọc kỹ hơn.",)


def test_gone_and_back(conn):
    article_id = save(conn).article_id
    assert mark_gone(conn, article_id, MONDAY + timedelta(days=1))
    assert not mark_gone(conn, article_id, MONDAY + timedelta(days=2))
    assert one(conn, "select gone_at from articles") == ("2026-11-24T08:00:00Z",)
    save(conn, days=-1)
    assert one(conn, "select gone_at from articles") == ("2026-11-24T08:00:00Z",), (
        "an older capture does not bring it back"
    )
    save(conn, days=3)
    assert one(conn, "select gone_at from articles") == (None,)


def test_a_key_is_an_identity_across_addresses(conn):
    first = save(conn, key=Key("a271203"))
    second = save(conn, replace(FLOOD, url="http://bao-moi.example/lu-quet-a271203.html"), key=Key("a271203"), days=1)
    assert first.article_id == second.article_id and second.outcome is Outcome.UNCHANGED


def test_search_finds_with_and_without_diacritics_and_follows_an_edit(conn):
    def found(query):
        return one(conn, "select count(*) from articles_fts where articles_fts match ?", query)[0]

    save(conn, replace(FLOOD, title="Đà Nẵng đón bão"))
    assert found("da nang") == 1 and found("dà nẵng") == 1
    save(conn, replace(FLOOD, title="Hội An đón bão"), days=1)
    assert found("da nang") == 0 and found("hoi an") == 1
    conn.execute("insert into articles_fts(articles_fts) values ('integrity-check')")


def test_details_are_stored_in_order(conn):
    save(conn)
    assert conn.execute("select position, caption, credit from images").fetchall() == [
        (1, "Cầu treo bị cuốn trôi.", "Ảnh: Thu Hà")
    ]
    assert conn.execute("select position, text, rule from removed").fetchall() == [(1, "Chia sẻ", "share")]
    assert conn.execute("select tag from article_tags").fetchall() == [("mưa lũ",)]


def test_an_unknown_province_is_named_with_what_there_is(conn):
    with pytest.raises(ValueError, match="thai-nguyen"):
        put_newspaper(conn, "x", province="thainguyen")


# --- which article a page shows

OLD, NEW = "http://bao-cu.example", "https://bao-moi.example"
RETITLED = replace(FLOOD, title="Hai cây cầu trôi trong đêm")
GREW = replace(RETITLED, body=f"{FLOOD.body}\n\nĐến trưa nay, xã đã bắc xong cầu tạm bằng tre.", lead=None)
REDATED = replace(GREW, published_at="2026-11-23T06:10:00+07:00")
OTHER = replace(
    FLOOD, title="Chợ phiên đông khách", lead=None, body="Sương chưa tan, bà con đã gùi măng và mật ong xuống chợ."
)
BY_DAY = replace(FLOOD, published_at="2026-11-22")
HEX, NUMBER = Key("202611-5e00fab", KeyScope.FAMILY), Key("3391", KeyScope.UNTRUSTED)
SERIAL, NEXT, POST = Key("a3391"), Key("a3392"), Key("post3391")


def heir(key, article):
    return ("bao-cu", f"{OLD}/tin/lu-quet", key, FLOOD), ("bao-moi", f"{NEW}/tin/cau-troi", key, article)


def paper(key, article, other=None):
    return ("bao-moi", f"{NEW}/tin/lu-quet", key, FLOOD), ("bao-moi", f"{NEW}/video/cau-troi", other or key, article)


SAME = {
    "hex id, heir, same": heir(HEX, FLOOD),
    "hex id, heir, retitled": heir(HEX, RETITLED),
    "hex id, heir, edited throughout": heir(HEX, REDATED),
    "serial, heir, same title": heir(SERIAL, replace(OTHER, title=FLOOD.title)),
    "serial, heir, same text": heir(SERIAL, RETITLED),
    "number, heir, same": heir(NUMBER, FLOOD),
    "no key, heir, word for word": heir(None, FLOOD),
    "serial, edited throughout": paper(SERIAL, REDATED),
    "number, same title": paper(NUMBER, replace(OTHER, title=FLOOD.title)),
    "number, same text": paper(NUMBER, RETITLED),
    "number, words in common, same minute": paper(NUMBER, GREW),
    "no key, word for word": paper(None, FLOOD),
    "no key, same title and minute, words in common": paper(None, replace(GREW, title=FLOOD.title)),
    "ids of two systems, word for word": paper(SERIAL, FLOOD, POST),
}
DIFFERENT = {
    "hex id, heir, nothing alike": heir(HEX, OTHER),
    "serial, heir, words in common": heir(SERIAL, REDATED),
    "serial, heir, nothing alike": heir(SERIAL, OTHER),
    "number, heir, nothing alike": heir(NUMBER, OTHER),
    "no key, heir, retitled": heir(None, RETITLED),
    "serial, nothing alike": paper(SERIAL, OTHER),
    "number, words in common": paper(NUMBER, REDATED),
    "number, nothing alike": paper(NUMBER, OTHER),
    "number, same title, another day": paper(NUMBER, replace(OTHER, title=FLOOD.title, published_at="2025-11-22")),
    "no key, same title and minute": paper(None, replace(OTHER, title=FLOOD.title)),
    "no key, retitled": paper(None, RETITLED),
    "two ids of one system, word for word": paper(SERIAL, FLOOD, NEXT),
}


@pytest.fixture
def press(conn):
    put_newspaper(conn, "bao-cu", home=f"{OLD}/", successor="bao-moi")
    put_newspaper(conn, "bao-moi", home=f"{NEW}/")
    return conn


def read(conn, newspaper, url, key, article, *, at=None, day=0):
    """As a crawl reads a page: the article, and what became of the address."""
    when = MONDAY + timedelta(days=day)
    with transaction(conn):
        saved = save_article(conn, newspaper, replace(article, url=url), seen_at=when, key=key, at=at)
        pages.done(
            conn, at or url, newspaper, when, state="article", status=200, due_at=None, article_id=saved.article_id,
            canonical=url if at not in (None, url) else None,
        )  # fmt: skip
    return saved


@pytest.mark.parametrize("order", [1, -1], ids=["", "new first"])
@pytest.mark.parametrize("case", [*SAME, *DIFFERENT])
def test_two_readings_are_one_article_where_witnesses_agree(press, case, order):
    readings = (SAME | DIFFERENT)[case][::order]
    ids = [read(press, *reading, day=day).article_id for day, reading in enumerate(readings)]
    assert len(set(ids)) == (1 if case in SAME else 2)
    again = [read(press, *reading, day=day) for day, reading in enumerate(readings, 2)]
    assert [saved.article_id for saved in again] == ids, "each is found again, whatever bears its key"
    assert one(press, "select count(*) from articles") == (len(set(ids)),)
    assert one(press, "select count(*) from pages where article_id is not null") == (2,)


def test_reprints_of_the_heir_count_only_with_the_minute(press):
    ids = {read(press, *reading[:3], BY_DAY).article_id for reading in heir(None, BY_DAY)}
    assert len(ids) == 2


@pytest.mark.parametrize("order", [1, -1])
def test_an_article_stands_in_the_home_that_lives_and_moving_is_no_revision(press, order):
    for day, (newspaper, url) in enumerate([("bao-cu", f"{OLD}/a"), ("bao-moi", f"{NEW}/b")][::order] * 2):
        read(press, newspaper, url, HEX, FLOOD, day=day)
    assert press.execute("select url, changed_at from articles").fetchall() == [(f"{NEW}/b", None)]


def test_the_canonical_address_is_where_it_stands(press):
    read(press, "bao-moi", f"{NEW}/in-bai-3391", NUMBER, FLOOD)
    read(press, "bao-moi", f"{NEW}/lu-quet-3391", NUMBER, FLOOD, at=f"{NEW}/in-bai-3391", day=1)
    assert press.execute("select url, changed_at from articles").fetchall() == [(f"{NEW}/lu-quet-3391", None)]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_an_article_stands_where_a_chain_of_canonical_addresses_ends(press, order):
    chain = [f"{NEW}/in-bai/lu-quet", f"{NEW}/m/lu-quet", f"{NEW}/lu-quet"]
    for day, n in enumerate([*order, *order]):
        read(press, "bao-moi", chain[min(n + 1, 2)], None, FLOOD, at=chain[n], day=day)
    assert press.execute("select url, changed_at from articles").fetchall() == [(chain[2], None)]


LESS = replace(FLOOD, byline=None, images=[]), replace(FLOOD, lead=None)


@pytest.mark.parametrize("less", LESS, ids=["no byline and captions", "no lead"])
@pytest.mark.parametrize("canonical", [True, False], ids=["", "no canonical address"])
@pytest.mark.parametrize("order", [1, -1], ids=["", "to print first"])
def test_a_page_to_print_that_leaves_out_something_is_no_edit(press, less, canonical, order):
    url, printed = f"{NEW}/lu-quet", f"{NEW}/in-bai/lu-quet"
    both = [(url, FLOOD, url), (url if canonical else printed, less, printed)][::order]
    for hours in range(4):
        named, article, at = both[hours % 2]
        read(press, "bao-moi", named, None, article, at=at, day=hours / 24)
    told = press.execute("select title, lead, byline, body from revisions").fetchall()
    assert told == [(FLOOD.title, FLOOD.lead, FLOOD.byline, FLOOD.body)]
    assert one(press, "select lead, byline from articles") == (FLOOD.lead, FLOOD.byline)


@pytest.mark.parametrize(
    ("copy", "articles"),
    [
        (replace(FLOOD, published_at=None), 1),
        (replace(FLOOD, published_at=None, lead=None), 1),
        (replace(FLOOD, published_at="2020-09-30"), 2),
        (replace(FLOOD, published_at=None, title="Lũ quét ở nơi khác"), 2),
    ],
    ids=["undated", "undated, no lead", "another day", "another title"],
)
def test_what_an_articles_page_leads_to_is_its_copy_where_it_says_the_same(press, copy, articles):
    url, printed = f"{NEW}/lu-quet", f"{NEW}/lu-quet.ban2"
    read(press, "bao-moi", url, None, FLOOD)
    (page,) = press.execute("select id from pages where url = ?", [url]).fetchone()
    pages.add(press, "bao-moi", [pages.Link(printed)], MONDAY, found_on=page)
    read(press, "bao-moi", printed, None, copy, day=1)
    assert one(press, "select count(*), max(changed_at) from articles") == (articles, None)


def test_a_byline_added_to_a_page_is_an_edit_on_whichever_page_it_is_seen(press):
    url, printed = f"{NEW}/lu-quet", f"{NEW}/in-bai/lu-quet"
    read(press, "bao-moi", url, None, LESS[0])
    read(press, "bao-moi", url, None, FLOOD, day=1)
    assert one(press, "select count(*) from revisions") == (2,)
    read(press, "bao-moi", url, None, replace(RETITLED, byline=None), at=printed, day=10)
    read(press, "bao-moi", f"{NEW}/cau-troi", None, RETITLED, at=f"{NEW}/m/cau-troi", day=20)
    assert one(press, "select byline from articles where title = ?", RETITLED.title) == (RETITLED.byline,)


def is_gone(conn, url, day):
    (article_id,) = one(conn, "select article_id from pages where url = ?", url)
    when = MONDAY + timedelta(days=day)
    with transaction(conn):
        mark_gone(conn, article_id, when)
        pages.done(conn, url, "bao-moi", when, state="gone", status=404, due_at=None)
        find_again(conn, article_id, None)


@pytest.mark.parametrize("gone_first", [True, False], ids=["", "the new address is read first"])
@pytest.mark.parametrize("published", [FLOOD.published_at, None, "2026-11-25T07:00:00+07:00"])
def test_what_is_gone_and_stands_retitled_elsewhere_that_day_is_one_article(press, published, gone_first):
    old, new = f"{NEW}/lu-quet", f"{NEW}/cau-troi"
    before = replace(FLOOD, published_at=FLOOD.published_at if published else None)
    retitled = replace(before, title=RETITLED.title, published_at=published)
    first = read(press, "bao-moi", old, None, before).article_id
    crawls.begin(press, "bao-moi", MONDAY + timedelta(days=2))
    steps = [lambda: is_gone(press, old, 2), lambda: read(press, "bao-moi", new, None, retitled, day=2)]
    for step in steps[:: 1 if gone_first else -1]:
        step()
    told = press.execute("select id, url, gone_at is null, title from articles order by id").fetchall()
    if published in (FLOOD.published_at, None):
        assert told == [(first, new, 1, retitled.title)]
        assert press.execute("select number, title from revisions").fetchall() == [
            (1, FLOOD.title),
            (2, retitled.title),
        ]
        assert one(press, "select count(*) from returns") == (0,), "it was never away"
        is_gone(press, new, 3)
        read(press, "bao-moi", new, None, retitled, day=4)
        assert one(press, "select count(*) from returns") == (1,), "missed and back at one address"
    else:
        assert [row[1:3] for row in told] == [(old, 0), (new, 1)], "the prices of another day, in nearly the same words"


@pytest.mark.parametrize("words", [FLOOD.body, FLOOD.body.replace("hai", "ba").replace("Không", "Chưa")])
def test_what_stood_beside_it_or_differs_in_each_paragraph_is_another_article(press, words):
    read(press, "bao-moi", f"{NEW}/lu-quet", None, FLOOD)
    other = replace(FLOOD, title=RETITLED.title, lead=None if words == FLOOD.body else FLOOD.lead, body=words)
    read(press, "bao-moi", f"{NEW}/cau-troi", None, other, day=0 if words == FLOOD.body else 1)
    read(press, "bao-moi", f"{NEW}/lu-quet", None, FLOOD, day=1 if words == FLOOD.body else 0)
    is_gone(press, f"{NEW}/lu-quet", 2)
    assert one(press, "select count(*), count(gone_at) from articles") == (2, 1)


@pytest.mark.parametrize("own", [True, False], ids=["its page is read", "its page is never read"])
def test_what_a_page_to_print_adds_is_no_edit(press, own):
    printed = replace(FLOOD, body=f"{FLOOD.body}\n\nBản in từ báo mới")
    edited = replace(FLOOD, body=f"{FLOOD.body}\n\nĐến trưa nay, xã đã bắc xong cầu tạm bằng tre.")
    url, phone, paper = (f"{NEW}/{place}lu-quet" for place in ("", "m/", "in-bai/"))
    desk = url if own else phone
    both = replace(edited, body=f"{edited.body}\n\nBản in từ báo mới") if own else printed
    pages_read = [(desk, FLOOD), (paper, printed), (desk, FLOOD), (paper, printed), (desk, edited), (paper, both)]
    for day, (at, article) in enumerate(pages_read):
        read(press, "bao-moi", url, None, article, at=at, day=day)
    told = [body for (body,) in press.execute("select body from revisions order by number")]
    assert told[:: len(told) - 1] == [FLOOD.body, edited.body]
    assert len(told) == (2 if own else 3) and one(press, "select url, body from articles") == (url, edited.body)


def test_an_edit_taken_back_is_told_where_only_the_page_to_print_is_read(press):
    for day, article in enumerate([FLOOD, GREW, FLOOD]):
        read(press, "bao-moi", f"{NEW}/lu-quet", None, article, at=f"{NEW}/in-bai/lu-quet", day=day)
    assert one(press, "select count(*) from revisions") == (3,)


def test_pages_that_all_call_themselves_the_same_stay_apart(press):
    ids = [
        read(press, "bao-moi", f"{NEW}/chi-tiet", None, article, at=f"{NEW}/{day % 2}", day=day).article_id
        for day, article in enumerate([FLOOD, OTHER] * 2)
    ]
    assert ids[0] != ids[1] and ids[2:] == ids[:2]
    assert press.execute("select url from articles order by id").fetchall() == [(f"{NEW}/chi-tiet",), (f"{NEW}/1",)]


@pytest.mark.parametrize("names", [(1, 0), (1, 2, 0), (1, 2, 3, 3), (0, 0, 1, 2), (2, 2, 2)])
def test_pages_that_name_each_other_as_canonical_stay_apart(press, names):
    articles = [replace(FLOOD, title=f"Tin {n}", body=f"{OTHER.body} Lần {n}.", published_at=None) for n in range(4)]
    for day in range(2):
        for n, named in enumerate(names):
            read(press, "bao-moi", f"{NEW}/{named}", None, articles[n], at=f"{NEW}/{n}", day=day)
    assert press.execute("select a.title from articles a join revisions on article_id = a.id order by 1").fetchall() == [
        (f"Tin {n}",) for n in range(len(names))
    ]  # fmt: skip


@pytest.mark.parametrize("same", [{}, {"title": FLOOD.title}, {"body": FLOOD.body, "title": FLOOD.title}])
@pytest.mark.parametrize("keys", [(SERIAL, NEXT), (HEX, Key("202611-5e00fac", KeyScope.FAMILY))])
def test_a_page_that_always_shows_the_newest_is_no_article_of_its_own(press, keys, same):
    latest = replace(OTHER, published_at="2026-11-24T05:00:00+07:00", **same)
    for day, (key, article) in enumerate(zip(keys, (FLOOD, latest), strict=True)):
        for at in (f"{NEW}/moi-nhat/", f"{NEW}/{key.text}"):
            read(press, "bao-moi", f"{NEW}/{key.text}", key, article, at=at, day=day)
    assert press.execute("select url, count(*) from articles a join revisions r on r.article_id = a.id group by 1"
                         " order by 1").fetchall() == [(f"{NEW}/{key.text}", 1) for key in keys]  # fmt: skip


def test_a_section_is_nobodys_own_address(press):
    section = f"{NEW}/xa-hoi/"
    pages.done(press, section, "bao-moi", MONDAY, state="index", status=200, due_at=None)
    urls = [f"{NEW}/lu-quet", f"{NEW}/cho-phien"]
    for day, article in enumerate([FLOOD, replace(OTHER, title=FLOOD.title, published_at=None)] * 2):
        read(press, "bao-moi", section, None, article, at=urls[day % 2], day=day)
    assert [url for (url,) in press.execute("select url from articles order by id")] == urls


@pytest.mark.parametrize("spelling", ["http://bao-moi.example/lu-quet", "https://www.bao-moi.example/lu-quet"])
def test_https_and_www_make_no_other_address(press, spelling):
    read(press, "bao-moi", spelling, None, FLOOD)
    assert read(press, "bao-moi", f"{NEW}/lu-quet", None, REDATED, day=1).outcome is Outcome.CHANGED
    assert one(press, "select count(*) from articles") == (1,)


def test_an_address_that_still_prints_what_was_seen_makes_no_revisions(press):
    for day in range(6):
        slug, article = (("lu-quet", FLOOD), ("cau-troi", RETITLED))[day % 2]
        read(press, "bao-moi", f"{NEW}/{slug}-a3391", SERIAL, article, day=day)
    titles = [title for (title,) in press.execute("select title from revisions order by number")]
    assert titles == [FLOOD.title, RETITLED.title, FLOOD.title], "the last is the address where it stands"
    assert one(press, "select title, url from articles") == (FLOOD.title, f"{NEW}/lu-quet-a3391")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_redirects_is_linked_whichever_end_was_met_first(press, order):
    def moves(url, target):
        pages.done(
            press,
            url,
            "bao-moi",
            MONDAY,
            state="moved",
            status=301,
            due_at=None,
            reason=Reason(Code.MOVED, url=target),
            moved_to=target,
        )

    steps = [
        lambda: moves(f"{OLD}/1", f"{OLD}/2"),
        lambda: moves(f"{OLD}/2", f"{NEW}/3"),
        lambda: read(press, "bao-moi", f"{NEW}/3", None, FLOOD),
    ]
    for step in order:
        steps[step]()
    moves(f"{NEW}/a", f"{NEW}/b")
    moves(f"{NEW}/b", f"{NEW}/a")
    linked = press.execute("select url from pages where article_id is not null order by url").fetchall()
    assert linked == [(f"{OLD}/1",), (f"{OLD}/2",), (f"{NEW}/3",)]


SLUGS = f"{NEW}/lu-quet", f"{NEW}/cau-troi"


@pytest.mark.parametrize("old_first", [True, False])
def test_a_redirect_makes_one_of_two_that_were_stored_apart(press, old_first):
    """Whichever was met first, its id stays; nothing that was seen is lost, nor that it is withheld."""
    edited = replace(REDATED, tags=["cầu"], images=[], removed=[])
    readings = [(SLUGS[0], FLOOD), (SLUGS[1], edited)][:: 1 if old_first else -1]
    ids = [
        read(press, "bao-moi", url, None, article, day=day).article_id for day, (url, article) in enumerate(readings)
    ]
    read(press, "bao-moi", readings[0][0], None, readings[0][1], day=2)
    withhold(press, ids[1], "xin gỡ", MONDAY)
    with transaction(press):
        redirected(press, *SLUGS, None, for_good=True)
    newest = readings[1][1]
    assert press.execute(
        "select id, url, title, body, first_seen_at, last_seen_at, changed_at from articles"
    ).fetchall() == [
        (ids[0], SLUGS[1], newest.title, newest.body,
         "2026-11-23T08:00:00Z", "2026-11-25T08:00:00Z", "2026-11-24T08:00:00Z"),
    ]  # fmt: skip
    assert press.execute("select article_id, number, title from revisions order by number").fetchall() == [
        (ids[0], number, article.title) for number, (_, article) in enumerate(readings, 1)
    ]
    assert press.execute("select article_id, tag from article_tags").fetchall() == [(ids[0], *newest.tags)]
    assert one(press, "select count(*) from images") == one(press, "select count(*) from removed")
    assert one(press, "select count(*) from images") == (len(newest.images),)
    assert press.execute("select article_id from pages").fetchall() == [(ids[0],)] * 2
    assert [entry.article_id for entry in all_withheld(press)] == [ids[0]]
    press.execute("insert into articles_fts(articles_fts) values ('integrity-check')")
    assert press.execute("pragma foreign_key_check").fetchall() == []
    assert read(press, "bao-moi", SLUGS[1], None, newest, day=3).article_id == ids[0]


@pytest.mark.parametrize(
    ("newspaper", "keys", "article", "for_good"),
    [
        ("bao-moi", (None, None), REDATED, False),
        ("bao-moi", (None, None), OTHER, True),
        ("bao-moi", (None, None), replace(OTHER, title=FLOOD.title, published_at="2026-11-23"), True),
        ("bao-moi", (SERIAL, NEXT), FLOOD, True),
        ("bao", (None, None), REDATED, True),
    ],
    ids=["for now", "nothing alike", "a standing title", "two ids of one series", "strangers"],
)
def test_a_redirect_to_another_article_leaves_both(press, newspaper, keys, article, for_good):
    read(press, "bao-moi", SLUGS[0], keys[0], FLOOD)
    read(press, newspaper, SLUGS[1], keys[1], article, day=1)
    redirected(press, *SLUGS, keys[1], old=keys[0], for_good=for_good)
    assert [url for (url,) in press.execute("select url from articles order by first_seen_at")] == list(SLUGS)


ANOTHER = replace(
    FLOOD, title="Hội đua thuyền đầu xuân", lead="Mười đội ghe của ba xã đua trên sông.", published_at="2020-11-02T08:00",
    body="Sáng mồng sáu, tiếng trống giục dọc hai bờ, người xem đứng kín chân cầu.\n\nĐội về nhất được một con heo quay.",
)  # fmt: skip


def test_a_number_given_out_again_is_two_articles_and_the_old_one_comes_back(press):
    url = f"{NEW}/bai.php?id=12"
    first = read(press, "bao-moi", url, Key("12"), FLOOD)
    second = read(press, "bao-moi", url, Key("12"), ANOTHER, day=90)
    assert (second.replaced, first.article_id != second.article_id) == (FLOOD.title, True)
    beside = f"{url}#{(FLOOD.published_at or '')[:10]}"
    told = "select id, url, gone_at is null, changed_at from articles order by first_seen_at"
    assert press.execute(told).fetchall() == [
        (first.article_id, beside, 0, None), (second.article_id, url, 1, None),
    ]  # fmt: skip
    assert one(press, f"select article_id, state, reason, due_at from pages where url = '{beside}'") == (
        first.article_id, "gone", "displaced", None,
    )  # fmt: skip
    edited = replace(ANOTHER, body=f"{ANOTHER.body}\n\nChiều có mưa.")
    assert read(press, "bao-moi", url, Key("12"), edited, day=91).article_id == second.article_id
    old = read(press, "bao-moi", url, Key("12"), FLOOD, day=0)  # a capture of then, read again
    assert (old.article_id, old.outcome) == (first.article_id, Outcome.UNCHANGED)
    assert press.execute("select count(*), count(gone_at) from articles").fetchone() == (2, 1)
    assert read(press, "bao-moi", url, Key("12"), FLOOD, day=92).article_id == first.article_id
    assert press.execute("select id, url, gone_at is null from articles order by first_seen_at").fetchall() == [
        (first.article_id, url, 1), (second.article_id, f"{url}#2020-11-02", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "later",
    [
        replace(ANOTHER, published_at=FLOOD.published_at),
        replace(ANOTHER, published_at=None),
        replace(ANOTHER, title=FLOOD.title),
        replace(ANOTHER, body=FLOOD.body),
    ],
    ids=["same day", "no day", "same title", "same text"],
)
def test_what_has_something_of_the_article_is_its_edit(press, later):
    url = f"{NEW}/bai.php?id=12"
    read(press, "bao-moi", url, Key("12"), FLOOD)
    read(press, "bao-moi", url, Key("12"), later, day=90)
    assert press.execute("select count(*) from articles").fetchone() == (1,)
    assert press.execute("select count(*) from revisions").fetchone() == (2,)
