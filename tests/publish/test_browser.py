"""The published site in a real browser: what readers do there, on a screen and on a phone."""

from __future__ import annotations

import json
import re
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from datasette.app import Datasette
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from archive.article import Article
from archive.database import connect, transaction
from archive.newspapers import put_newspaper
from archive.storing.store import save_article
from publish.searching import page as search_page
from publish.serving.serve import open_site, publish
from publish.site_settings import SiteSettings
from tests.publish import monsters
from tests.publish.conftest import BRIDGE, HOSTILE, SEEN, UNDATED, find_browser, served
from tests.publish.monsters import EDITED, ENDLESS, SAVED, UNTITLED, VERSE, WORDS
from tests.publish.test_replay import captured

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
ARGUMENTS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--disable-dev-shm-usage"),
)


class Browser(webdriver.Chrome):
    """Chromium that remembers what went wrong and whom it asked."""

    base: str

    def visit(self, path: str) -> None:
        self.get(self.base + path)

    def click(self, selector: str) -> None:
        self.find_element(By.CSS_SELECTOR, selector).click()

    def search(self, words: str) -> None:
        self.find_element(By.NAME, "q").send_keys(words, Keys.ENTER)
        self.find_element(By.CSS_SELECTOR, ".found")

    def text(self, selector: str = "main") -> str:
        return self.find_element(By.CSS_SELECTOR, selector).text

    def screen(self, width: int, theme: str = "light") -> None:
        self.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600},
        )
        scheme = {"name": "prefers-color-scheme", "value": theme}
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme, still]})

    def events(self) -> list[dict[str, Any]]:
        """What the network did since last asked."""
        return [json.loads(entry["message"])["message"] for entry in self.get_log("performance")]


