"""How the archive writes moments."""

from __future__ import annotations

from datetime import UTC, datetime


def utc(moment: datetime) -> str:
    """How the archive writes the moments it measured itself: `2026-11-23T19:00:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """The moment (aware, UTC) that `utc` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
