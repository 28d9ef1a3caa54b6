"""Reasons as codes: the columns, and what the sentences of older archives say as codes."""

from __future__ import annotations

import json
import re

from sqlite_utils import Database

# How sentences began or read before there were codes: code, pattern, names of its groups. The first that fits counts.
_SENTENCES = tuple(
    (code, re.compile(pattern, re.S))
    for code, pattern in (
        ("front_page", r"listing: front page: (?P<links>\d+) links, (?P<words>\d+) words of text"),
        ("listing", r"(?:listing|home page): (?P<links>\d+) links, (?P<words>\d+) words of text"),
        ("static_page", r"static page"),
        ("title_only", r"no text: a title at most"),
        ("no_letters", r"no text: hardly a letter"),
        ("few_words", r"no text: (?P<words>\d+) words"),
        ("no_text", r"no text"),
        ("not_found", r"not found page answering 200"),
        ("status", r"status (?P<status>\d+)"),
        ("meta_refresh", r"redirect by meta refresh"),
        ("script_shell", r"JavaScript shell"),
        ("login_wall", r"login wall"),
        ("captcha", r"captcha"),
        ("empty_page", r"empty page"),
        ("attachment", r"attachment page"),
        ("search_results", r"search results"),
        ("binary_file", r"binary file"),
        ("unreadable", r"no readable page"),
        ("media_type", r"not a page of text: (?P<mime>.+)"),
        ("part", r"part of (?P<url>.+)"),
        ("shown_elsewhere", r"not the newspaper's article: what (?P<url>.+) shows"),
        ("foreign", r"not the newspaper's: (?P<signs>.+)"),
        ("read_for_links", r"(?P<kind>sitemap|feed): read for its links"),
        ("names_nothing", r"(?P<kind>sitemap|feed): names nothing"),
        ("no_such_number", r"no article of this number: (?P<why>.+)"),
        ("robots", r"robots\.txt forbids it"),
        ("robots_unreachable", r"(?P<url>https?://\S+/robots\.txt): (?P<why>.+)"),
        ("off_site", r"(?P<text>(?:off-site|not a web address): .+)"),
        ("private_address", r"(?P<text>.+ is not a public address: .+)"),
        ("too_large", r"larger than (?P<mb>\d+) MB"),
        ("refused", r"(?P<status>\d{3}): the server refuses"),
        ("server_trouble", r"(?P<status>\d{3}): the server has trouble"),
        ("not_a_page", r"(?P<status>\d{3}): not a page"),
        ("gone", r"(?P<status>404|410)"),
        ("moved_to_front", r"moved to the front page: (?P<url>.+)"),
        ("moved_to_section", r"moved to a section: (?P<url>.+)"),
        ("moved", r"moved to (?P<url>.+)"),
        ("moved_nowhere", r"a redirect to nowhere"),
        ("redirect_loop", r"redirects without end"),
        ("not_modified_unasked", r"304: nobody asked whether it had changed"),
        ("article_missing", r"no article there now: (?P<why>.+)"),
        ("names_nothing_now", r"the (?P<kind>sitemap|feed) names nothing now"),
        ("unread", r"could not be read: (?P<text>.+)"),
        ("certificate_name", r"the certificate is of another name"),
        ("certificate", r"the certificate is not believed: .+"),
        ("no_tls", r"no TLS is spoken there"),
        ("tls", r"no secure connection could be agreed on \((?P<text>.*)\)"),
        ("no_host", r"there is no host of this name"),
        ("answer_too_large", r"the answer is too large"),
        ("proxy", r"the proxy opens no way there"),
        ("timeout", r"no answer within (?P<seconds>[\d.]+) seconds"),
        ("no_connection", r"no connection \((?P<text>.+)\)"),
        ("incomplete", r"the answer is incomplete: .+"),
        ("no_http", r"the answer is no HTTP"),
        ("broken_off", r"the connection was broken off"),
        ("not_unpacked", r"the answer cannot be unpacked"),
        ("scheme", r"not an address of the web"),
        ("finished", r"finished"),
        ("limit_reached", r"limit reached"),
        ("shutdown", r"shutdown"),
        ("interrupted", r"interrupted"),
    )
)
_NUMBERS = frozenset({"links", "words", "status", "mb"})
_OF_HOME = re.compile(r"https?://\S+?: (.+?)(?:; .+ went into .+)?", re.S)  # how a crawl ended without its home page


def _coded(sentence: str) -> tuple[str, str | None]:
    """Code and detail (JSON, None where the code says all) of a sentence; `other` for one that was never a code's."""
    for code, pattern in _SENTENCES:
        if match := pattern.fullmatch(sentence):
            values = {name: int(v) if name in _NUMBERS else v for name, v in match.groupdict().items()}
            if code == "robots_unreachable":
                cause = _coded(str(values["why"]))[0]
                values["cause"] = None if cause == "other" else cause
            return code, json.dumps(values, ensure_ascii=False) if values else None
    return "other", json.dumps({"text": sentence}, ensure_ascii=False)


def _of_crawl(sentence: str) -> tuple[str, str | None]:
    """Code and detail of the sentence that says how a crawl ended: what is said of its home page counts."""
    match = _OF_HOME.fullmatch(sentence)
    return _coded(match[1] if match else sentence)


def reasons(db: Database) -> None:
    """Adds `pages.reason`, `pages.detail`, `crawls.ending` and `crawls.detail`, and fills them from the sentences."""
    db.conn.create_function("coded", 2, lambda text, n: _coded(text)[n], deterministic=True)
    db.conn.create_function("coded_end", 2, lambda text, n: _of_crawl(text)[n], deterministic=True)
    for table, column in (("pages", "reason"), ("pages", "detail"), ("crawls", "ending"), ("crawls", "detail")):
        db.conn.execute(f"alter table {table} add column {column} text")
    db.conn.execute("update pages set reason = coded(error, 0), detail = coded(error, 1) where error is not null")
    db.conn.execute(
        "update crawls set ending = coded_end(reason, 0), detail = coded_end(reason, 1) where reason is not null"
    )
