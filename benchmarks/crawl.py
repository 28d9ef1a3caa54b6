"""CPU a page of the whole way, captures and storing included, beside a bare Scrapy crawl of the same pages.

    python benchmarks/crawl.py [--pages 1000] [--size 60] [--rounds 3]

Serves generated articles on loopback from a process of its own, then crawls them in turn with a spider that only
fetches and with ours as `scrapy crawl` runs it. Counted is the CPU of the crawling process between the opening and
the closing of the spider, so start-up is left out. The ratio is what to compare: absolute figures are the machine's.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import subprocess
import sys
import tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

CHILD = """
import json, sys, time
from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

way, url, count, folder = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]

class Bare(Spider):
    name = "bare"
    async def start(self):
        for number in range(1, count + 1):
            yield Request(f"{url}bai-viet-so-{1000 + number}.html")
    def parse(self, response):
        pass

if way == "bare":
    settings = {"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
                "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": 0, "USER_AGENT": "bench"}
    process, spider, arguments = AsyncCrawlerProcess(settings), Bare, {}
else:
    settings = get_project_settings()
    settings.update({"LOG_ENABLED": False, "DOWNLOAD_DELAY": 0, "ARCHIVE": f"{folder}/archive.db"}, priority="cmdline")
    process, spider, arguments = AsyncCrawlerProcess(settings), "newspaper", {"url": url, "name": "bench"}
crawler = process.create_crawler(spider)
clock = {}
crawler.signals.connect(lambda: clock.setdefault("start", time.process_time()), signals.spider_opened, weak=False)
crawler.signals.connect(lambda: clock.setdefault("end", time.process_time()), signals.spider_closed, weak=False)
process.crawl(crawler, **arguments)
process.start()
print(json.dumps({"cpu": clock["end"] - clock["start"], "pages": crawler.stats.get_value("response_received_count")}))
"""


def page(number: int, size: int) -> bytes:
    """An article of ordinary length, a hundred links, and as much script as makes it `size` KB."""
    sentences = (
        "Sáng nay, Ủy ban nhân dân xã tổ chức hội nghị bàn việc sửa con đường liên thôn đã hư hỏng sau mùa mưa.",
        "Các hộ dân hai bên đường đồng tình hiến đất, nhiều gia đình góp thêm ngày công và vật liệu.",
        "Theo kế hoạch, công trình khởi công vào tuần tới và hoàn thành trước Tết Nguyên đán.",
        "Trưởng thôn cho biết bà con mong con đường xong sớm để xe chở nông sản vào được tận vườn.",
    )
    body = "".join(f"<p>Đoạn {n} của bài {number}. {' '.join(sentences)}</p>" for n in range(8))
    head = (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Bài viết số {number} - Báo Đo</title>'
        f'<meta property="og:type" content="article"><meta property="article:published_time" content="2026-10-0{number % 9 + 1}T08:00:00+07:00">'
        "</head><body>"
    )
    article = f'<article><h1>Bài viết số {number}</h1><p class="sapo">Chuyện con đường của bài {number}.</p><div class="content">{body}</div></article>'
    item = '<li class="item"><a href="/bai-viet-so-{n}.html" title="Tin số {n}"><img src="/anh/{n}.jpg" alt=""> Tin trong mục, số {n}</a><span class="date">01/10/2026</span></li>'
    links = "".join(item.format(n=1001 + (number + n) % 200) for n in range(100))
    tail = f'<div class="sidebar"><ul>{links}</ul></div>'
    script = "<script>" + "var q = window.q || []; q.push({id: 1, place: 'sidebar'});\n" * 20 + "</script>"
    html = head + article + tail
    return (html + script * max(0, (size * 1024 - len(html.encode())) // len(script)) + "</body></html>").encode()


def serve(count: int, size: int, ready: multiprocessing.Queue) -> None:
    links = "".join(f'<a href="/bai-viet-so-{1000 + n}.html">Bài {n}</a> ' for n in range(1, count + 1))
    pages = {f"/bai-viet-so-{1000 + n}.html": page(n, size) for n in range(1, count + 1)}
    pages["/"] = f"<html><body>{links}</body></html>".encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet, sent at once
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            body = pages.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    ready.put(f"http://127.0.0.1:{server.server_port}/")
    server.serve_forever()


def crawl(way: str, url: str, count: int) -> float:
    """Milliseconds of CPU a page."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", CHILD, way, url, str(count), folder],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["pages"] >= count, f"{way}: {result['pages']} of {count} pages"
    return 1000 * result["cpu"] / result["pages"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--size", type=int, default=60, help="KB a page")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    ready: multiprocessing.Queue = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(options.pages, options.size, ready), daemon=True)
    server.start()
    url = ready.get()
    print(f"{options.pages} pages of {options.size} KB, {options.rounds} rounds, ms CPU a page")
    print(f"{'':8}{'bare':>8}{'whole':>8}{'ratio':>8}")
    ratios = []
    for number in range(1, options.rounds + 1):
        bare, whole = crawl("bare", url, options.pages), crawl("whole", url, options.pages)
        ratios.append(whole / bare)
        print(f"{number:<8}{bare:8.2f}{whole:8.2f}{ratios[-1]:8.2f}", flush=True)
    print(f"{'median':24}{statistics.median(ratios):8.2f}")
    server.terminate()


if __name__ == "__main__":
    main()
