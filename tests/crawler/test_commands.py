"""What all commands have in common."""

import subprocess
import sys

from .conftest import ROOT


def test_ctrl_c_while_commands_are_loaded_leaves_no_traceback():
    for error, status, told in (("KeyboardInterrupt", 130, False), ("ValueError", 1, True)):
        done = subprocess.run(
            [sys.executable, "-c", f"import crawler.commands; raise {error}"], cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == status and ("Traceback" in done.stderr) is told
