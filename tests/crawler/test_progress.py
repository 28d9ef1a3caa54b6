"""The progress display, as it stands on a terminal's screen and as it runs through a pipe."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import textwrap

from . import forked

SPIDERS = """
    import asyncio, logging, sys
    import scrapy
    from scrapy.crawler import CrawlerProcess
    from crawler import progress as p

    class Thu(scrapy.Spider):
        name = "bao-thu"
        steps = 5

        async def start(self):
            count = self.crawler.stats.inc_value
            for n in range(self.steps):
                count(p.PAGES, 300)
                count(p.NEW)
                count(p.UNCHANGED, 2)
                self.crawler.stats.set_value(p.QUEUE, 1000 - n)
                self.logger.info("a quiet word %d", n)
                self.logger.warning("%s: a warning, number %d, with Vietnamese: thử nghiệm", self.name, n)
                await asyncio.sleep(0.25)
            for key in (p.CHANGED, p.REJECTED, p.GONE, p.ERRORS, p.REPAIRS + "letters/eth"):
                count(key, self.steps)
            return
            yield

    class Mau(Thu):
        name = "bao-mau"
        steps = 2

    process = CrawlerProcess({"EXTENSIONS": {"crawler.progress.Progress": 0}, "LOG_LEVEL": sys.argv[1],
        "LOG_FORMAT": "%(levelname)s %(message)s", "LOGSTATS_INTERVAL": 0, "STATS_DUMP": False,
        "PROGRESS_INTERVAL": 0.4, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False})
    for spider in [Thu, Mau][:int(sys.argv[2])]:
        process.crawl(spider)
    process.start()
    logging.getLogger().info("the last word")
"""


def run_in_terminal(level: str, spiders: int, columns: int, term: str = "xterm") -> str:
    """Everything that was sent to the terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")} | {"TERM": term}
    line = ("-c", textwrap.dedent(SPIDERS), level, str(spiders))
    child = forked.start(*line, env=environment, terminal=os.ttyname(theirs))
    sent = b""
    while child.poll() is None or select.select([ours], [], [], 0)[0]:
        if select.select([ours], [], [], 0.05)[0]:
            sent += os.read(ours, 65536)
    os.close(theirs)  # not before: a terminal that nobody has open yet is gone
    os.close(ours)
    assert child.wait().returncode == 0, sent.decode()
    return sent.decode()


def screen(sent: str, height: int = sys.maxsize) -> list[str]:
    """What stands on a terminal of that height and above it, after what was sent to it."""
    lines, row, column = [""], 0, 0
    for part in re.findall(r"\x1b\[[?0-9;]*[A-Za-z]|\r|\n|[^\x1b\r\n]+", sent):
        if part == "\r":
            column = 0
        elif part == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif part.startswith("\x1b"):
            if part.endswith("A"):
                row = max(row - int(part[2:-1] or 1), len(lines) - height, 0)
            elif part == "\x1b[2K":
                lines[row] = ""
            else:
                assert part[-1] in "mhl", f"a control we do not know: {part!r}"
        else:
            lines[row] = lines[row][:column].ljust(column) + part + lines[row][column + len(part) :]
            column += len(part)
    return [line.rstrip() for line in lines]


HEAD = ["newspaper", "found", "pages", "new", "changed", "errors", "pages/s"]
WARNINGS = [f"WARNING bao-thu: a warning, number {n}, with Vietnamese: thử nghiệm" for n in range(5)]
SUMMARY = (
    r"bao-thu: finished after 0:00:0\d: 1,500 pages \([\d.]+/s\); articles: 5 new, 5 changed, 10 unchanged, "
    r"5 rejected, 5 gone; 5 errors; 996 in the queue; repaired: 5 letters/eth"
)


