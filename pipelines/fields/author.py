"""Who an author's field names: a person or a desk, never the site itself nor an account."""

from __future__ import annotations

from archive.hosts import host
from pipelines.boilerplate.headings import key
from pipelines.canonical import canonical
from pipelines.diacritics import right
from pipelines.fields import names
from pipelines.page import Page
from vietnamese import bylines


def author(text: str, page: Page, here: bool = True) -> str | None:
    """A person's or desk's name from an author field; None for the site's name, an address, "admin".

    `here`: on a Vietnamese page, where newsrooms sign in formulas and a name in small letters is an account's.
    """
    text = names.parted(right(text.replace("\n", " "))) if here else text
    found = names.names(text)
    if not found:
        return None
    if here:
        own = [piece for piece in text.split(" | ") if not is_site(piece.strip(), page)]
        whole = names.without_label(own[0] if len(own) == 1 else text)
        if bylines.byline(whole) and not is_site(whole, page):
            return bylines.clean_author(whole)
    found = [name for name in found if not names.is_account(name, here=here)]
    others = [name for name in found if not is_site(name, page)]
    if not here and len(others) > 1 and page.head:  # "Mara Tester | The Post", on a page called "... - The Post"
        whole = key(page.head.page_title)
        others = [name for name in others if not whole.endswith(f" {key(name)}")] or others
    if here or any(names.is_person(name) and " " in name for name in others):
        found = others  # a newspaper beside its people; alone or with an agency it may sign, but not in Vietnamese
    return " - ".join(found) or None


def is_site(name: str, page: Page) -> bool:
    """Whether a name is the site's own."""
    assert page.head
    k = key(name)
    sites = {key(s) for s in [*page.head.site, page.newspaper_title] if s}
    place = host(canonical(page.head, page.url) or page.url)
    bare = k.replace(" ", "")
    if not k or k in sites or any(len(s) > 5 and (s in k or k in s) for s in sites):
        return True
    return len(bare) > 3 and (bare in place.replace(".", "").replace("-", "") or bare == f"bao{place.split('.')[0]}")
