"""The site on many articles: `python benchmarks/site.py [--articles 200000] [--keep PATH]`.

Fills an archive with invented articles (63 newspapers, 2012 to 2026), publishes it, and prints for every kind of page
the median time Datasette takes for it, its size, and the slowest of twenty visits.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sqlite3
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archive.database import connect
from archive.store import IDS_A_DAY

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
_BYLINES = ("Bút Tre", "Hạ Vi", "Ngòi Bút", "Mộc Miên", "Lá Xanh", "Sông Quê", "Đồng Nội", None)


def fill(conn: sqlite3.Connection, articles: int, seed: int = 1) -> None:
    """Writes that many invented articles, one in fifty edited, one in eighty taken down."""
    pick = random.Random(seed)
    provinces = conn.execute("select id, name from provinces order by id").fetchall()
    conn.executemany(
        "insert or ignore into newspapers(id, title, home, province, family) values (?, ?, ?, ?, ?)",
        [
            (f"bao-{slug}", f"Báo {name}", f"https://bao-{slug}.example/", slug, pick.choice(("a", "b", "c")))
            for slug, name in provinces
        ],
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
        slug, name = provinces[min(int(pick.expovariate(1 / 14)), len(provinces) - 1)]
        sentence = f"{pick.choice(_WHO)} {pick.choice(_DOES)} {pick.choice(_WHAT)} {pick.choice(_WHY)}".format(
            place=name
        )
        body = "\n\n".join(
            " ".join(pick.choice(_SAYS).format(n=pick.randint(2, 900)) for _ in range(pick.randint(2, 5)))
            for _ in range(pick.randint(3, 9))
        )
        title = sentence[0].upper() + " ".join(sentence.split()[:14])[1:]
        at = f"{day.isoformat()}T{pick.randint(5, 21):02d}:{pick.randint(0, 59):02d}:00+07:00"
        seen = f"{day + timedelta(1)}T02:00:00Z"
        changed = f"{day + timedelta(3)}T02:00:00Z" if number % 50 == 0 else None
        gone = f"{day + timedelta(pick.randint(5, 900))}T02:00:00Z" if number % 80 == 0 else None
        conn.execute(
            "insert into articles(id, newspaper, url, title, lead, byline, section, published_at, published_precision,"
            " published_from, words, first_seen_at, last_seen_at, changed_at, gone_at, body)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, 'minute', 'meta', ?, ?, ?, ?, ?, ?)",
            (
                *(id, f"bao-{slug}", f"https://bao-{slug}.example/tin-{id}.html", title, f"{sentence}."),
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
        versions = [body.replace("hộ", "gia đình", 2), body] if changed else [body]
        conn.executemany(
            "insert into revisions(article_id, number, seen_at, title, lead, body) values (?, ?, ?, ?, ?, ?)",
            [(id, i + 1, (seen, changed)[i], title, f"{sentence}.", text) for i, text in enumerate(versions)],
        )
        if number % 5_000 == 0:
            conn.execute("commit")
            conn.execute("begin")
    conn.execute("commit")


async def visit(path: Path, pages: list[str]) -> None:
    """Prints what each page costs: median and slowest of twenty, and its size."""
    from datasette.app import Datasette

    from publish.serve import SETTINGS

    inspected = json.loads(path.with_suffix(".inspect.json").read_text())
    site = Datasette([], immutables=[str(path)], settings=SETTINGS, inspect_data=inspected)
    await site.invoke_startup()
    for page in pages:
        times, size, status = [], 0, 0
        for _ in range(20):
            began = time.perf_counter()
            answer = await site.client.get(page)
            times.append((time.perf_counter() - began) * 1000)
            size, status = len(answer.content), answer.status_code
        print(f"{median(times):8.1f} ms  {max(times):8.1f} ms at most  {size / 1000:7.1f} KB  {status}  {page}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--keep", type=Path, help="folder for the archive, kept and used again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        working, public = folder / "working.db", folder / "archive.db"
        if not working.exists():
            conn = connect(working)
            fill(conn, options.articles)
            conn.close()
        from publish.queries import QUERIES
        from publish.serve import publish

        publish(working, public)
        conn = sqlite3.connect(public)
        (some,) = conn.execute("select id from articles where changed_at is not null order by id desc").fetchone()
        conn.close()
        pages = ["/", "/search?q=cây+cầu", "/search?q=hộ", "/search?q=hộ&newspaper=bao-an-giang", "/search?q=zzz"]
        pages += ["/search?q=cây+cầu&sort=best", "/search?q=hộ&sort=best"]
        pages += [f"/articles/{some}", "/newspapers", "/newspapers/bao-an-giang", "/provinces", "/provinces/can-tho"]
        pages += ["/changes", "/archive", "/archive/articles", "/archive/articles?_search=cây+cầu"]
        pages += [f"/archive/{query.name}?{query.example}" for query in QUERIES]
        asyncio.run(visit(public, pages))


if __name__ == "__main__":
    main()