@pytest.fixture(scope="module")
def browser(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    binary, driver = find_browser()
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for argument in (*ARGUMENTS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = Browser(options=options, service=Service(driver))
    browser.base = address
    browser.implicitly_wait(5)
    yield browser
    browser.quit()


@pytest.fixture
def page(browser: Browser) -> Iterator[Browser]:
    """The browser, fresh; afterwards nothing may have gone wrong in it, and nobody else been asked."""
    browser.delete_all_cookies()
    browser.screen(1280)
    base = browser.base
    yield browser
    wrong = [entry["message"] for entry in browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    assert not wrong
    asked = [
        event["params"]["request"]["url"]
        for event in browser.events()
        if event["method"] == "Network.requestWillBeSent"
    ]
    assert asked and not [url for url in asked if not url.startswith((browser.base, "data:", "chrome:"))]
    browser.base = base


@pytest.fixture(scope="module")
def paths(sql: sqlite3.Connection) -> list[str]:
    """Every kind of page."""
    ids = [
        sql.execute("select id from articles where url = ?", [article.url]).fetchone()[0]
        for article in (BRIDGE, HOSTILE, UNDATED)
    ]
    return [
        *("/", "/?map=63", "/search", "/search?q=cho+phien", "/search?q=da+nang&order=relevant", "/search?q=zzzz"),
        *(
            "/search?q=cho+phien&view=curve&term=da+nang",
            "/search?q=cho+phien&view=map",
            "/search?q=source:x+c%E1%BA%A7u",
        ),
        "/search?q=http://a.example/b",
        *(f"/articles/{id}" for id in ids),
        *(f"/articles/{ids[0]}/{stop}" for stop in ("v", "v/1", "compare/1...2", "compare/1...2?view=whole")),
        *("/newspapers", "/newspapers/song-biec", "/newspapers/song-biec?year=2013"),
        *(
            "/provinces",
            "/provinces/lam-dong",
            "/provinces/dak-nong",
            "/provinces/ha-noi",
            "/changes",
            "/about",
            "/contact",
        ),
        *(
            "/archive",
            "/archive/articles",
            "/archive/articles?_search=da+nang&newspaper=song-biec",
            "/archive/newspapers",
        ),
        *("/archive/pages", "/archive/revisions", f"/archive/articles/{ids[0]}", "/archive/provinces/hue"),
        *("/archive/term_by_year?term=cho", "/archive/term_by_province?term=cho", "/archive/coverage", "/archive/gaps"),
        "/archive?sql=select+id,+title,+body+from+articles+limit+5",
    ]


def test_reader_searches_without_diacritics_and_reads(page: Browser) -> None:
    page.visit("/")
    page.search("da nang")
    assert page.text("mark") == "Đà Nẵng"
    page.click(".card a")
    assert page.text("h1") == BRIDGE.title
    assert "Cầu dài 321 mét" in page.text("article")


def test_what_is_copied_of_a_picture_is_what_the_newspaper_printed(page: Browser) -> None:
    page.visit("/")
    page.search("da nang")
    page.click(".card a")
    copied = [
        page.execute_script("getSelection().selectAllChildren(arguments[0]); return getSelection().toString()", figure)
        for figure in page.find_elements(By.CSS_SELECTOR, "figure.picture")
    ]
    told = "Cây cầu nhìn từ bờ bắc. Ảnh: Sông Quê"
    assert [" ".join(text.split()) for text in copied if text] == [told, "Bản vẽ cây cầu."]
    page.visit(f"/search?q={quote(told)}")
    assert page.text(".card h2") == BRIDGE.title


def test_reader_searches_with_diacritics(page: Browser) -> None:
    page.visit("/search")
    page.search("Đà Nẵng")
    assert "1 kết quả" in page.text(".found")


def test_english_sticks(page: Browser) -> None:
    page.visit("/search?q=da+nang&year=2024")
    page.click("header .switch")
    assert "1 result" in page.text(".found") and "year=2024" in page.current_url
    page.click("header .name")
    assert "Latest" in page.text() and page.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
    page.click("header .switch")
    assert "Mới đăng" in page.text()


def test_reader_sees_what_an_edit_changed(page: Browser) -> None:
    page.visit("/changes")
    page.click("a[href$='/compare/1...2']")
    assert (page.text("del"), page.text("ins")) == ("312", "321")


def test_journalist_has_the_first_version_beside_the_last_in_two_clicks(page: Browser) -> None:
    page.visit("/")
    page.click("nav a[href$='/changes']")
    page.click("a[href$='/compare/1...2?view=whole']")
    old, new = page.find_elements(By.CSS_SELECTOR, ".sides tr:not(.same) td.body")
    assert ("312 mét" in old.text, "321 mét" in new.text) == (True, True)
    assert old.location["y"] == new.location["y"] and old.location["x"] < new.location["x"]
    page.screen(390)
    assert old.location["y"] < new.location["y"], "one below the other on a phone"


def test_editor_has_an_address_to_write_to_in_two_clicks(page: Browser) -> None:
    page.visit("/search?q=da+nang")
    page.click(".card a")
    page.click(".actions a[href*='/contact']")
    assert page.text("h1") == "Liên hệ, đính chính, gỡ bài" and BRIDGE.title in page.text(".notice")


def test_captured_page_runs_no_script_and_asks_nobody(browser: Browser, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as newspaper:
        newspaper.setblocking(False)
        path = captured(tmp_path, f"http://127.0.0.1:{newspaper.getsockname()[1]}")
        publish(path, path.with_name("public.db"))
        settings = SiteSettings(captures=path.parent / "captures")
        with served(open_site(path.with_name("public.db"), settings=settings)) as address:
            for where, framed in (("/captures/1", True), ("/captures/1/page", False)):
                browser.get(address + where)
                if framed:
                    browser.switch_to.frame(browser.find_element(By.CSS_SELECTOR, "iframe.replay"))
                heading = browser.find_element(By.TAG_NAME, "h1")
                assert heading.text == "Cây cầu", "no script ran, and nothing led elsewhere"
                assert heading.value_of_css_property("color") == "rgba(1, 2, 3, 1)", "its own styles hold"
                browser.switch_to.default_content()
            browser.get("about:blank")
        browser.get_log("browser")  # what the policy refused
        browser.events()
        with pytest.raises(BlockingIOError):
            newspaper.accept()


def test_reader_narrows_a_search(page: Browser) -> None:
    page.visit("/search?q=cho+phien")
    assert "45 kết quả" in page.text(".found")
    page.execute_script(
        "document.querySelector('.years a:nth-of-type(2)').dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    assert "2013" in page.text(".found") and "45" not in page.text(".found")
    page.click("a.chosen")
    assert "45 kết quả" in page.text(".found")


def test_reader_with_a_dead_link_reads_the_article_after_one_click(page: Browser) -> None:
    page.visit("/")
    page.find_element(By.NAME, "q").send_keys("http://www.songbiec.example/cau-moi?utm_source=thu", Keys.ENTER)
    assert page.text("h1") == BRIDGE.title


def test_reader_on_a_phone_finds_a_province_s_story_with_three_clicks(page: Browser) -> None:
    page.screen(390)
    page.visit("/search")
    page.click(".open")
    page.execute_script("document.querySelector('[name=province]').value = 'da-nang'")
    page.find_element(By.NAME, "section").send_keys("Kinh tế")
    page.click(".apply")
    page.find_element(By.CSS_SELECTOR, ".found")
    assert "province=da-nang" in page.current_url and "newspaper" not in page.current_url
    page.click(".card a")
    assert page.text("h1") == BRIDGE.title


def test_words_can_be_typed_where_text_is_twice_as_large_on_a_phone(page: Browser) -> None:
    page.screen(390)
    for path in ("/search?q=con", "/provinces/da-nang"):
        page.visit(path)
        page.execute_script("document.documentElement.style.fontSize = '200%'")
        field = page.find_element(By.NAME, "q")
        assert field.rect["width"] > 200, path
    for path in ("/newspapers/song-biec", "/search?q=cho+phien&view=curve"):
        page.visit(path)
        tall = "return document.querySelector('svg.when text').getBoundingClientRect().height"
        before = page.execute_script(tall)
        page.execute_script("document.documentElement.style.fontSize = '200%'")
        assert page.execute_script(tall) > 1.9 * before > 20, "years below a drawing grow with the text"


def test_historian_takes_away_what_was_found_with_four_clicks(page: Browser) -> None:
    page.visit("/search")
    page.search("chợ phiên")
    page.click(".download summary")
    for ending, record in ((".ris", "TY  - NEWS"), (".csv?", "2012")):
        link = page.find_element(By.CSS_SELECTOR, f".download a[href*='{ending}']")
        assert link.is_displayed()
        saved = httpx.get(link.get_attribute("href"))
        assert saved.headers["content-disposition"].startswith("attachment") and saved.text.count(record) >= 3


def test_reader_collects_a_list_that_an_address_holds(page: Browser) -> None:
    page.visit("/search?q=cho+phien")
    for button in page.find_elements(By.CSS_SELECTOR, ".card .add")[:3]:
        button.click()
    page.click("header nav a[href*='ids=']")
    assert "Danh sách 3 bài" in page.text("h1") and len(page.find_elements(By.CSS_SELECTOR, ".card")) == 3
    page.click(".card .add")
    assert "(2)" in page.text("header nav a[href*='ids=']")
    first = urlsplit(page.find_element(By.CSS_SELECTOR, ".card h2 a").get_attribute("href")).path
    for path in (first, f"{first}/v/1", "/changes"):
        page.execute_script("localStorage.clear()")
        page.visit(path)
        page.click(".add")
        assert "(1)" in page.text("header nav a[href*='ids=']"), path
    page.execute_script("localStorage.clear()")


def test_analyst_chooses_a_stretch_of_a_curve_with_the_pointer(page: Browser) -> None:
    page.visit("/search?q=cho+phien&view=curve&term=da+nang")
    drawing = page.find_element(By.CSS_SELECTOR, "svg.lines")
    width = drawing.size["width"]
    drag = ActionChains(page).move_to_element_with_offset(drawing, -int(width * 0.2), 10).click_and_hold()
    drag.move_by_offset(int(width * 0.2), 0).move_by_offset(int(width * 0.1), 0).release().perform()
    WebDriverWait(page, 30).until(lambda page: "since=" in page.current_url)
    assert re.search("since=20(15|16)&until=20(19|20)", page.current_url), page.current_url
    assert page.find_element(By.NAME, "since").get_attribute("value") in ("2015", "2016")
    page.click("svg.lines a circle")
    assert "45" not in page.text(".found") and len(page.find_elements(By.CSS_SELECTOR, ".card")) == 3


def test_what_was_not_counted_in_time_is_filled_in(page: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_page, "COUNT", -1.0)
    page.visit("/search?q=cho+phien&section=%C4%90%E1%BB%9Di+s%E1%BB%91ng")
    page.find_element(By.CSS_SELECTOR, "#found:not([data-unfinished]) .narrow li a")
    assert "Báo Sông Biếc" in page.text(".narrow")


def test_analyst_sees_a_chart_above_its_numbers(page: Browser) -> None:
    page.visit("/archive/terms_compared?a=cho&b=da+nang&c=tho")
    width, colored = page.execute_script(
        "const canvas = document.querySelector('figure.chart canvas');"
        "const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;"
        "return [canvas.clientWidth, pixels.some((value, i) => i % 4 === 3 && value)]"
    )
    assert width > 500 and colored
    assert "da nang" in page.text("figure.chart") and "2024" in page.text("#result")


def test_analyst_sorts_an_answer_by_its_headings(page: Browser) -> None:
    page.visit(
        "/archive?sql="
        + quote("select 10 as n, 'Đà Lạt' as t union all select 9, 'An Giang' union all select null, 'Da'")
    )

    def column(number: int) -> list[str]:
        cells = page.find_elements(By.CSS_SELECTOR, f"table.answer tbody td:nth-child({number})")
        return [cell.text.strip() for cell in cells]

    button = page.find_element(By.CSS_SELECTOR, "th:nth-child(1) button")
    button.send_keys(Keys.ENTER)  # by the keyboard
    assert column(1) == ["9", "10", ""]
    button.click()
    assert column(1) == ["10", "9", ""]
    assert page.find_element(By.CSS_SELECTOR, "th:nth-child(1)").get_attribute("aria-sort") == "descending"
    page.click("th:nth-child(2) button")
    assert column(2) == ["An Giang", "Da", "Đà Lạt"]
    assert [th.get_attribute("aria-sort") for th in page.find_elements(By.CSS_SELECTOR, "thead th")] == [
        None,
        "ascending",
    ]


def test_reader_on_a_phone_unfolds_long_tables(page: Browser) -> None:
    page.screen(390)
    for path, hidden in (
        ("/newspapers", "table.papers tbody [data-label]"),
        ("/archive?sql=" + quote("with recursive c(n) as (select 1 union select n + 1 from c where n < 40) select n from c"),
         "table.answer tr:nth-child(40)"),
    ):  # fmt: skip
        page.visit(path)
        assert not page.find_element(By.CSS_SELECTOR, hidden).is_displayed(), path
        page.click(".fold summary")
        assert page.find_element(By.CSS_SELECTOR, hidden).is_displayed(), path


def test_filters_on_a_phone_stand_in_one_line_that_names_them_and_rows_are_low(page: Browser) -> None:
    page.screen(390)
    for path, line, named in (
        ("/changes?kind=edit&newspaper=song-biec", ".open", ("Sửa", "Báo Sông Biếc")),
        ("/archive/revisions?number=2", "details summary", ("Bản số", "2")),
        ("/archive/pages", "details summary", ()),
    ):
        page.visit(path)
        assert page.find_element(By.CSS_SELECTOR, line).size["height"] < 60
        assert all(name in page.text(line) for name in named), page.text(line)
        assert not page.find_element(By.CSS_SELECTOR, ".apply, details button").is_displayed()
        page.click(line)
        assert page.find_element(By.CSS_SELECTOR, ".apply, details button").is_displayed()
        heights = "return [...document.querySelectorAll('.rows-and-columns tbody tr')].map(row => row.clientHeight)"
        assert max(page.execute_script(heights), default=0) < 200


def test_legend_of_a_curve_has_the_colours_of_its_lines(page: Browser) -> None:
    page.visit("/search?q=cho+phien&view=curve&term=ca&term=phe&term=mat&term=ong&term=ga&term=rau")
    colours = "return [...document.querySelectorAll(arguments[0])].map(path => getComputedStyle(path).stroke)"
    lines, legend = (page.execute_script(colours, where) for where in (".lines g > path", ".legend path"))
    assert lines == legend and len(set(lines)) == 7


def test_chart_with_more_bars_than_room_scrolls_inside_its_box(page: Browser, tmp_path: Path) -> None:
    conn = connect(tmp_path / "archive.db")
    with transaction(conn):
        put_newspaper(conn, "song-biec", title="Báo Sông Biếc", home=None, province="da-nang")
        for n in range(40):
            of_its_own = Article(
                f"https://songbiec.example/tin-{n}", f"Tin {n}", body=f"Tin {n}.", section=f"Mục thứ {n}"
            )
            save_article(conn, "song-biec", of_its_own, seen_at=SEEN)
    conn.close()
    seen = []
    with served(Datasette([str(tmp_path / "archive.db")])) as address:
        page.base = address
        for screen in (390, 1280):
            page.screen(screen)
            page.visit("/archive/sections")
            seen.append(
                page.execute_script(
                    "const figure = document.querySelector('figure.chart'), root = document.documentElement;"
                    "return [document.querySelectorAll('#result tbody tr').length, figure.clientWidth,"
                    " figure.querySelector('canvas').clientWidth, root.scrollWidth - root.clientWidth]"
                )
            )
    for bars, box, chart, beyond in seen:
        # A name each 17 pixels or more, beside the axis.
        assert bars == 40 and chart >= max(box, bars * 17 + 60) and beyond <= 0


def test_site_works_without_javascript(page: Browser) -> None:
    page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.visit("/")
        page.search("da nang")
        page.click(".card a")
        assert BRIDGE.body.splitlines()[0] in page.text("article")
    finally:
        page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def one_of_each(paths: list[str]) -> list[str]:
    """The first page of each kind: a kind is a path without its numbers and names, and what a view or SQL makes of it."""
    kinds: dict[str, str] = {}
    for path in paths:
        kind = re.sub(r"/\d+|(?<=s)/[a-z][a-z-]+|(?<=archive)/(?!articles)\w+", "/…", path.partition("?")[0])
        kinds.setdefault(kind + "".join(re.findall(r"view=\w+|\?(?:sql|term)=", path)), path)
    return list(kinds.values())


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_every_page_fits_its_screen_and_is_for_everyone(page: Browser, paths: list[str], every: bool) -> None:
    """No sideways scrolling, and axe-core finds nothing serious; in the dark only colours are another matter."""
    options = {
        "resultTypes": ["violations"],
        "preload": False,
        "rules": {"region": {"enabled": False}},
    }  # never serious
    found = []
    chosen = paths if every else one_of_each(paths)
    assert len(chosen) >= 20
    for path in chosen:
        page.screen(360)
        page.visit(path)
        page.execute_script(AXE)
        for width, theme, rules in ((360, "light", {}), (1280, "dark", {"runOnly": ["color-contrast"]})):
            if theme == "dark":
                page.screen(width, theme)
            if (wide := page.execute_script("return document.documentElement.scrollWidth")) > width:
                found.append(f"{path}: {wide} px wide")
            report = page.execute_async_script(
                "axe.run(arguments[0]).then(arguments[arguments.length - 1])", {**options, **rules}
            )
            found += [
                f"{path}: {theme}: {violation['id']} {node['target']} {node.get('failureSummary', '')[:200]}"
                for violation in report["violations"]
                if violation["impact"] in ("serious", "critical")
                for node in violation["nodes"][:3]
            ]
    assert not found, "\n".join(found)


@pytest.fixture(scope="module")
def monstrous(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, int]]]:
    """The address of a site full of monsters, and its articles by theirs."""
    path = tmp_path_factory.mktemp("monsters") / "archive.db"
    working = path.with_name("working.db")
    monsters.fill(working)
    publish(working, path)
    with served(open_site(path)) as address:
        yield address, dict(sqlite3.connect(working).execute("select url, id from articles").fetchall())


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_no_word_is_too_long_for_a_phone(
    page: Browser, monstrous: tuple[str, dict[str, int]], paths: list[str], every: bool
) -> None:
    address, ids = monstrous
    articles = [f"/articles/{ids[article.url]}" for article in (WORDS, ENDLESS, SAVED, UNTITLED, VERSE)]
    tag = quote(WORDS.tags[0], safe="")
    page.screen(360)
    page.base = address
    found = []
    # Boxes that scroll by themselves are only for what has columns.
    scrolled = (
        "return [...document.querySelectorAll('main *')].filter(box => !box.matches('.wide, textarea, select, input')"
        " && getComputedStyle(box).overflowX !== 'visible' && box.scrollWidth > box.clientWidth + 1).length"
    )
    for path in (
        *(path for path in (paths if every else one_of_each(paths)) if not re.search("/articles/|song-biec", path)),
        *("/newspapers/quai-vat", "/newspapers/kich-ban", "/provinces/hue", "/search?q=nghiengnga", "/search?q=script"),
        *("/archive/articles_by_month", "/archive/bylines", "/archive/sections", "/archive/hours", "/archive/length"),
        *(*articles, f"/articles/{ids[EDITED.url]}?edit=3", f"/articles/{ids[ENDLESS.url]}?edit=2"),
        *(f"/tags/{tag}", f"/archive{articles[0]}", f"/archive{articles[3]}"),
    ):
        page.visit(path)
        wide = page.execute_script("return document.documentElement.scrollWidth")
        if wide > 360 or page.execute_script(scrolled):
            found.append(f"{path}: {wide} px wide")
        unnamed = "return [...document.querySelectorAll('a, h1, h2, h3')].filter(e => !(e.getAttribute('aria-label') || e.textContent).trim()).length"
        if page.execute_script(unnamed):
            found.append(f"{path}: a link or heading without words")
    assert not found, "\n".join(found)


def test_verse_keeps_its_lines(page: Browser, monstrous: tuple[str, dict[str, int]]) -> None:
    address, ids = monstrous
    page.base = address
    page.visit(f"/articles/{ids[VERSE.url]}")
    for verse in (VERSE.lead, *VERSE.body.split("\n\n")):
        assert verse and verse in page.text("article")


def test_pages_are_light_and_no_script_holds_them_up(page: Browser, paths: list[str]) -> None:
    for path, most in (("/", 100_000), (paths[6], 60_000)):
        page.visit(path)
        sizes = page.execute_script(
            "return ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))"
            ".map(entry => entry.encodedBodySize)"
        )
        assert len(sizes) >= 2 and 0 < sum(sizes) <= most, path
        blocking = "return document.querySelectorAll('script[src]:not([defer]):not([type=module])').length"
        assert page.execute_script(blocking) == 0, path
