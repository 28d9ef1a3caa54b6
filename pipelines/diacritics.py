"""Letters right: old encodings restored, code points repaired, what is invisible taken out. Spelling stays as printed."""

from __future__ import annotations

from collections import Counter

from vietnamese import legacy

_C1 = {code: bytes([code]).decode("cp1252", "replace").replace("\ufffd", "") for code in range(0x80, 0xA0)}


def right(text: str, stats: dict[str, int] | None = None) -> str:
    """One line with its letters right; what was repaired is counted into `stats`."""
    fixed, done = legacy.clean(text)
    if done and stats is not None:
        for name, times in Counter(done).items():
            stats[f"letters/{name}"] = stats.get(f"letters/{name}", 0) + times
    if "\n" in fixed:
        return "\n".join(" ".join(row.split()) for row in fixed.split("\n")).strip()
    return " ".join(fixed.split())
