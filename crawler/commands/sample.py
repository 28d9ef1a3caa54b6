"""`scrapy sample`: the sample newspapers, served on loopback and crawled twice, so that an edit and a takedown show."""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
from pathlib import Path

from archive.database import connect
from crawler import command, sample


class Command(command.Command):
    example = "scrapy sample -s ARCHIVE=sample.db"

    def short_desc(self) -> str:
        return "Crawl the bundled sample newspapers over loopback"

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawls each sample newspaper twice, unless that was done before. Raises OSError where a port that they need
        is taken.
        """
        assert self.settings is not None
        path = Path(self.settings["ARCHIVE"])
        try:
            crawled = _crawled(connect(path))
            for edition in (1, 2):
                missing = [paper for paper in sample.newspapers() if crawled.get(paper.name, 0) < edition]
                if missing:
                    with sample.serve(edition=edition, port_base=sample.PORT_BASE):
                        for paper in missing:
                            print(f"{paper.title}, {paper.url}, crawl {edition} of 2", flush=True)
                            self._crawl(paper, path)
        except sample.PortTakenError as error:
            raise OSError(f"{error} End the program that has it and run this again; what was crawled stays.") from None
        except subprocess.CalledProcessError as error:
            self.exitcode = error.returncode
        else:
            print(f"{path} holds the sample newspapers. Look: datasette {path}")

    def _crawl(self, paper: sample.Newspaper, path: Path) -> None:
        """Crawls a sample newspaper into the archive, in a process of its own.

        Raises CalledProcessError where that fails.
        """
        assert self.settings is not None
        chosen = [f"{name}={self.settings[name]}" for name in ("CAPTURES",) if self.settings[name] is not None]
        arguments = [
            f"url={paper.url}",
            f"name={paper.name}",
            f"title={paper.title}",
            f"province={paper.province}",
            "revisit=all",
        ]
        command = [sys.executable, "-m", "scrapy", "crawl", "newspaper"]
        for argument in arguments:
            command += ["-a", argument]
        for setting in (f"ARCHIVE={path}", "DOWNLOAD_DELAY=0", *chosen):
            command += ["-s", setting]
        subprocess.run(command, check=True)


def _crawled(conn: sqlite3.Connection) -> dict[str, int]:
    """How often each newspaper was crawled to the end."""
    return dict(
        conn.execute("select newspaper, count(*) from crawls where reason = 'finished' group by newspaper").fetchall()
    )
