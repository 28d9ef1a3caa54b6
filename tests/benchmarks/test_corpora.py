"""The table of how well pages are read, and what it says of pages that got better or worse."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.measuring import board
from benchmarks.measuring.board import Figures
from tests.crawler.conftest import ROOT, article

TOOLS = ROOT.parent / "shared" / "tools"
PROGRAM = ROOT / "benchmarks" / "corpora.py"


def corpora(*arguments: object) -> subprocess.CompletedProcess:
    command = [sys.executable, str(PROGRAM), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def test_where_there_is_nothing_to_measure_on_it_says_so(tmp_path):
    done = corpora("--shared", tmp_path / "khong-co")
    assert done.returncode == 0 and not done.stderr
    assert done.stdout == f"{tmp_path / 'khong-co'} does not exist, so there is nothing to measure on\n"


def test_a_scoreboard_is_read_as_it_was_written_without_the_pages_names(tmp_path):
    path = tmp_path / "board.csv"
    good = Figures(read=1, precision=0.98765, recall=1.0, title=1, date=0, captions=2, captions_of=3)
    board.save(path, {("bao", "https://bao.example/lua-chin"): good, ("khac", "x"): Figures(false=1)})
    assert "lua-chin" not in path.read_text()
    again = board.load(path)
    assert again["bao", board.mark("https://bao.example/lua-chin")] == Figures(
        read=1, precision=0.9877, recall=1.0, title=1, date=0, captions=2, captions_of=3
    )
    board.save(path, {("bao", "https://bao.example/khac"): good})
    assert {corpus for corpus, _ in board.load(path)} == {"bao", "khac"} and len(board.load(path)) == 2
    assert board.load(tmp_path / "none.csv") == {}


def test_pages_are_named_that_are_read_better_or_worse():
    def at(page: str, **figures: float) -> tuple[tuple[str, str], Figures]:
        return ("bao", page), Figures(**figures)  # type: ignore[arg-type]

    pages = ["same", "better", "worse", "both", "lists"]
    was = dict(
        [at("same", precision=0.9, recall=1.0, title=1), at("better", read=0, title=0, let=4), at("worse", kept=3, lost=0),
         at("both", title=1, date=0), at("lists", false=0)]
    )  # fmt: skip
    now = dict(
        [at("same", precision=0.9001, recall=1.0, title=1), at("better", read=1, title=1, let=1), at("worse", kept=1, lost=2),
         at("both", title=0, date=1), at("lists", false=1), at("new", title=0)]
    )  # fmt: skip
    before = {("bao", board.mark(page)): was["bao", page] for page in pages}
    found = {change.page: change for change in board.compare(before, now)}
    assert {page: change.worse for page, change in found.items()} == {
        "better": False, "worse": True, "both": True, "lists": True,
    }  # fmt: skip
    assert found["better"].what == ["read", "title", "let 4 > 1"]
    assert found["worse"].what == ["kept 3 > 1", "lost 0 > 2"]
    assert found["both"].what == ["no title", "date"] and found["lists"].what == ["false"]


@pytest.mark.slow
def test_sets_of_every_kind_are_read_scored_and_compared(tmp_path):
    """Sets of our own, by the scorers that came with the others."""
    if not TOOLS.is_dir():
        pytest.skip(f"the scorers are not at hand: {TOOLS}")
    shared = material(tmp_path / "shared")
    done = corpora("--ours", "--shared", shared, "--worst", 3)
    assert done.returncode == 0, done.stderr
    rows = {cells[0]: cells for line in done.stdout.splitlines() if (cells := line.split()) and "ours" in cells[1:2]}
    head = done.stdout.split("\n", 1)[0].split()
    assert set(rows) == {"cases", "pages", "texts", "texts-whole"}
    cell = {name: dict(zip(head, row, strict=True)) for name, row in rows.items()}
    assert cell["pages"]["read"] == "1/1" and cell["pages"]["titles"] == "1/1" and cell["pages"]["F1"] == "1.0000"
    assert cell["cases"]["right"] == "1/2" and cell["cases"]["titles"] == "1/2"
    assert "title: 'Ruộng bậc thang' instead of 'Ruộng khác'" in done.stdout
    assert not list(shared.rglob("__pycache__"))
    assert "no set khong-co; there are cases, pages" in corpora("--shared", shared, "--corpus", "khong-co").stderr


def material(shared: Path) -> Path:
    """Measuring material of two cases and a page."""
    shutil.copytree(TOOLS, shared / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    cases, html = shared / "cases" / "reading", shared / "pages" / "html"
    cases.mkdir(parents=True)
    html.mkdir(parents=True)
    body = [
        "Mùa nước đổ, ruộng bậc thang ở Mường Hoa loang loáng như những mảnh gương xếp chồng lên nhau từ suối lên mây.",
        "Bà con dẫn nước từ đầu nguồn về bằng máng tre, thửa cao đầy thì tràn xuống thửa thấp, không thửa nào phải chờ.",
        "Lúa cấy xong trước rằm tháng Sáu, đến cuối tháng Chín thì chín vàng, khách bốn phương lại tìm lên ngắm và chụp ảnh.",
    ]
    lead = "Ruộng bậc thang Mường Hoa vào mùa nước đổ, cảnh đẹp chỉ kéo dài chừng ba tuần lễ mỗi năm."
    page = article("Ruộng bậc thang", *body, lead=lead)
    right = {"title": "Ruộng bậc thang", "lead": lead, "body": body, "about": "as it is"}
    for name, want in (("01-dung", right), ("02-sai", {**right, "title": "Ruộng khác"})):
        (cases / f"{name}.html").write_text(page, "utf-8")
        (cases / f"{name}.json").write_text(json.dumps(want), "utf-8")
    (html / "ruong.html").write_text(page, "utf-8")
    gold = {"title": "Ruộng bậc thang", "lead": lead, "text": "\n".join([lead, *body]), "captions": [], "byline": ""}
    (shared / "pages" / "gold.json").write_text(json.dumps({"ruong.html": gold}), "utf-8")
    return shared
