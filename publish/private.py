"""What of an archive is its machine's own business, and nobody's who gets a copy: the folders that it read from."""

from __future__ import annotations

import re
import zlib

_FOLDERS = re.compile(r"(?<![\w/:.])/[^:\n]*/")  # of a path in a sentence


def elsewhere(url: str) -> str:
    """The address of a saved file: its name stays, and a number for its folder. Any other address as it is.

    >>> elsewhere("file:///home/thu/bao/trang.html")
    'file:///9bce783e/trang.html'
    """
    if not url.startswith("file:///"):
        return url
    folder, _, name = url.rpartition("/")
    return f"file:///{zlib.crc32(folder.encode()):08x}/{name}"


def names(text: str | None) -> str | None:
    """A sentence with the names of files without their folders; None stays."""
    return text and _FOLDERS.sub("", text)
