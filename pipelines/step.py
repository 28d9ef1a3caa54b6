"""What makes a function on a page an item pipeline of Scrapy."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.page import Page


class Step:
    """A pipeline with one concern: `run` works on the page, and a page already refused passes by."""

    run: Callable[[Page], None]

    async def process_item(self, item: Page) -> Page:
        """Runs the step, unless the page was refused already."""
        if item.reason is None:
            type(self).run(item)
        return item
