"""What a rescue would bring back, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from archive import rescue
from archive.storing.identity import spellings
from crawler.discovery import addresses
from crawler.rescue.listing import Listing
from crawler.rescue.manners import Manners
from crawler.rescue.shared import SharedPages


@dataclass(slots=True)
class Plan:
    """`texts` counts addresses and digests; `here` those of them whose bytes the archive has; `to_fetch` are the
    rest, of one page at many addresses once; `minutes` is for these."""

    source: str
    hosts: list[str]
    captures: int
    texts: int
    here: int
    to_fetch: int
    takedowns: int
    left: int
    minutes: float

    def __str__(self) -> str:
        rows = [
            ("source", self.source),
            ("hosts", ", ".join(self.hosts)),
            ("captures listed", f"{self.captures:,}"),
            ("distinct texts", f"{self.texts:,}"),
            ("already here", f"{self.here:,}"),
            ("to fetch", f"{self.to_fetch:,}"),
            ("from the listing alone", f"{self.captures - self.texts:,} ({self.takedowns:,} of 404 or 410)"),
            ("minutes", f"{self.minutes:,.0f}" if self.minutes >= 1 or not self.minutes else "less than 1"),
        ]
        return "\n".join(f"{name:24}{value}" for name, value in rows)


def plan(listing: Listing, shared: SharedPages, manners: Manners) -> Plan:
    """Counts what is listed, what of it is here, and how long fetching the rest takes."""
    conn, newspaper, source = listing.conn, listing.newspaper, listing.source.name
    told = rescue.counts(conn, newspaper, source, listing.since, listing.until)
    texts = here = to_fetch = 0
    met: set[str] = set()
    for row in rescue.texts(conn, newspaper, source, listing.since, listing.until):
        texts += 1
        if rescue.had(conn, newspaper, row, spellings(addresses.normalize(row.original) or row.original)) is not None:
            here += 1
        elif not shared.holds(row.digest):
            to_fetch += 1
        elif row.digest not in met:
            met.add(row.digest)
            to_fetch += rescue.shared(conn, newspaper, row.digest) is None
    return Plan(
        source=listing.source.base,
        hosts=listing.hosts,
        captures=told["captures"],
        texts=texts,
        here=here,
        to_fetch=to_fetch,
        takedowns=told["takedowns"],
        left=told["left"],
        minutes=manners.minutes(0, to_fetch),
    )
