"""Who runs a site and where they answer, and whether its captures are open: what the settings say of the public site."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from publish.archive_queries.archive import archive_of
from publish.datasette_internals import Datasette


@dataclass(frozen=True)
class SiteSettings:
    """The settings OPERATOR and CONTACT, empty where they are not set, and the folder of the captures where
    PUBLIC_CAPTURES opens them, None while they are closed. `dataset` is the setting DATASET: the address below which the
    data set of `scrapy export parquet` is fetched, empty where it is not handed out.

    >>> SiteSettings(contact="kho@example.org").contact_link("Bài 7")
    'mailto:kho@example.org?subject=B%C3%A0i%207'
    >>> SiteSettings(contact="https://example.org/hoi").contact_link(), SiteSettings(contact="tổng đài").contact_link()
    ('https://example.org/hoi', None)
    """

    operator: str = ""
    contact: str = ""
    captures: Path | None = None
    dataset: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for a data set that is at no address of the web, or at one that means something to a shell: it
        stands in lines to copy."""
        if self.dataset and not re.fullmatch(r"https?://[^\s\"'<>\\$`;&|(){}*]+", self.dataset):
            raise ValueError(f"DATASET is an address such as https://data.example.org/baotinh/, not “{self.dataset}”")

    def contact_link(self, subject: str = "", body: str = "") -> str | None:
        """The address that a click on the contact opens, a letter with its subject and body begun; None for a contact
        that is neither an e-mail address nor a page."""
        if re.match("https?://", self.contact):
            return self.contact
        if not re.fullmatch(r"(mailto:)?[^\s@/]+@[^\s@/]+", self.contact):
            return None
        begun = urlencode(
            {name: text for name, text in (("subject", subject), ("body", body)) if text}, quote_via=quote
        )
        return f"mailto:{self.contact.removeprefix('mailto:')}{f'?{begun}' if begun else ''}"


def missing(operator: str | None, contact: str | None, site_url: str | None) -> list[str]:
    """The names of the settings without which nobody can reach whoever runs a site."""
    given = {"OPERATOR": operator, "CONTACT": contact, "SITE_URL": site_url}
    return [name for name, value in given.items() if not value]


def of(datasette: Datasette) -> SiteSettings:
    """The settings of a site: as `publish.serving.serve.open_site` was given them, else as the environment has them."""
    given: SiteSettings | None = getattr(datasette, "site_settings", None)
    return given or _from_environment(datasette)


def _from_environment(datasette: Datasette) -> SiteSettings:
    """What `datasette archive.db` is told: captures are beside the archive where BAOTINH_CAPTURES does not say."""
    archive = archive_of(datasette)
    captures = None
    if os.environ.get("BAOTINH_PUBLIC_CAPTURES", "").lower() in ("1", "true", "yes", "on") and archive:
        chosen = os.environ.get("BAOTINH_CAPTURES")
        beside = Path(archive.db.path or "").parent / "captures"
        captures = beside if chosen is None else Path(chosen) if chosen else None
    operator, contact, dataset = (os.environ.get(f"BAOTINH_{name}", "") for name in ("OPERATOR", "CONTACT", "DATASET"))
    return SiteSettings(operator, contact, captures, dataset)
