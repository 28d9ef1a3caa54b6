"""A page text's article: what of its lines is title, lead, body, captions and byline, and what is none of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise, takewhile

from archive.article import Article, Image, Removed
from archive.reasons import Code, Reason
from pipelines.language.language import language
from pipelines.language.title_keys import word_pairs
from pipelines.page import Page
from pipelines.plain_text import amid, lead, run, section, signatures, teasers
from pipelines.plain_text import title as titles
from pipelines.plain_text.captions import captions
from pipelines.plain_text.lines import COMMON, Line, has
from vietnamese import bylines, credits, dates

_NEVER = frozenset(("phrase", "path", "teaser", "menu"))  # shapes that no line of an article has
_ARROWS = ">»›⇒→►▶"  # before a link to another article; the text below it goes on
_LEAST, _AROUND = 160, 20  # characters of running text that a page with so many other lines must have
_LABEL, _TAGS, _WORDS = 3, 12, 4  # words of the tags' label, tags and words of each, at most
_HEAD, _BUTTON = 10, 2  # lines below the title among which buttons stand; words of one
_STANDFIRST = 8  # lines below a lead, in which it is said who has written the text, and when
_LINKS = 6  # titles of other articles below a lead, from which on they are a list of their own
_SAID = 0.15  # of the pairs of words of such a title, that the text may say by chance
_LONG = 8  # words of a title that heads no part of a text alone
_MADE = 4  # lines that say who has made what, at most
_MADE_BY = re.compile(r"[^\W\d_]+(?:[ ,&-]+[^\W\d_]+){0,4}\s?: \S.{0,60}$")  # "Thiết kế: Lan Thử"
_COPIES = 3  # of a short line without a full stop, from which on it is no part of the text


def no_text(lines: list[Line]) -> Reason:
    """The reason that lines without any running text are no article."""
    return Reason(Code.FEW_WORDS, words=sum(line.words for line in lines))


def write(page: Page, lines: list[Line], number: int | None, first: int, last: int, *, strip: bool) -> None:
    """Sets the article whose title is line `number`, None where it has none, and whose text is from line `first` to
    before `last`; without `strip` nothing is taken out of that.
    """
    start = first if number is None else number + 1
    _keep_lead(lines[start : first + 1])
    head = next((n for n in range(start, last) if lines[n].told and not _is_title(lines, n, number)), last)
    rules = _rules(lines, number, start, head, last)
    date = _published(lines, number, head, last)
    if date is not None and date[0] != number:
        rules[date[0]] = "date"
    rules |= dict.fromkeys(_told_below(lines, head, last), "nav") if date is not None and date[0] > head else {}
    rules |= dict.fromkeys(_buttons(lines, start, last), "tools")
    body = [n for n in range(start, last) if n not in rules]
    name, signed = signatures.byline(
        lines, body, [n for n in range(start, min(head + _STANDFIRST, last)) if n in rules]
    )
    body = [n for n in body if n != signed]
    rules = {n: rule for n, rule in rules.items() if n != signed}
    told = sum(len(lines[n].text) for n in body if lines[n].told)
    if not told or (told < _LEAST and len(rules) > _AROUND):
        page.reason = no_text(lines)
        return
    shots = captions(page, lines, body)
    title = _title(page, lines, number, head)
    opening, source_tag, leading = lead.find(page, lines, body, rules.keys(), shots.keys(), title)
    shown = [n for n in body if n not in shots and n != opening]
    if not strip:
        shown = sorted([*shown, *rules])
    published = date[1] if date else None
    page.article = Article(
        url=page.url,
        title=title,
        body="\n\n".join(lines[n].text for n in shown),
        lead=leading,
        byline=name,
        source_tag=source_tag,
        published_at=published.value if published else None,
        published_precision=published.precision if published else None,
        published_from="text" if published else None,
        section=section.find(lines, number),
        tags=_tags(lines, rules),
        language=language("\n".join(lines[n].text for n in body)),
        images=_images(lines, shots, shown),
        removed=[Removed(lines[n].text, rules[n]) for n in sorted(rules)] if strip else [],
    )


def _told_below(lines: list[Line], head: int, last: int) -> list[int]:
    """The lines of a few words between a lead, line `head`, and the text: who has written it, how long it takes to read."""
    found: list[int] = []
    for n in range(head + 1, min(head + 1 + _STANDFIRST, last)):
        line = lines[n]
        short = line.shape in ("label", "junk", "title") and line.words <= _WORDS and not line.text.endswith("?")
        if line.told or not (short or line.phrase or line.shape == "date" or signatures.signature(line, frozenset())):
            break
        if line.shape != "date":
            found.append(n)
    return found


def _buttons(lines: list[Line], start: int, last: int) -> list[int]:
    """The lines that are buttons, below one that asks to share the article: "Chia sẻ", "Lưu", "In"."""
    found: list[int] = []
    for n in range(start, min(start + _HEAD, last)):
        row = list(takewhile(lambda line: line.shape == "label" and line.words <= _BUTTON, lines[n + 1 : last]))
        phrase = lines[n].phrase
        if phrase is not None and phrase.rule == "share" and len(row) > 1:
            found += range(n + 1, n + 1 + len(row))
    return found


def _keep_lead(lines: list[Line]) -> None:
    """Gives back the first paragraph below the title where it stands in many texts: as the lead of an article that the
    newspaper lists everywhere."""
    for line in lines:
        if line.told:
            return
        if line.site and line.shape == "prose":
            line.site = False
            return


def _title(page: Page, lines: list[Line], number: int | None, head: int) -> str:
    """The title: line `number` without what is printed behind it, or, where that is None, what else names it."""
    if number is None:
        return titles.elsewhere(lines, head, page.url)
    return titles.bare(lines[number].text, page.newspaper_title)


def _tags(lines: list[Line], rules: dict[int, str]) -> list[str]:
    """The tags below the text: in a line behind a label, "Từ khóa: đua ghe, sông nước", or below one, a line each."""
    hashtags = " ".join(lines[n].text for n in sorted(rules) if rules[n] == "tags" and has("hashtags", lines[n].text))
    if names := [name.strip(" ,;") for name in hashtags.split("#") if name.strip(" ,;")]:
        return list(dict.fromkeys(names))
    for n in sorted(rules):
        label, colon, named = lines[n].text.partition(":")
        if rules[n] != "tags" or len(label.split()) > _LABEL:
            continue
        names = [name.strip(" #.") for name in named.replace(";", ",").split(",") if name.strip(" #.")]
        if not names:
            below = lines[n + 1 : n + 1 + _TAGS]
            names = [line.text.strip(" #") for line in takewhile(_is_tag, below)]
        if names and (colon or not named):
            return list(dict.fromkeys(names))
    return []


def _is_tag(line: Line) -> bool:
    """Whether a line may be a tag alone: a few words, nothing that sites print around articles."""
    return line.shape in ("label", "title") and line.words <= _WORDS and line.phrase is None


def _images(lines: list[Line], captions: dict[int, str | None], shown: list[int]) -> list[Image]:
    """The pictures that captions tell of, each after as many of the lines `shown` as stand before it; behind the number
    of a line stands the credit, where it says only that."""
    images: list[Image] = []
    for n in sorted(captions):
        caption, credit = credits.credit(lines[n].text)
        after = bisect_left(shown, n)
        who = captions[n]
        if who and n - 1 in captions and images:
            above = images.pop()
            images.append(Image(None, above.caption, who, above.after))
        elif who:
            images.append(Image(None, None, who, after))
        else:
            images.append(Image(None, caption or None, credit or None, after))
    return images


def _rules(lines: list[Line], number: int | None, start: int, head: int, last: int) -> dict[int, str]:
    """The lines that are no part of the article, and the names of their rules: what stands above the title, between it
    and the text (which begins with `head`), within the text, and below."""
    rules = {n: _rule(lines[n], "nav") for n in range(start) if n != number}
    rules |= {n: _rule(lines[n], "related") for n in range(last, len(lines))}
    below = {titles.listed(line.text) for line in lines[last:] if line.shape in ("title", "teaser", "item")}
    listing = False
    put_in = {n for one, below_box in teasers.boxes(lines) for n in range(one, below_box) if one > head}
    put_in |= teasers.lone(lines, head, last)
    for n in range(start, last):
        line = lines[n]
        if n in put_in:
            rules[n] = _rule(line, "related")
        elif (
            line.site
            or line.shape in _NEVER
            or _is_title(lines, n, number)
            or _is_stamp(line)
            or has("hashtags", line.text)
        ):
            rules[n] = _rule(line, "related" if line.shape == "teaser" else "nav")
            listing = line.phrase is not None and line.phrase.where == "list"
        elif (
            listing
            and (line.shape in ("title", "label") or (line.shape == "item" and amid.is_link(line)))
            and not (_heads_on(lines, n, last) or amid.asks(lines, n))
        ) or (line.shape == "title" and line.key in below):
            rules[n] = "related"
        elif (
            line.told
            and rules.get(n - 1) == "related"
            and lines[n - 1].key in below
            and lines[n - 1].shape != "phrase"
            and lines[n - 1].text[0] not in _ARROWS
            and _is_of(lines, n, last)
            and not (n + 1 < last and lines[n + 1].told)
        ):
            rules[n] = "related"  # the text below a title of the list
        elif n == head + 1 and (linked := _links_below(lines, n, last)):
            rules |= dict.fromkeys(range(n, n + linked), "related")
        elif listed := run.list_below(lines, n, last):
            rules |= dict.fromkeys(range(n, n + 1 + listed), "related")
        elif answers := run.poll(lines, n, last):
            rules |= dict.fromkeys(range(n, n + 1 + answers), "tools")
        else:
            listing = False
            opens = n == head - 1 and (run.asks(lines, n, last) or amid.heads_first(lines, n, last))
            if n < head and not opens and (bylines.byline(line.text) or not has("credit", line.text[:300])):
                rules[n] = _rule(line, "nav")
    return rules


def _heads_on(lines: list[Line], n: int, last: int) -> bool:
    """Whether a title heads the article's next part rather than another article: text follows it at once, and some other
    text says two words of it in a row that mean something. A long one alone heads none: a text has several headings."""
    if n + 1 >= last or not lines[n + 1].told:
        return False
    if (
        lines[n].words >= _LONG
        and lines[n - 1].shape == "title"
        and not any(line.shape == "title" and below.told for line, below in pairwise(lines[n + 1 : last]))
    ):
        return False
    own = _matter(lines[n])
    return any(not own.isdisjoint(_matter(line)) for line in lines[n + 1 : last] if line.told)


def _links_below(lines: list[Line], n: int, last: int) -> int:
    """How many titles of other articles stand in a row from line `n`, the first below the lead, on: two at least, of
    whose matter the text says nothing. 0 where there are fewer. The last may head the text's first part."""
    row = 0
    while n + row < last and run.is_listed(lines[n + row]) and not lines[n + row].pictured:
        row += 1
    told = set().union(*(_matter(line) for line in lines[n + row : last] if line.told))
    named = [len(told & (own := _matter(line))) > _SAID * len(own) for line in lines[n : n + row]]
    if named and named[-1]:
        row, named = row - 1, named[:-1]
    return row if 2 <= row < _LINKS and not any(named) else 0


