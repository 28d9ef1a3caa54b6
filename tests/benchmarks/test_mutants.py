"""The mutation run: which changes it makes, that a seed makes the same ones, and that it tells caught from survived."""

from __future__ import annotations

import subprocess
from pathlib import Path

from benchmarks import mutants

MODULE = '''"""No 1 here."""

LIMITS = {"least": 3, "share": 0.5}
PATTERN = r"x{2,40}"


def fits(n: int, words: list[str] | None = None) -> bool:
    """Whether 5 > 4."""
    assert n is not None
    if words and "đ" not in words:
        return not n < LIMITS["least"]
    return f"{n > 3}" == ""
'''
TEST = "from archive.own import fits\n\n\ndef test_three():\n    assert fits(3, ['a']) and not fits(2, ['a'])\n"


def test_conditions_and_numbers_are_changed_and_nothing_else() -> None:
    found = {(change.line, change.before, change.after) for change in mutants.changes("archive/own.py", MODULE)}
    assert found == {
        (3, "3", "4"), (3, "3", "2"), (3, "0.5", "1.0"), (3, "0.5", "0.25"), (4, "2", "3"), (4, "40", "41"),
        (10, "and", "or"), (10, "not in", "in"), (11, "not ", ""), (11, "<", "<="), (11, "<", ">="), (12, "==", "!="),
    }  # fmt: skip


def test_a_seed_picks_the_same_changes() -> None:
    one, again, other = (mutants.pick(mutants.ROOT, seed, 60, "/store.py") for seed in (1, 1, 2))
    assert one == again != other and len({(change.path, change.start) for change in one}) == 60
    assert {change.path.split("/")[0] for change in one} == set(mutants.ROOMS)


def test_a_reason_is_given_for_changes_that_can_be_made() -> None:
    reasons = mutants.equivalent(mutants.EQUIVALENT)
    files = {path for path, _, _, _ in reasons}
    made = {change.key for path in files for change in mutants.changes(path, (mutants.ROOT / path).read_text("utf-8"))}
    assert reasons and reasons.keys() <= made and all(reasons.values())


def test_what_a_test_sees_is_caught_and_what_none_sees_survives(tmp_path: Path, capsys) -> None:
    for path, text in {"archive/__init__.py": "", "archive/own.py": MODULE, "tests/archive/test_own.py": TEST}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.pytest.ini_options]\nmarkers = ["slow", "fuzz"]\n')
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    found = mutants.changes("archive/own.py", MODULE)
    seen = next(change for change in found if change.after == "<=")
    unseen, same = (change for change in found if change.before == "0.5")
    assert mutants.run(tmp_path, [seen, unseen, same], {same.key: "nobody reads it"}) == 1
    told = capsys.readouterr().out
    assert (
        f"caught    {seen}" in told and f"SURVIVED  {unseen}" in told and "1 of 2 caught, 50%; 1 change nothing" in told
    )
    assert (tmp_path / "archive/own.py").read_text("utf-8") == MODULE
