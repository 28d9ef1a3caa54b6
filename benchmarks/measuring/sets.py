"""The sets of pages that readers are measured on: where their pages are, and where what is right of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from crawler.saved_pages import saved_pages
from crawler.saved_pages.saved_pages import Saved


@dataclass(frozen=True)
class Corpus:
    """`pages` is a WARC file or a folder, `gold` a file or folder; `kind` says which scorer takes them."""

    name: str
    kind: Literal["corpus", "cases", "pages"]
    pages: Path
    gold: Path

    def read(self) -> Iterator[tuple[Path, Saved]]:
        """Its pages, each with the file it is in."""
        for file in saved_pages.files(self.pages):
            if saved_pages.holds_pages(file):
                for page in saved_pages.pages(file, print):
                    yield file, page

    @property
    def size(self) -> int:
        """Bytes of its files: what reading takes goes by it."""
        return sum(file.stat().st_size for file in saved_pages.files(self.pages))


def corpora(shared: Path, work: Path) -> list[Corpus]:
    """All sets there are in the folder of measuring material; page texts are made of the saved pages, in `work`."""
    found = []
    for warc in [*sorted(shared.glob("corpora/*.warc.gz")), *sorted(shared.glob("corpora/*/*.warc.gz"))]:
        name = warc.name.removesuffix(".warc.gz")
        gold = warc.with_name(f"{name}.gold.jsonl")
        if gold.exists():
            found.append(Corpus(name, "corpus", warc, gold))
    if (cases := shared / "cases" / "reading").is_dir():
        found.append(Corpus("cases", "cases", cases, cases))
    gold, html = shared / "pages" / "gold.json", shared / "pages" / "html"
    if gold.exists():
        found.append(Corpus("pages", "pages", html, gold))
        for name, *how in (("texts",), ("texts-whole", "--whole")):
            maker = [sys.executable, "-B", shared / "tools" / "page_texts.py", html, work / name, *how]
            subprocess.run(maker, check=True)
            found.append(Corpus(name, "pages", work / name, gold))
    return found
