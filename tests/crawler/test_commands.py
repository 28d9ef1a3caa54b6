"""What all commands have in common."""

import subprocess
import sys

from .conftest import ROOT, article, command, environment


def test_ctrl_c_while_commands_are_loaded_leaves_no_traceback():
    for error, status, told in (("KeyboardInterrupt", 130, False), ("ValueError", 1, True)):
        done = subprocess.run(
            [sys.executable, "-c", f"import crawler.commands; raise {error}"], cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == status and ("Traceback" in done.stderr) is told


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path):
    """`scrapy read ... | head -1`: what reads closes the pipe before all is written."""
    page = tmp_path / "bai.html"
    page.write_text(article("Mùa sen ở đầm Vân"), encoding="utf-8")
    done = subprocess.Popen(
        command("read", str(page)), cwd=ROOT, env=environment(ARCHIVE=tmp_path / "archive.db"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert done.stdout and done.stderr
    done.stdout.close()
    complaint = done.stderr.read()
    done.stderr.close()
    done.wait()
    assert complaint == b""
