"""What becomes of a page: decoded, its article's block found and stripped, its fields read."""

from __future__ import annotations

import gc

from pipelines import boilerplate, decode, metadata
from pipelines.multipage import join
from pipelines.page import Page

__all__ = ["Page", "join", "read"]

# A page is thousands of small objects that end with it: looking for garbage at every 700th was 4% of reading.
gc.set_threshold(20_000)


def read(page: Page, *, strip: bool = True) -> Page:
    """Reads a page to the end: leaves `article`, `part_of` or `reason`, with `text` and `tree` still there.

    With `strip` off nothing is taken out of the article's block, so that what stripping removes can be audited.
    Never raises, whatever the page holds.
    """
    decode.decode(page)
    if page.reason is None:
        boilerplate.boilerplate(page, strip=strip)
    if page.reason is None:
        metadata.metadata(page)
    return page
