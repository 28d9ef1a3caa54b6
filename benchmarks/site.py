"""The site on many articles: `python benchmarks/site.py [--articles 200000] [--short] [--keep PATH]`.

Fills an archive with invented articles (69 newspapers, 2012 to 2026), ten known addresses to each and a crawl a day,
publishes it, and prints for every kind of page what it costs straight from the working file (`datasette archive.db`)
and from the published copy: the median CPU time of ten visits, the slowest, and the size. Of the copy it is the
server's own: what Datasette's SQL costs in the processes that answer it shows in the working file's.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import sqlite3
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from urllib.parse import unquote_plus, urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from datasette.app import Datasette

from archive.article_rows import IDS_A_DAY
from archive.database import connect
from publish.queries import QUERIES
from publish.serve import open_site, publish

_WHO = [
    "Ủy ban nhân dân {place}",
    "Hội Nông dân {place}",
    "Đoàn thanh niên {place}",
    "Sở Giáo dục và Đào tạo",
    "Trạm y tế {place}",
    "Hợp tác xã rau sạch {place}",
    "Công an {place}",
    "Hội Chữ thập đỏ {place}",
    "Ban quản lý chợ {place}",
    "Trường tiểu học {place}",
    "Trung tâm khuyến nông",
    "Hội Người cao tuổi {place}",
    "Chi cục Kiểm lâm",
    "Câu lạc bộ cồng chiêng {place}",
]
_DOES = [
    "khánh thành",
    "khởi công",
    "sửa xong",
    "tổng kết",
    "phát động",
    "bàn giao",
    "ra mắt",
    "kiểm tra",
    "đề nghị mở rộng",
    "tặng quà tại",
    "thống nhất kế hoạch",
    "lấy ý kiến về",
    "gia cố",
    "mở lớp dạy nghề cho",
    "hỗ trợ",
]
_WHAT = [
    "cây cầu bắc qua sông",
    "tuyến đường liên xã",
    "đập thủy lợi",
    "nhà văn hóa thôn",
    "vườn ươm giống cây",
    "chợ đêm ven sông",
    "phong trào trồng cây",
    "lớp học xóa mù chữ",
    "bếp ăn bán trú",
    "đội thuyền cứu hộ",
    "mô hình nuôi ong",
    "vùng trồng chè",
    "lễ hội đua thuyền",
    "kho lúa giống",
    "trạm bơm tiêu úng",
    "nhà máy nước sạch",
    "bến phà",
    "thư viện lưu động",
    "vụ lúa đông xuân",
    "rừng phòng hộ đầu nguồn",
]
_WHY = [
    "để bà con đi lại thuận lợi trước mùa mưa",
    "nhằm giảm ngập ở vùng trũng",
    "cho con em đồng bào dân tộc thiểu số",
    "với sự góp công của hàng trăm hộ dân",
    "sau nhiều tháng chờ đợi",
    "bằng nguồn vốn tiết kiệm của địa phương",
    "để giữ nghề truyền thống",
    "trong dịp đầu năm",
    "khi giá nông sản xuống thấp",
    "trước khi nước lũ về",
]
_SAYS = [
    "Người dân cho biết {n} hộ đã được hưởng lợi ngay trong tháng đầu.",
    "Tổng kinh phí là {n} triệu đồng, trong đó dân góp một phần ba.",
    "Công việc được chia thành {n} đợt, mỗi đợt có người của thôn giám sát.",
    "Theo kế hoạch, {n} hộ còn lại sẽ được xét vào quý sau.",
    "So với năm trước, con số này tăng {n} phần trăm.",
    "Trời mưa to nhưng {n} người vẫn có mặt từ sáng sớm.",
    "Nhiều cụ già kể rằng nơi đây từng có {n} mái nhà tranh.",
    "Năng suất bình quân đạt {n} tạ trên một héc-ta.",
]
_SECTIONS = ("Thời sự", "Kinh tế", "Xã hội", "Văn hóa", "Giáo dục", "Sức khỏe", "Đời sống", "Thể thao", "Bạn đọc")
_REMOVED = (("Chia sẻ bài viết", "share"), ("Xem thêm", "more"), ("Từ khóa:", "label"), ("Gửi bình luận", "comments"))
_BYLINES = ("Bút Tre", "Hạ Vi", "Ngòi Bút", "Mộc Miên", "Lá Xanh", "Sông Quê", "Đồng Nội", None)


def fill(conn: sqlite3.Connection, articles: int, paragraphs: int = 9, seed: int = 1) -> None:
    """Writes that many invented articles of at most so many paragraphs, one in fifty edited, one in eighty taken down."""
    pick = random.Random(seed)
    provinces = conn.execute("select id, name from provinces order by id").fetchall()
    papers = [(f"bao-{slug}", f"Báo {name}", slug, name) for slug, name in provinces]
    papers += [(f"dai-{slug}", f"Đài {name}", slug, name) for slug, name in provinces[:6]]
    conn.executemany(
        "insert or ignore into newspapers(id, title, home, province, family) values (?, ?, ?, ?, ?)",
        [(id, title, f"https://{id}.example/", slug, pick.choice(("a", "b", "c"))) for id, title, slug, _ in papers],
    )
    first = date(2012, 1, 1)
    days = sorted(int((pick.random() ** 0.6) * 5430) for _ in range(articles))
    today, n = -1, 0
    conn.execute("begin")
    for number, offset in enumerate(days):
        today, n = (today, n + 1) if offset == today else (offset, 0)
        day = first + timedelta(offset)
        id = int(f"{day:%Y%m%d}") * IDS_A_DAY + n
        # A few large papers, many small ones.
        paper, _, _, name = papers[min(int(pick.expovariate(1 / 14)), len(papers) - 1)]
        sentence = f"{pick.choice(_WHO)} {pick.choice(_DOES)} {pick.choice(_WHAT)} {pick.choice(_WHY)}".format(
            place=name
        )
        body = "\n\n".join(
            " ".join(pick.choice(_SAYS).format(n=pick.randint(2, 900)) for _ in range(pick.randint(2, 5)))
            for _ in range(pick.randint(1 + paragraphs // 4, paragraphs))
        )
        title = sentence[0].upper() + " ".join(sentence.split()[:14])[1:]
        at = f"{day.isoformat()}T{pick.randint(5, 21):02d}:{pick.randint(0, 59):02d}:00+07:00"
        seen = f"{day}T22:30:00Z"
        changed = f"{day + timedelta(1 + number % 3)}T{number % 24:02d}:00:00Z" if number % 50 == 0 else None
        gone = f"{day + timedelta(pick.randint(5, 900))}T02:00:00Z" if number % 80 == 0 else None
        conn.execute(
            "insert into articles(id, newspaper, url, title, lead, byline, section, published_at, published_precision,"
            " published_from, words, first_seen_at, last_seen_at, changed_at, gone_at, body)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, 'minute', 'meta', ?, ?, ?, ?, ?, ?)",
            (
                *(id, paper, f"https://{paper}.example/tin-{id}.html", title, f"{sentence}."),
                *(
                    pick.choice(_BYLINES),
                    pick.choice(_SECTIONS),
                    at,
                    len(body.split()),
                    seen,
                    seen,
                    changed,
                    gone,
                    body,
                ),
            ),
        )
        versions = [(title, body)]
        if changed:
            versions.insert(0, (title[:-4] + "…" if number % 3 else title, body.replace("hộ", "gia đình", 2)))
        conn.executemany(
            "insert into revisions(article_id, number, seen_at, title, lead, body) values (?, ?, ?, ?, ?, ?)",
            [(id, i + 1, (seen, changed)[i], *(was, f"{sentence}.", text)) for i, (was, text) in enumerate(versions)],
        )
        tags = {name.lower(), *pick.sample(_WHAT, 2), f"{pick.choice(_WHAT)} {day.year}"}
        conn.executemany("insert into article_tags values (?, ?)", [(id, tag) for tag in sorted(tags)])
        conn.executemany(
            "insert into removed values (?, ?, ?, ?)",
            [(id, i, *pick.choice(_REMOVED)) for i in range(number % 3)],
        )
        conn.execute(
            "insert into images(article_id, position, caption, after) values (?, 1, ?, 1)", [id, f"Ảnh: {sentence}."]
        )
        if number % 5_000 == 0:
            conn.execute("commit")
            conn.execute("begin")
    conn.execute("commit")
    _crawled(conn)


def _crawled(conn: sqlite3.Connection) -> None:
    """What crawling leaves behind: the articles' addresses, nine others to each, and a crawl a day for two years."""
    conn.execute("begin")
    conn.execute(
        "insert into pages(url, newspaper, article_id, state, kind, status, fetched_at, due_at, priority)"
        " select url, newspaper, id, 'article', 'page', 200, last_seen_at, '2027-11-20T00:00:00Z', 3 from articles"
    )
    conn.execute(
        "with n(n) as (select value from json_each('[1,2,3,4,5,6,7,8,9]'))"
        " insert into pages(url, newspaper, state, kind, status, fetched_at, due_at, priority)"
        " select url || '?' || n, newspaper, iif(n < 3, 'new', 'other'), 'page', iif(n < 3, null, 200),"
        " iif(n < 3, null, last_seen_at), iif(n < 6, '2026-11-20T00:00:00Z', null), 4 from articles, n"
    )
    conn.executemany(
        "insert into crawls(newspaper, started_at, finished_at, reason, pages, new, refused)"
        " select id, :day || 'T01:00:00Z', :day || 'T01:20:00Z', 'finished', 120, 8, iif(id = 'bao-hue', 90, 0)"
        " from newspapers",
        [{"day": f"{date(2024, 11, 24) + timedelta(n)}"} for n in range(729)],
    )
    conn.execute("commit")


