"""How often a web archive is asked, and when it is left alone.

Its index is asked at most 24 times a minute, its captures at most 480 times, one request after the other, whoever of this
machine's archive asks. Where it refuses (429, or no connection at all), everything stops: for a minute, then for an hour,
then for the day. What is known of that stands in the archive, so that a rescue that was killed begins no sooner.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from datetime import UTC, datetime, timedelta
from time import monotonic, time

from scrapy.settings import BaseSettings

from archive import rescue
from archive.moments import moment, utc

logger = logging.getLogger(__name__)

_MINUTE = 61.5  # seconds: no minute by anybody's clock has one too many, however unevenly requests arrive
INDEX_PER_MINUTE, CAPTURES_PER_MINUTE = 24.0, 480.0  # what the Internet Archive's own client keeps to


class LeaveAloneError(Exception):
    """The web archive wants to be left alone for longer than a rescue waits: a line that says until when."""


class Manners:
    """Paces the requests to one source. Settings: RESCUE_INDEX_PER_MINUTE, RESCUE_CAPTURES_PER_MINUTE, RESCUE_PAUSES
    (seconds, by how often in a row it has refused); faster than the public archives want, they are asked by none."""

    def __init__(self, conn: sqlite3.Connection, source: str, settings: BaseSettings, *, public: bool) -> None:
        self.conn, self.source = conn, source
        index = settings.getfloat("RESCUE_INDEX_PER_MINUTE")
        captures = settings.getfloat("RESCUE_CAPTURES_PER_MINUTE")
        self.per_minute = (
            (min(index, INDEX_PER_MINUTE), min(captures, CAPTURES_PER_MINUTE)) if public else (index, captures)
        )
        self.pauses = [float(seconds) for seconds in settings.getlist("RESCUE_PAUSES")]
        self.patience = max(self.pauses[:-1], default=0.0)
        known = rescue.asked(conn, source)
        self.alone_until = moment(known.alone_until) if known.alone_until else None
        over = self.alone_until is not None and self.alone_until <= datetime.now(UTC)
        self.refusals = 0 if over and known.refusals >= len(self.pauses) else known.refusals
        # by the clock on the wall, which another process has read; one that was ahead is not waited for
        ago = time() - known.asked_at if known.asked_at else 60.0
        self.index_asked = monotonic() - (ago if ago >= 0 else 0.0)
        self.capture_asked = monotonic() - 60.0

    async def before(self, *, index: bool) -> None:
        """Waits until the next request may leave. Raises LeaveAloneError where that is not to be waited for."""
        await self._wait_until_allowed()
        spacing = _MINUTE / self.per_minute[0 if index else 1]
        last = self.index_asked if index else self.capture_asked
        while (wait := last + spacing - monotonic()) > 0:
            await asyncio.sleep(wait)
        if index:
            self.index_asked = monotonic()
            rescue.note(self.conn, self.source, asked_at=time())
        else:
            self.capture_asked = monotonic()

    async def _wait_until_allowed(self) -> None:
        """Waits until the source may be asked again. Raises LeaveAloneError where that is too long."""
        while self.alone_until and (wait := (self.alone_until - datetime.now(UTC)).total_seconds()) > 0:
            if self.refusals >= len(self.pauses) or wait > self.patience + 2:
                raise LeaveAloneError(self._why_it_ends())
            logger.info("%s: left alone for %.0f s", self.source, wait)
            await asyncio.sleep(wait)
        self.alone_until = None

    def refused(self, why: str, retry_after: float = 0.0) -> None:
        """Notes that the source refused, and how many seconds it asked for.

        Raises LeaveAloneError where that was once too often.
        """
        pause = self.pauses[min(self.refusals, len(self.pauses) - 1)]
        self.refusals += 1
        seconds = retry_after if retry_after and self.refusals < len(self.pauses) else max(pause, retry_after)
        self.alone_until = datetime.now(UTC) + timedelta(seconds=seconds)
        kept = utc(self.alone_until + timedelta(seconds=1))  # the archive keeps whole seconds
        rescue.note(self.conn, self.source, refusals=self.refusals, alone_until=kept)
        logger.warning("%s: %s; nothing is asked for %.0f s", self.source, why, seconds)
        if self.refusals >= len(self.pauses) or seconds > self.patience:
            raise LeaveAloneError(self._why_it_ends(why))

    def served(self) -> None:
        """Notes that the source answered: the next refusal is the first again."""
        if self.refusals:
            self.refusals, self.alone_until = 0, None
            rescue.note(self.conn, self.source, refusals=0, alone_until=None)

    def minutes(self, index: int, captures: int) -> float:
        """How many minutes so many requests to the index and for captures take at least."""
        return index / self.per_minute[0] + captures / self.per_minute[1]

    def _why_it_ends(self, why: str = "it has refused before") -> str:
        """What is said where the rescue ends for now: why, and when to run it again."""
        assert self.alone_until is not None
        over = self.alone_until + timedelta(seconds=60)  # a whole minute in which it is over
        when = over.astimezone().strftime("%Y-%m-%d %H:%M")
        return f"{self.source}: {why}; run the same command again after {when}, it goes on where it was"
