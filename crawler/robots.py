"""What a robots.txt says to us (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass, field

from protego import Protego
from scrapy.exceptions import IgnoreRequest


class RobotsForbidden(IgnoreRequest):
    """robots.txt disallows the address."""


class RobotsUnreachable(IgnoreRequest):
    """robots.txt could not be fetched, so nothing may be for now (RFC 9309 2.3.1.4)."""


@dataclass(slots=True)
class Robots:
    """What a robots.txt says to us. `status` is that of the last answer, None without one; `crawl_delay` in seconds.

    `error` says why there was none. Not `reachable`: the server failed (RFC 9309 2.3.1.4) or is busy, so nothing may be fetched until that is over.
    """

    url: str
    status: int | None = None
    reachable: bool = True
    error: str = ""
    sitemaps: list[str] = field(default_factory=list)
    crawl_delay: float | None = None
    rules: Protego | None = None
    agent: str = ""
    expires: float = 0.0  # monotonic

    def allowed(self, url: str) -> bool:
        """Whether we may fetch `url`: everything where there is no robots.txt, nothing where it is out of reach."""
        return self.reachable and (self.rules is None or self.rules.can_fetch(url, self.agent))