def questions() -> list[str]:
    """The questions of docs/analysis.md."""
    text = (Path(__file__).resolve().parent.parent / "docs" / "analysis.md").read_text(encoding="utf-8")
    return [question.strip().rstrip(";") for question in re.findall(r"```sql\n(.*?)```", text, re.DOTALL)]


async def visit(site: Datasette, pages: list[str], times: int = 10) -> list[tuple[float, float, int, int]]:
    """What each page costs: median and slowest CPU time in ms, its bytes, its status."""
    await site.invoke_startup()
    costs = []
    for page in pages:
        took = []
        for _ in range(times):
            began = time.process_time()
            answer = await site.client.get(page)
            took.append((time.process_time() - began) * 1000)
        costs.append((median(took), max(took), len(answer.content), answer.status_code))
    return costs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--short", action="store_true", help="articles of a paragraph or two")
    parser.add_argument("--keep", type=Path, help="folder for the archive, kept and used again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        working, public = folder / "working.db", folder / "archive.db"
        if not working.exists():
            conn = connect(working)
            fill(conn, options.articles, 2 if options.short else 9)
            conn.close()
        connect(working).close()  # brought up to date
        publish(working, public)
        conn = sqlite3.connect(public)
        (some,) = conn.execute("select id from articles where changed_at is not null order by id desc").fetchone()
        conn.close()
        pages = ["/", "/search?q=cây+cầu", "/search?q=hộ", "/search?q=hộ&newspaper=bao-an-giang", "/search?q=zzz"]
        pages += ["/search?q=cây+cầu&order=relevant", "/search?q=hộ&order=relevant", "/search?q=cầu+cây"]
        pages += [
            "/search?q=hộ&view=curve&term=cây+cầu",
            "/search?q=hộ&view=map",
            "/search?q=hoj+cay+caau",
            "/search.atom?q=hộ",
        ]
        pages += ["/search?q=hộ+province:huế", "/search?q=hộ+province:huế+since:2015+until:2020"]
        pages += [f"/articles/{some}", "/newspapers", "/newspapers/bao-an-giang", "/provinces", "/provinces/can-tho"]
        pages += ["/changes", "/sitemap.xml", "/{db}", "/{db}/articles", "/{db}/articles?_search=cây+cầu"]
        pages += ["/{db}/articles?_province=can-tho&_year=2020", "/{db}/articles?newspaper=bao-an-giang&_facet=byline"]
        pages += ["/{db}/articles?section=Kinh+tế", "/{db}/pages", "/{db}/crawls", "/{db}/revisions"]
        pages += [f"/{{db}}?{urlencode({'sql': question})}" for question in questions()]
        pages += [f"/{{db}}/{query.name}?{query.example}" for query in QUERIES]
        costs = [
            asyncio.run(visit(site, [page.format(db=path.stem) for page in pages]))
            for path, site in ((working, Datasette([str(working)])), (public, open_site(public)))
        ]
        print("working file: median, slowest ms | copy: median, slowest ms | KB | statuses | page")
        for page, ours, theirs in zip(pages, *costs, strict=True):
            times = " | ".join(f"{cost[0]:8.1f} {cost[1]:8.1f}" for cost in (ours, theirs))
            print(f"{times} | {theirs[2] / 1000:6.1f} | {ours[3]} {theirs[3]} | {unquote_plus(page)[:100]!r}")


if __name__ == "__main__":
    main()
