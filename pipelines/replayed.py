"""Pages as a web archive shows them: what it puts into them taken out, their links those of the newspaper again."""

from __future__ import annotations

import re

# What web archives put into pages, and how they rewrite addresses; an example of each.
_SIGNS = (
    b"BEGIN WAYBACK TOOLBAR INSERT",
    b"End Wayback Rewrite JS Include",
    b"INTERNET ARCHIVE ON ",  # FILE ARCHIVED ON 18:06:34 Mar 12, 2016 AND RETRIEVED FROM THE INTERNET ARCHIVE ON ...
    b"<!-- End WB Insert -->",
)
_INSERTS = (
    re.compile(rb"<!-- BEGIN WAYBACK TOOLBAR INSERT -->.*?<!-- END WAYBACK TOOLBAR INSERT -->", re.S),
    re.compile(rb"<!-- WB Insert -->.*?<!-- End WB Insert -->", re.S),  # pywb's
    # from the head's beginning: <script src="//archive.org/includes/analytics.js?v=cf34f82" ...
    re.compile(
        rb"(?<=>)\s*<script[^>]{0,300}archive\.org/(?:(?!<head|<body).)*?<!-- End Wayback Rewrite JS Include -->",
        re.S | re.I,
    ),
)
# https://web.archive.org/web/20160312180634im_/http://..., /web/2016/https://..., /kho/20160312180634mp_/http://...
_REWRITTEN = re.compile(
    rb"""(?:https?:)?(?://[^/"'\s<>]{1,100})?/[\w-]{1,40}/\d{4,14}(?:[a-z]{2}_)?/(?=https?:(?:\\?/){2})"""
)


def as_published(body: bytes) -> bytes:
    """The page as its newspaper sent it, as far as that can be told; any other page as it is."""
    if not any(sign in body for sign in _SIGNS):
        return body
    for insert in _INSERTS:
        body = insert.sub(b"", body)
    return _REWRITTEN.sub(b"", body)