def _matter(line: Line) -> set[tuple[str, str]]:
    """The pairs of words of a line that mean something."""
    return {pair for pair in word_pairs(line.key) if COMMON.isdisjoint(pair)}


def _is_of(lines: list[Line], n: int, last: int) -> bool:
    """Whether a text tells of the title of another article above it: it shares words with it, stands elsewhere too, or
    is the last before `last`."""
    above = word_pairs(lines[n - 1].key)
    ends = not any(line.told for line in lines[n + 1 : last])
    return bool(lines[n].again) or ends or not above.isdisjoint(word_pairs(lines[n].key))


def _rule(line: Line, otherwise: str) -> str:
    """The name of the rule by which a line that is no part of the article goes."""
    if line.phrase is not None:
        return line.phrase.rule
    if has("hashtags", line.text):
        return "tags"
    return "date" if line.shape == "date" else "repeated" if line.site else otherwise


def _is_title(lines: list[Line], n: int, number: int | None) -> bool:
    """Whether line `n` says the same as the title's."""
    return number is not None and lines[n].key == lines[number].key


def _is_stamp(line: Line) -> bool:
    """Whether a line is a date, or a short one put into the text again and again ("Advertisement")."""
    if line.shape == "date":
        return line.date is not None
    if line.shape not in ("label", "title") or line.words < 2 or line.again < _COPIES - 1:
        return False
    return line.key == line.text.lower() and line.key.isprintable() and not any(map(str.isdigit, line.key))


