"""The address of a picture, among all the attributes that pages keep it in."""

from __future__ import annotations

from lxml import etree


def source(element: etree._Element) -> str:
    """The address of an image as printed; empty for spacers, icons and what is no address."""
    get = element.get
    address = get("data-src") or get("data-original") or get("data-lazy-src") or get("src") or ""
    if address.startswith("data:"):
        address = (get("srcset") or get("data-srcset") or "").split(" ")[0]
    width = get("width") or ""
    if not address or address.startswith("data:") or (width.isdigit() and int(width) <= 40):
        return ""
    names = get("class") or ""
    return "" if "emoji" in names or "smiley" in names else address.strip()
