"""What the documents tell readers to type."""

from __future__ import annotations

import configparser
import re
import sqlite3
from pathlib import Path

import pytest

from archive.sql import functions
from tests.publish.conftest import Get

DOCS = Path(__file__).resolve().parents[2] / "docs"
ANALYSIS = (DOCS / "analysis.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"```sql\n(.*?)```", ANALYSIS, re.DOTALL)


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_of_the_document_run_as_typed_and_on_the_site(archive: Path, public: Get, question: str) -> None:
    plain = sqlite3.connect(archive).execute(question).fetchall()
    answer = public("/archive.json", params={"sql": question.rstrip().rstrip(";"), "_shape": "arrays"})
    assert [list(row) for row in plain] == answer.json()["rows"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_read_no_more_than_they_must(archive: Path, question: str) -> None:
    """On 200,000 articles, walking through them with their texts is what takes longer than the site allows."""
    conn = sqlite3.connect(archive)
    walks = [
        step for *_, step in conn.execute(f"explain query plan {question}") if re.match("SCAN (a|articles)$", step)
    ]
    assert not walks


def test_there_are_eleven() -> None:
    assert len(QUESTIONS) == 11


def test_python_of_the_document_runs(archive: Path) -> None:
    (code,) = (code for code in re.findall(r"```python\n(.*?)```", ANALYSIS, re.DOTALL) if "from archive" in code)
    exec(code.replace("archive.db", str(archive)), {})


def test_functions_of_the_document_are_those_of_the_site(archive: Path) -> None:
    plain, site = sqlite3.connect(archive), sqlite3.connect(archive)
    functions.register(site)
    names = "select distinct name from pragma_function_list"
    ours = {name for (name,) in site.execute(names)} - {name for (name,) in plain.execute(names)}
    assert set(re.findall(r"^\| `(\w+)\(", ANALYSIS, re.MULTILINE)) == ours - {"escape_fts"}


def test_units_are_well_formed_and_name_options_that_exist() -> None:
    text = (DOCS / "deploy.md").read_text(encoding="utf-8")
    units = {}
    for name, body in re.findall(r"`/etc/systemd/system/([^`]+)`\n\n```ini\n(.*?)```", text, re.DOTALL):
        parser = configparser.ConfigParser(strict=False, interpolation=None)
        parser.read_string(body)
        units[name] = parser
    assert set(units) == {"baotinh.socket", "baotinh.service", "baotinh-nightly.service", "baotinh-nightly.timer"}
    command = (DOCS.parent / "crawler" / "commands" / "publish.py").read_text(encoding="utf-8")
    for option in set(re.findall(r"scrapy publish((?: --[\w-]+(?: [\w.]+)?)+)", text)):
        for name in re.findall(r"--[\w-]+", option):
            assert f'"{name}"' in command
