"""Web archives of ours in the programs of others: pywb replays the captures folder and is rescued from, py-wacz and
ReplayWeb.page take our WACZ. `make replayers` installs them."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.wait import WebDriverWait

from tests.publish.conftest import find_browser

from . import invented
from .test_rescue import HOME, Paper, at, dead_newspaper, story
from .web_archives import Held, WebArchive

PROGRAMS = Path(sys.prefix) / "replayers"
PLAYER = PROGRAMS / "package"  # ReplayWeb.page
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (PROGRAMS / "bin" / "wayback").exists(), reason="no pywb: `make replayers` installs it"),
]


@contextmanager
def pywb(folder: Path, captures: Path) -> Iterator[str]:
    """The captures folder as it stands, served as docs/web-archives.md says; the address of the collection."""
    run = partial(subprocess.run, cwd=folder, check=True, capture_output=True, timeout=300)
    folder.mkdir()
    run([PROGRAMS / "bin" / "wb-manager", "init", "baotinh"])
    (folder / "collections" / "baotinh" / "archive").rmdir()
    (folder / "collections" / "baotinh" / "archive").symlink_to(captures)
    run([PROGRAMS / "bin" / "wb-manager", "reindex", "baotinh"])
    serve = (
        "from gevent.monkey import patch_all; patch_all()\n"
        "from gevent.pywsgi import WSGIServer\n"
        "from pywb.apps.frontendapp import FrontEndApp\n"
        "server = WSGIServer(('127.0.0.1', 0), FrontEndApp(config_file=None), log=None)\n"
        "server.start(); print(server.server_port, flush=True); server.serve_forever()"
    )
    process = subprocess.Popen(
        [PROGRAMS / "bin" / "python", "-c", serve], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )  # fmt: skip
    try:
        assert process.stdout is not None
        port = next((line for line in process.stdout if line.strip().isdigit()), "")
        assert port, "pywb did not start"
        yield f"http://127.0.0.1:{port.strip()}/baotinh"
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


@contextmanager
def files(folder: Path) -> Iterator[str]:
    """A server of files, parts of them too, as a web archive is read; without a log."""

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            path, part = (
                Path(self.translate_path(self.path)),
                re.match(r"bytes=(\d+)-(\d*)", self.headers["Range"] or ""),
            )
            if part is None or not path.is_file():
                return super().do_GET()
            data = path.read_bytes()
            first, last = int(part[1]), min(int(part[2] or len(data)), len(data) - 1)
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
            self.send_header("Content-Length", str(last + 1 - first))
            self.end_headers()
            self.wfile.write(data[first : last + 1])

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def chromium(folder: Path) -> Iterator[webdriver.Chrome]:
    binary, driver = find_browser()
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for argument in (
        *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={folder}"),
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ):
        options.add_argument(argument)
    browser = webdriver.Chrome(options=options, service=Service(driver))
    try:
        yield browser
    finally:
        browser.quit()


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    """The newspaper that is gone, brought back."""
    brought = Paper(tmp_path_factory.mktemp("bao"))
    with WebArchive(*dead_newspaper(), Held("20150101000000", f"{HOME}/thoi-su/", listing())) as archive:
        brought.rescue("--from", archive.url)
    return brought


def listing() -> bytes:
    links = "".join(f'<li><a href="{at(number, "")}">{invented.article(number)[0]}</a></li>' for number in range(1, 13))
    return (
        f"<html><head><meta charset='utf-8'><title>Thời sự</title></head><body><ul>{links}</ul></body></html>".encode()
    )


def test_pywb_replays_the_captures_folder(paper: Paper, tmp_path: Path) -> None:
    with pywb(tmp_path / "pywb", paper.path.parent / "captures") as collection:
        page = httpx.get(f"{collection}/20160601000000mp_/{at(1)}")
        assert page.status_code == 200 and "120 mét" in page.text and invented.article(1)[0] in page.text
        told = httpx.get(f"{collection}/timemap/link/{at(1)}").text
        moments = re.findall(r'rel="memento"; datetime="..., (\d\d ... \d{4})', told)
        assert moments == ["01 Jan 2014", "01 Jun 2016", "01 Jan 2023"], "a record each; the last of the sold domain"
        asked = httpx.get(f"{collection}/{at(1)}", headers={"Accept-Datetime": "Tue, 01 Nov 2016 00:00:00 GMT"})
        assert "20160601000000" in asked.headers["Link"] and "accept-datetime" in asked.headers["Vary"].lower()

        again = Paper(tmp_path)
        again.rescue("--from", collection)
        every = "select a.url, r.number, r.title, r.body from revisions r join articles a on a.id = article_id order by 1, 2"
        texts, brought = (one.rows(every) for one in (paper, again))
        assert set(brought) < set(texts) and {row[0] for row in brought} == {row[0] for row in texts}
        assert len(brought) == len(texts) - 1, "but what came again as it had been, which is no record of its own"
        sources = again.rows("select distinct source, source_url like ? from captures", f"{collection}/%")
        assert sources == [(collection, 1)]


def test_others_take_our_wacz(paper: Paper, scrapy, tmp_path: Path) -> None:
    folder = tmp_path / "ra"
    assert scrapy("export", "wacz", "baohanam", str(folder), ARCHIVE=paper.path).returncode == 0
    made = sorted(folder.glob("*.wacz"))
    assert made
    for file in made:
        done = subprocess.run(
            [PROGRAMS / "bin" / "wacz", "validate", "-f", file], capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0 and "invalid" not in done.stdout.lower(), done.stdout + done.stderr
    if not (PLAYER / "sw.js").exists():
        pytest.skip("no ReplayWeb.page: `make replayers` fetches it where npm is")
    (folder / "replay").mkdir()
    for name in ("ui.js", "sw.js"):
        (folder / "replay" / name).symlink_to(PLAYER / name)
    (folder / "index.html").write_text(
        '<!doctype html><script src="replay/ui.js"></script><replay-web-page source="baohanam-2016.wacz" replayBase="/replay/"'
        f' embed="replayonly" url="{at(1)}" ts="20160601000000"></replay-web-page>'
    )
    with files(folder) as server:
        shown = replayed(server, tmp_path)
        assert invented.article(1)[0] in shown and "120 mét" in shown
        assert story(1, "Đính chính: cầu dài 120 mét.") and "Giấy phép số 7" in shown


def replayed(address: str, folder: Path, tries: int = 3) -> str:
    """What ReplayWeb.page shows at `address`. In one run of many its service worker never started, which no waiting
    mends: up to `tries` browsers, each with a new profile. Raises `TimeoutException` where the last one shows nothing."""
    with chromium(folder / f"profile{tries}") as browser:
        browser.get(address)
        try:
            return WebDriverWait(browser, 90).until(lambda one: innermost(one, "h1.ten-bai"))
        except TimeoutException:
            if tries == 1:
                raise
    return replayed(address, folder, tries - 1)


def innermost(browser: webdriver.Chrome, selector: str) -> str:
    """The text of the page that is replayed, in frames and shadow trees; empty while there is none."""
    return browser.execute_script(
        """
        const seek = root => {
            if (root.querySelector(arguments[0])) return (root.body || root).innerText;
            for (const one of root.querySelectorAll('*')) {
                const inside = one.shadowRoot || (one.tagName === 'IFRAME' && one.contentDocument);
                const found = inside && seek(inside);
                if (found) return found;
            }
            return '';
        };
        return seek(document);
        """,
        selector,
    )
