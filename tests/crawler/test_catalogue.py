"""Newspapers as data: what may be said of one, where they are described, and the spiders made of them."""

from __future__ import annotations

import pickle
import sys
from contextlib import closing
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.settings import Settings

from archive.database import connect
from crawler import catalogue
from crawler.newspaper import ANY, Family, Newspaper, NewspaperError, seen
from crawler.reprocessing.tasks import Place, knowledge, modules
from crawler.scrapy_internals import spider_loader
from crawler.spiders.newspaper import NewspaperSpider
from pipelines.rules import Rules, RuleSet

from . import forked
from .conftest import article, environment, lay, listing

OWN = """
from crawler.newspaper import Family, Newspaper, seen
FAMILY = Family(name="rieng", fingerprints=(r"khung-rieng",), patterns=(r"-r(?P<id>[0-9]+)[.]html$",))
BAO_RIENG = FAMILY.newspaper(name="bao-rieng", title="Báo Riêng", home="{home}", deny_pattern="^/rao-vat/")
"""
CLASSES = """
from crawler.scrapy_internals import spider_loader
from crawler.spiders.newspaper import NewspaperSpider
class Chung(NewspaperSpider):
    name = ""
    family = "chung"
    patterns = (r"-c(?P<id>[0-9]+)[.]html$",)
class BaoLop(Chung):
    name, title, province = "bao-lop", "Báo Lớp", "ca-mau"
    home, former = "https://baolop.vn/", ("baolop.com.vn",)
    @classmethod
    def preprocess(cls, body):
        return body.replace(b"{tit}", b"")
class BaoCaMauMoi(NewspaperSpider):
    name, title, home = "baocamau", "Báo Cà Mau mới", "https://baocamaumoi.vn/"
"""


def settings(*modules: str, spiders: tuple[str, ...] = ()) -> Settings:
    chosen = Settings()
    chosen.setmodule("crawler.settings")
    chosen.setdict(
        {"NEWSPAPER_MODULES": ["crawler.newspapers", *modules], "SPIDER_MODULES": ["crawler.spiders", *spiders]}
    )
    return chosen


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts modules of one's own where Python finds them."""
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)

    def put(name: str, text: str) -> str:
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
        return name

    yield put
    for name in set(sys.modules) - before:
        if getattr(sys.modules[name], "__file__", None) and Path(sys.modules[name].__file__ or "").parent == tmp_path:
            del sys.modules[name]


@pytest.mark.parametrize(
    ("fact", "wrong", "right"),
    [
        ("name", "Báo Mẫu", "bao-mau"), ("name", "", "bao"), ("name", "-bao", "24h"),
        ("title", " ", "Báo Mẫu"), ("home", "bao.vn", "http://bao.vn:8080/"), ("province", "Cà Mau", "ca-mau"),
        ("family", "Họ Aid", "aid"), ("successor", "https://bao.vn/", "baocamau"),
        ("former", "bao.com.vn", ("bao.com.vn",)), ("former", ("www.bao.vn",), ("m.bao.vn",)),
        ("former", ("https://bao.vn/",), ()), ("patterns", r"-(?P<id>\d+)", (r"-(?P<id>\d+)",)),
        ("patterns", (r"-(\d+",), (r"-\d+",)), ("feeds", "/rss", ("/rss", "https://bao.vn/rss")), ("feeds", ("rss",), ()),
        ("by_number", "/bai-a.html", "/bai-a{}.html"), ("by_number", "bai-{}", "https://bao.vn/{}"),
        ("deny_pattern", "(", "^/rao-vat/"), ("rules", {"body": "div"}, Rules(RuleSet({"body": "div"}))),
        ("tls_overrides", {"verify": False}, {"DOWNLOAD_VERIFY_CERTIFICATES": False}),
        ("verified", {"house": "2026-11"}, seen("home body remove")), ("verified", {"home": "November"}, {}),
        ("preprocess", b"", bytes.lower), ("fallback_key", "key", str.lower),
    ],
)  # fmt: skip
def test_what_cannot_be_said_of_a_newspaper_is_told_where_and_how_to_mend_it(fact: str, wrong: Any, right: Any) -> None:
    said: dict[str, Any] = {"name": "bao-mau"}
    assert getattr(Newspaper(**{**said, fact: right}), fact) == right
    with pytest.raises(NewspaperError) as error:
        Newspaper(**{**said, fact: wrong})
    name = wrong if fact == "name" else "bao-mau"
    assert str(error.value).startswith(f"newspaper {name!r}: {fact}={wrong!r}: write ")


