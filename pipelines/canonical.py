"""The address that a page names as its own, as far as it can be one."""

from __future__ import annotations

from pipelines.about import About
from pipelines.address import join, split


def canonical(found: About, url: str) -> str | None:
    """The address the page names as its own, absolute; None where it names none that can be one."""
    named = join(url, found.canonical) if found.canonical else ""
    there, here = split(named), split(url)
    if there.scheme not in ("http", "https") or not there.hostname:
        return None
    if there.path in ("", "/") and not there.query and (here.scheme == "file" or here.path not in ("", "/")):
        return None  # a front page as the address of all its articles
    return named
