"""The home of a newspaper: where it answers, what its site is called, and what is said where it cannot be had."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from archive.newspapers import put_newspaper
from archive.reasons import Reason, stored
from crawler import politeness
from crawler.robots import Robots
from crawler.spiders.responses import Responses


class Homes(Responses):
    """A spider that finds its newspaper's home."""

    async def find_home(self) -> Robots:
        """The robots.txt of the home; where nothing answers there, `home` becomes the first other spelling or former host
        where something does."""
        assert self.home is not None
        robots = first = await politeness.robots(self.crawler, self.home)
        for home in self._other_homes() if self._has_no_server(first) else []:
            robots = await politeness.robots(self.crawler, home)
            if not self._has_no_server(robots):
                self.logger.warning("%s: no answer (%s); reading %s instead", self.home, first.error, home)
                self.home = home
                return robots
        return first

    def _other_homes(self) -> list[str]:
        """Nothing for a newspaper that was given by its address: it is asked where it was said to be."""
        if self.home is None or self.home != type(self).home:
            return []
        other = {"http": "https", "https": "http"}
        scheme, host = urlsplit(self.home)[:2]
        return [f"{other[scheme]}://{host}/", *(f"https://{former}/" for former in self.former)]

    @staticmethod
    def _has_no_server(robots: Robots) -> bool:
        """Whether there is no server, as far as it may be asked: not one in trouble, nor one whose certificate is not
        believed.
        """
        return robots.nobody or robots.refused

    def _no_home(self, problem: str, reason: Reason | None) -> None:
        """Ends the crawl because the home cannot be had, and names the successor where there is one."""
        if self.successor:
            known = "" if "successor" in self.verified else ", it is thought"
            problem += f"; {self.title} went into {self.successor}{known}: scrapy crawl {self.successor}"
        self.give_up(problem, reason)

    def nothing_found(self) -> None:
        """Ends the crawl as one that did not do what it was asked, where it had neither the home page nor any article."""
        stats = self.crawler.stats
        found = sum(stats.get_value(f"articles/{outcome}", 0) for outcome in ("new", "changed", "unchanged"))
        row = self.archive.execute("select state, reason, detail from pages where url = ?", [self.home]).fetchone()
        if not found and row and row[0] not in ("index", "article", "new"):
            why = stored(row[1], row[2])
            self._no_home(f"{self.home}: {why}", why)

    def learn_title(self, tree: Any) -> None:
        """Keeps what the home page calls its site, for a newspaper without a title."""
        self.title = _site_title(tree)
        if self.title:
            put_newspaper(self.archive, self.name, title=self.title)


def _site_title(tree: Any) -> str | None:
    """What a home page calls its site: og:site_name, else the first part of its title that names no page; else None."""
    for meta in tree.iter("meta"):
        if (meta.get("property") or "").lower() == "og:site_name" and (content := (meta.get("content") or "").strip()):
            return content
    for title in tree.iter("title"):
        pieces = re.split(r"\s+[-–—|»]\s+", " ".join((title.text or "").split()))
        return next((piece for piece in pieces if piece.lower() not in ("", "trang chủ", "trang nhất", "home")), None)
    return None
