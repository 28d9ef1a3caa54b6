"""Whoever bought a domain, copies its imprint and writes ordinary Vietnamese: in the end nothing of him is an article."""

from __future__ import annotations

from datetime import timedelta

from tests.crawler import invented
from tests.pipelines.foreign_pages import test_whose_page as buyer

HOME = "http://baohanam.com.vn"
OWN = {"name": "Báo Hà Nam", "foot": buyer.IMPRINT}
OMEN = "Mơ thấy rắn trắng bò vào nhà là điềm có tiền, mơ thấy rắn đen thì nên giữ mồm giữ miệng suốt tuần, lần {}."


def silent(number: int) -> str:
    return buyer.anew(f"Điềm báo thứ {number}", [OMEN.format(number)] * 3, **OWN)


def before(number: int) -> str:
    return buyer.before(number).replace("Báo Bờ Kênh", "Báo Hà Nam").replace("xảy ra ở", "xảy ra ở Hà Nam,")


def test_the_first_pages_of_a_buyer_are_withdrawn_and_those_of_a_redesign_come_back(scrapy, rows, tmp_path) -> None:
    def read(name: str, days: int, pages: dict[int, str]) -> None:
        told = [
            (f"{HOME}/bai-{n}-moi-len-trang/", page, buyer.BEGAN + timedelta(days=days + n))
            for n, page in pages.items()
        ]
        path = invented.warc(tmp_path / f"{name}.warc.gz", told)
        scrapy("crawl", "files", "-a", f"path={path}", "-a", "newspaper=baohanam")

    def stand() -> tuple[int, int, int]:
        (found,) = rows("select coalesce(sum(title like 'Điềm%'), 0), count(*) from articles")
        (doubted,) = rows(
            "select count(*) from pages where reason = 'doubtful' and state = 'other' and article_id is null"
        )
        return *found, *doubted

    read("cu", 0, {n: before(n) for n in range(200, 220)})
    read("ban", 900, {n: silent(n) for n in range(15)})
    assert stand() == (0, 20, 15)
    assert scrapy("check").returncode == 0
    # a quarter of what has this design is the newspaper's: it was a redesign
    read("moi", 950, {n: buyer.printed(n, **OWN) for n in range(40, 46)})
    assert stand() == (15, 41, 0)
    assert scrapy("check").returncode == 0
