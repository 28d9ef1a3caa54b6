"""The lease of a newspaper: a key in Redis that says who crawls it, and that expires unless whoever it is renews it.

Several machines that crawl one newspaper at once would ask it as many times as often as any of them may. A lease is
renewed by a thread of the crawl itself: a crawl that is killed, frozen or cut off loses it after LEASE_SECONDS, and one
that is cut off ends before that.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

from scrapy.settings import BaseSettings

from archive.database import ArchiveError

logger = logging.getLogger(__name__)

LOST = 75  # exit status of a crawl whose lease was lost: EX_TEMPFAIL, try again
_PREFIX = "baotinh:lease:"
_RENEWALS = 4  # in the time of a lease
# Renewing and giving back are one step each: between asking whose a key is and changing it, it may become another's.
_RENEW = (
    "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) else return 0 end"
)
_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end"


def connect(url: str) -> Any:
    """A client of the Redis at `url` (`redis://HOST:PORT/N`). Raises ArchiveError where it is not installed, is no such
    address, or does not answer."""
    try:
        import redis
    except ImportError as error:
        raise ArchiveError("redis is not installed; pip install 'baotinh[queue]'") from error
    try:
        client = redis.Redis.from_url(url, socket_timeout=10, socket_connect_timeout=10)
        client.ping()
    except ValueError as error:
        raise ArchiveError(f"{url}: not an address like redis://HOST:PORT/0 ({error})") from error
    except redis.RedisError as error:
        raise ArchiveError(f"{url}: no Redis answers there ({error})") from error
    return client


class Lease:
    """Of the newspaper `name`, for `seconds` at a time. `lost` is called, from a thread, once it is no longer ours or can
    no longer be renewed in time."""

    def __init__(self, client: Any, name: str, seconds: float, lost: Callable[[], None]):
        self.client, self.name, self.seconds, self.lost = client, name, seconds, lost
        self.key = f"{_PREFIX}{name}"
        self.token = secrets.token_hex(16)
        self.is_ours = self.is_lost = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._renew, daemon=True, name=f"lease of {name}")

    @classmethod
    def from_settings(cls, settings: BaseSettings, name: str, lost: Callable[[], None]) -> Lease | None:
        """By the settings LEASE and LEASE_SECONDS; None where no lease is asked for."""
        if not settings["LEASE"]:
            return None
        return cls(connect(settings["LEASE"]), name, settings.getfloat("LEASE_SECONDS"), lost)

    def take(self) -> bool:
        """Takes the lease and keeps it from now on; False where another crawl has it. Raises ArchiveError where Redis does
        not answer."""
        asked = monotonic()
        try:
            taken = self.client.set(self.key, self.token, nx=True, px=self._milliseconds())
        except Exception as error:  # of whatever kind a client has
            raise ArchiveError(f"the lease of {self.name} could not be asked for: {error}") from error
        if not taken:
            return False
        self._until = asked + self.seconds
        self.is_ours = True
        self._thread.start()
        return True

    def give_back(self) -> None:
        """Ends it, so that the next crawl need not wait for it to expire."""
        self._ended.set()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(timeout=self.seconds)
        try:
            self.client.eval(_RELEASE, 1, self.key, self.token)
        except Exception as error:  # of whatever kind a client has: the lease expires by itself
            logger.warning("the lease could not be given back and expires by itself: %s", error)

    def _milliseconds(self) -> int:
        """How long the lease lasts, in milliseconds, one at least."""
        return max(1, int(self.seconds * 1000))

    def _renew(self) -> None:
        """Renews the lease until it is given back, in a thread of its own; calls `lost` once it is ours no more."""
        pause = self.seconds / _RENEWALS
        while not self._ended.wait(pause):
            asked = monotonic()
            try:
                ours = bool(self.client.eval(_RENEW, 1, self.key, self.token, self._milliseconds()))
            except Exception:  # Redis is away: it may be back before the lease expires
                ours = asked + pause < self._until
            else:
                self._until = asked + self.seconds
            if not ours:
                self.is_ours, self.is_lost = False, True
                self.lost()
                return


def of_newspapers(client: Any) -> dict[str, float]:
    """The newspapers under a lease, with the seconds until it expires."""
    found = {}
    for key in client.scan_iter(f"{_PREFIX}*"):
        left = client.pttl(key)
        if left > 0:
            found[key.decode().removeprefix(_PREFIX)] = left / 1000
    return found