def _published(lines: list[Line], number: int | None, head: int, last: int) -> tuple[int, dates.Date] | None:
    """The line of the date and the date: nearest below the title (line `number`), else above it, else right below the
    lead, else right below the text or in one of the last two lines of all; None for none. The text is from line `head` to before `last`.
    """
    start = head if number is None else number
    places = [*range(start + 1, head), *range(start - 1, max(start - 5, -1), -1), *range(head, min(head + 3, last))]
    places += _below_signature(lines, last) if head < last < len(lines) else []
    places += range(max(len(lines) - 2, head), len(lines))
    again = [n for n in range(head, last) if number is not None and lines[n].key == lines[number].key]
    places += [
        n for place in again for n in range(place + 1, min(place + 4, last))
    ]  # the list's head, then the article's
    dated = [n for n in places if lines[n].date is not None and lines[n].shape == "date"]
    for n in dated:
        date = lines[n].date
        clock = n < start and n + 1 < start and date is not None and date.precision == "day"
        if date is not None and not (clock and any(_has_time(lines[m]) for m in dated if m >= head)):
            return _not_updated(lines, n, date)
    behind = titles.day_behind(lines[number].text) if number is not None else None
    return (number, behind) if number is not None and behind is not None else None


def _below_signature(lines: list[Line], last: int) -> list[int]:
    """The line right below the signature, and the one below what is told there of who has made what: "Thiết kế: ..."."""
    made = 0
    while last + made < len(lines) - 1 and made < _MADE and _MADE_BY.match(lines[last + made].text):
        made += 1
    return [last, last + made] if made else [last]


def _has_time(line: Line) -> bool:
    """Whether a date is told with its hour."""
    return line.date is not None and line.date.precision not in ("day", "month", "year")


def _not_updated(lines: list[Line], n: int, date: dates.Date) -> tuple[int, dates.Date]:
    """The number of a line and its date: of line `n`, whose date is `date`; or of the line below or above where that date
    is called an update and the other line's is not.
    """
    if date.modified:
        for m in (n + 1, n - 1):
            other = lines[m] if 0 <= m < len(lines) else None
            if other is not None and other.shape == "date" and other.date is not None and not other.date.modified:
                return m, other.date
    return n, date