def test_a_newspaper_stays_as_it_was_said() -> None:
    with pytest.raises(FrozenInstanceError):
        ANY.home = "https://bao.vn/"  # type: ignore[misc]
    with pytest.raises(NewspaperError, match="'aid': patterns="):
        Family(name="aid", fingerprints=("a",), patterns=("(",))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            'X = Newspaper(name="baocamau", title="Báo", home="https://bao.vn/")',
            "in crawler.newspapers.others and in sai",
        ),
        ('X = Newspaper(name="bao-x", home="https://bao.vn/")', "newspaper 'bao-x' in sai: no title"),
        ('X = Newspaper(name="bao-x", title="Báo")', "newspaper 'bao-x' in sai: no home"),
    ],
)
def test_newspapers_that_cannot_stand_beside_each_other(own: Any, text: str, says: str) -> None:
    own("sai", f"from crawler.newspaper import ANY, Newspaper\n{text}\n")
    with pytest.raises(NewspaperError, match=says):
        catalogue.described(["crawler.newspapers", "sai"])
    with pytest.raises(SystemExit, match=f"^scrapy: .*{says}"):
        spider_loader(settings("sai"))


def test_modules_that_there_are_not(own: Any) -> None:
    with pytest.raises(NewspaperError, match=r"no module khong\.co"):
        catalogue.described(["khong.co"])
    with pytest.raises(ModuleNotFoundError):  # what a module itself lacks is its own fault, and said as Python does
        catalogue.described([own("thieu", "import khong_co_dau")])


def test_newspapers_of_ones_own_as_data_and_as_classes(own: Any) -> None:
    own("rieng", OWN.format(home="https://rieng.vn/"))
    chosen = settings("rieng", spiders=(own("lop", CLASSES),))
    papers, loader = catalogue.newspapers(chosen), spider_loader(chosen)
    assert set(papers) == {*catalogue.described(["crawler.newspapers"]), "bao-rieng", "bao-lop"}
    assert set(loader.list()) == {*papers, "newspaper", "files"} and list(papers) == sorted(papers)
    data, told = papers["bao-rieng"], papers["bao-lop"]
    assert (data.family, data.patterns, data.denies("https://rieng.vn/rao-vat/1")) == (
        "rieng", (r"-r(?P<id>[0-9]+)[.]html$",), True,
    )  # fmt: skip
    assert (told.family, told.province, told.former) == ("chung", "ca-mau", ("baolop.com.vn",))
    assert told.article_key("https://baolop.vn/a-c12.html") == "12" and told.preprocess(b"{tit}a") == b"a"
    assert papers["baocamau"].title == "Báo Cà Mau mới", "a class takes the place of the data"
    for name, paper in papers.items():
        spider = loader.load(name)
        assert issubclass(spider, NewspaperSpider) and (spider.name, spider.newspaper.home) == (name, paper.home)
    with pytest.raises(KeyError):
        loader.load("bao-khong-co")
    assert [family.name for family in catalogue.families(chosen)] == [
        "aid", "bbg", "dataimg", "epi", "onecms", "rieng", "upimg",
    ]  # fmt: skip
    assert catalogue.module_of(catalogue.families(chosen)[5], chosen).name == "rieng.py"
    assert "bao-rieng" not in loader.find_by_request(Request("https://la.vn/"))


def test_the_processes_of_reprocess_know_it_too(own: Any) -> None:
    """Where the command line names its module, and no process's environment does."""
    own("rieng", OWN.format(home="https://rieng.vn/"))
    own("lop", CLASSES)
    with closing(connect(":memory:")) as conn:
        place = Place("captures", True, knowledge(conn), modules(settings("rieng", spiders=("lop",))))
    reader = pickle.loads(pickle.dumps(place)).reader()
    assert reader.paper("bao-rieng").key("https://rieng.vn/tin/bai-r7.html").text == "7"
    assert reader.paper("bao-lop").preprocess(b"{tit}a") == b"a"


def test_it_is_crawled_listed_and_read_by_its_name(site: Any, own: Any, rows: Any, tmp_path: Path) -> None:
    """As README and CONTRIBUTING say: a module of one's own beside the clone, named in BAOTINH_NEWSPAPER_MODULES."""
    own("rieng", OWN.format(home=site.url))
    site.pages = {
        "/": listing("/tin/bai-r7.html", "/rao-vat/ban-xe-r8.html"),
        "/tin/bai-r7.html": article("Con đường mới"),
    }
    env = environment(NEWSPAPER_MODULES="crawler.newspapers,rieng", ARCHIVE=tmp_path / "archive.db")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from scrapy.cmdline import execute; execute()"
    lay(tmp_path / "archive.db")
    done = forked.run("-c", code, "crawl", "bao-rieng", env=env, timeout=60)
    assert done.returncode == 0, done.stderr
    assert rows("select newspaper, title from articles") == [("bao-rieng", "Con đường mới")]
    assert "/rao-vat/ban-xe-r8.html" not in site.paths
    assert "bao-rieng" in forked.run("-c", code, "list", env=env, timeout=60).stdout.split()
    (tmp_path / "rieng.py").write_text(OWN.format(home="rieng.vn"))
    done = forked.run("-c", code, "newspapers", env=env, timeout=60)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "scrapy: newspaper 'bao-rieng': home='rieng.vn': write the address of its front page, like https://bao.example.vn/"
    ]
