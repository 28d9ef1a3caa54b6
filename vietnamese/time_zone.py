"""The time of Vietnam."""

from __future__ import annotations

from datetime import timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))  # no daylight saving since 1975
