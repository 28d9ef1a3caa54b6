"""What fuzzers share: a few rounds in the suite, as many as a time gives in `make fuzz`, always of a seed that is said.

Mark such a test `@pytest.mark.fuzz` and loop `for chance in rounds(300)`: `chance` makes all that is random in a round.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator

SEED = int(os.environ.get("FUZZ_SEED", "110"))
SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))


def rounds(default: int) -> Iterator[random.Random]:
    """`default` rounds; with FUZZ_SECONDS, as many as fit into that time. FUZZ_SEED changes them all."""
    ends, number = time.monotonic() + SECONDS, 0
    while time.monotonic() < ends if SECONDS else number < default:
        print(f"round {number} of FUZZ_SEED={SEED}")  # which pytest shows where it fails
        yield random.Random(f"{SEED}.{number}")
        number += 1