def test_a_live_table_in_a_terminal() -> None:
    sent = run_in_terminal("INFO", 1, columns=160)
    lines = screen(sent)
    [table] = [n for n, line in enumerate(lines) if line.split() == HEAD]
    *row, speed = lines[table + 1].split()
    assert row == ["bao-thu", "2,496", "1,500", "5", "5", "5"], "found is what was asked for and what waits"
    assert 100 < float(speed) < 1300, "over the whole crawl"
    assert [line for line in lines if line.startswith("WARNING")] == WARNINGS, "log lines stand whole above the table"
    assert max(lines.index(line) for line in WARNINGS) < table
    assert re.fullmatch(SUMMARY, lines[table - 1])
    assert "quiet word" not in sent, "the table says it better"
    assert "INFO the last word" in lines[table + 2 :], "what comes after is told as ever"
    rows = re.findall(r"bao-thu +([\d,]+) ", sent)
    assert len(set(rows)) >= 3, "it is live"
    assert sent.rindex("\x1b[?25h") > sent.rfind("\x1b[?25l"), "the cursor is there again"


def test_one_table_for_all_crawls_of_a_process() -> None:
    lines = screen(run_in_terminal("INFO", 2, columns=80))
    [table] = [n for n, line in enumerate(lines) if line.startswith("newspaper")]
    assert [line.split()[:-1] for line in lines[table + 1 : table + 4]] == [
        ["bao-thu", "2,496", "1,500", "5", "5", "5"],
        ["bao-mau", "1,599", "600", "2", "2", "2"],
        ["0", "of", "2", "running", "4,095", "2,100", "7", "7", "7"],
    ]
    assert not any("bao-" in line for line in lines[table + 4 :])
    assert sorted(line for line in lines if line.startswith("WARNING bao-thu")) == WARNINGS


def test_debug_is_told_in_full_above_the_table() -> None:
    lines = screen(run_in_terminal("DEBUG", 1, columns=200))
    assert [line for line in lines if "quiet word" in line] == [f"INFO a quiet word {n}" for n in range(5)]
    assert [line.split() for line in lines].count(HEAD) == 1


def assert_plain(text: str) -> None:
    assert "\x1b" not in text and "\r" not in text.replace("\r\n", "")
    lines = text.replace("\r\n", "\n").splitlines()
    now_and_then = [line for line in lines if line.startswith("INFO bao-thu: ")]
    assert 1 <= len(now_and_then) <= 4, "every 0.4 seconds for a second and a quarter"
    pattern = r"INFO bao-thu: ([\d,]+) pages \([\d.]+/s\); articles: (\d) new, .* errors; (\d+) in the queue"
    for line in now_and_then:
        found = re.fullmatch(pattern, line)
        assert found
        pages, new, queue = (int(number.replace(",", "")) for number in found.groups())
        assert pages == 300 * new and queue == 1001 - new
    assert [line for line in lines if line.startswith("WARNING")] == WARNINGS
    assert len([line for line in lines if re.fullmatch(SUMMARY, line)]) == 1


def test_plain_lines_without_a_terminal() -> None:
    done = forked.run("-c", textwrap.dedent(SPIDERS), "INFO", "1", env=os.environ, timeout=300)
    assert_plain(done.stderr)
    assert done.stdout == ""


def test_plain_lines_in_a_terminal_that_cannot_move_its_cursor() -> None:
    assert_plain(run_in_terminal("INFO", 1, columns=300, term="dumb"))


def test_one_line_for_all_crawls_without_a_terminal() -> None:
    done = forked.run("-c", textwrap.dedent(SPIDERS), "INFO", "2", env=os.environ, timeout=300)
    lines = done.stderr.splitlines()
    told = [line.partition(" new")[0] for line in lines if " running: " in line]
    assert told[0].startswith("INFO 2 of 2 running: 1,200 pages ("), told
    assert told[0].endswith("articles: 4") and told[1].startswith("INFO 1 of 2 running: 1,")
    assert len([line for line in lines if line.startswith(("bao-thu: finished", "bao-mau: finished"))]) == 2


def test_the_summary_is_told_whatever_the_log_level() -> None:
    done = forked.run("-c", textwrap.dedent(SPIDERS), "ERROR", "1", env=os.environ, timeout=300)
    assert re.fullmatch(SUMMARY + "\n", done.stderr)
