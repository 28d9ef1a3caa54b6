"""Who an author's field names: a person or a desk, never the site itself nor an account."""

from __future__ import annotations

from archive.hosts import host
from pipelines.language import names
from pipelines.language.diacritics import right
from pipelines.language.title_keys import key
from pipelines.page import Page
from pipelines.structured_data.canonical import canonical
from pipelines.structured_data.page_head import CUT
from vietnamese import bylines

_SITE = 4  # letters that a site's name has more of, where it stands in one line with an author's


def author(text: str, page: Page, here: bool = True) -> str | None:
    """A person's or desk's name from an author field; None for the site's name, an address, "admin".

    `here`: on a Vietnamese page, where newsrooms sign in formulas and a name in small letters is an account's.
    """
    text = names.parted(right(text.replace("\n", " "))) if here else without_site(text, page)
    found = names.names(text)
    if not found:
        return None
    if here:
        own = [piece for piece in text.split(" | ") if not is_site(piece.strip(), page)] if " | " in text else [text]
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


def without_site(text: str, page: Page) -> str:
    """A line that names an author without the site's own name before or behind it; as it is where what is left is no full
    name of a person's.
    """
    assert page.head
    pieces = CUT.split(page.head.page_title)
    for site in [*page.head.site, *pieces[1:][-1:]]:
        bare = text.removeprefix(f"{site} ").removesuffix(f" {site}").strip(" -–—|·•,/")
        if len(site) > _SITE and " " in bare and names.is_person(bare):
            return bare
    return text


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
