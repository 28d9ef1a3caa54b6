"""What the documents tell readers to type."""

from __future__ import annotations

import configparser
import re
import sqlite3
from pathlib import Path

import pytest

from publish import functions

DOCS = Path(__file__).resolve().parents[2] / "docs"
QUESTIONS = re.findall(r"```sql\n(.*?)```", (DOCS / "analysis.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_of_the_document_run(archive: Path, question: str) -> None:
    conn = sqlite3.connect(archive)
    functions.register(conn)
    conn.execute(question).fetchall()


def test_there_are_ten() -> None:
    assert len(QUESTIONS) == 10


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
