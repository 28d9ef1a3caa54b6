"""Boxes amid the text that are no part of the article: teasers of others with their pictures, forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from pipelines.boilerplate.headings import is_heading
from pipelines.boilerplate.lines import is_link, is_prose
from pipelines.outline import Line, Node, Outline, Picture, is_file
from pipelines.outline.model import SENTENCE_END
from pipelines.outline.pictures import is_file as is_picture

_BOX = 40  # lines of a box of teasers
_SUMMARY = 300  # characters of what a teaser says of its article
_BUTTON = 25  # letters of a link that is drawn as a button
_FORM = 160  # characters of what a form asks
_OFFER = 15  # lines of a box that sells the rest of an article
_LABEL = 60  # letters of a label in a drawing
# What a box that sells the rest of an article speaks of, or its button: "Đăng nhập để đọc tiếp", "Jetzt abonnieren".
_SELLS = re.compile(
    r"subscri|abonn|\babo\b|suscr[ií]|abbon|\bassin|prenumer|подпис|membership|đăng (?:ký|nhập)|hội viên|thuê bao|\blog ?in\b"
    r"|\bsign ?(?:in|up)\b|anmelden|donate|support us|spenden|faire un don|ủng hộ báo|se connecter|iniciar sesión|accedi\b|mitglied",
    re.I,
)
_GIVES = re.compile(
    r"free\b|trial|unlimited|exclusive|access|(?:keep|continue) reading|kostenlos|testen|weiterlesen|zugriff|gratuit|offert|illimité"
    r"|gratis|ilimitad|seguir leyendo|continua a leggere|miễn phí|không giới hạn|đọc tiếp|per (?:week|month)|[€$£₫] ?\d|\d ?[€$£₫]",
    re.I,
)
# Where money is given, and how it is asked for: "If you can, please make a donation".
_GIVEN_AT = re.compile(r"\b(?:donat|subscri|support|member|abonn?|spende|soutenir|dona\b|ung-?ho|dang-?ky)", re.I)
_APPEALS = re.compile(
    r"\b(?:support (?:us|local|our|independent)|make a donation|(?:please|consider|help us)\b.{0,60}\b(?:donat|subscri|support)\w*|become a member"
    r"|unterstützen sie|bitte spenden|faites un don|soutenez|apoye|haz una donación|(?:mời|hãy|xin)\b.{0,30}\b(?:ủng hộ|đặt mua) (?:báo|tòa soạn|chúng tôi)\b)",
    re.I,
)


def find_boxes(
    page: Outline, numbers: list[int], rules: dict[int, str], within: Node, leads_on: Callable[[str], bool]
) -> dict[int, str]:
    """The rules for lines of boxes amid the text, of which a link or a form has told what they are; their pictures are
    none of the article's. `leads_on` says of an address whether it is another page of the site's.
    """
    teasers = [*_summaries(page.lines, numbers, rules, within), *_of_a_card(page, numbers, rules, within)]
    teasers += _of_a_button(page.lines, numbers, rules, within)
    teasers += _of_linked_pictures(page, rules, within, leads_on)
    _disown_pictures(page, {**rules, **dict.fromkeys(teasers, "card")}, within, leads_on)
    forms = [
        *_of_a_form(page.lines, numbers, rules, within),
        *_of_an_offer(page.lines, numbers, rules, within),
        *_of_an_appeal(page.lines, numbers, rules, within),
    ]
    drawn = dict.fromkeys(_of_a_drawing(page.lines, numbers, rules, within), "tools")
    return drawn | dict.fromkeys(forms, "popup") | dict.fromkeys(teasers, "related")


def _summaries(lines: list[Line], numbers: list[int], rules: dict[int, str], within: Node) -> list[int]:
    """The lines below links to other articles in a small block of nothing else: two links and more, each with two lines
    at most, less than half of the text.
    """
    links = [n for n in numbers if rules.get(n) == "related" and lines[n].hrefs]
    looked: set[Node] = set()
    found: list[int] = []
    for n in links:
        node: Node | None = lines[n].node
        while node is not None and node is not within and node.last - node.first <= _BOX:
            if node not in looked and node.prose < 0.5 * within.prose:
                found += _below_links(lines, node, rules)
            looked.add(node)
            node = node.parent
    return found


def _below_links(lines: list[Line], node: Node, rules: dict[int, str]) -> list[int]:
    """The lines of a block that stand below links to other articles; none where anything else stands in it."""
    head, heads, told = -9, 0, []
    for n in range(node.first, node.last):
        if n in rules:
            head, heads = (n, heads + 1) if rules[n] == "related" and lines[n].hrefs else (head, heads)
        elif n - head > 2 or len(lines[n].text) > _SUMMARY:
            return []
        else:
            told.append(n)
    return told if heads > 1 and len(told) > 1 else []


def _of_a_card(page: Outline, numbers: list[int], rules: dict[int, str], within: Node) -> list[int]:
    """The line below a link to another article that shares a box with it and a picture, amid the text: of the only box
    of the kind, as a list of several may be what the article is about."""
    boxes = []
    for n in numbers:
        box = page.lines[n].node.parent
        if n in rules or n - 1 not in rules or box is None or box is within or box.last - box.first != 2:
            continue
        above = page.lines[n - 1]
        linked = rules[n - 1] == "related" and above.hrefs and box.first == n - 1
        if linked and len(page.lines[n].text) <= _SUMMARY and any(p.at == n - 1 for p in page.pictures):
            boxes.append(n)
    return boxes if len(boxes) == 1 else []


def _of_a_button(lines: list[Line], numbers: list[int], rules: dict[int, str], within: Node) -> list[int]:
    """The lines of a box that holds a heading, a few words and a short link ("Xem chi tiết") and nothing else, amid the
    text: of the only one, as for `_of_a_card`."""
    boxes = []
    for n in numbers:
        line = lines[n]
        if len(line.text) > _BUTTON or not is_link(line) or is_file(line.href) or (line.href or "").startswith("#"):
            continue
        node: Node | None = line.node
        while node is not None and node is not within and node.first == n:
            node = node.parent
        if node is None or node is within or node.last != n + 1 or n - node.first > 3 or node.last == within.last:
            continue
        told = [m for m in range(node.first, n) if m not in rules and len(lines[m].text) <= _SUMMARY]
        alike = [c for c in node.parent.children if (c.tag, c.names) == (node.tag, node.names)] if node.parent else []
        if len(told) == n - node.first > 1 and is_heading(lines[told[0]]) and len(alike) == 1:
            boxes.append([*told, n])
    return boxes[0] if len(boxes) == 1 else []


def _of_linked_pictures(
    page: Outline, rules: dict[int, str], within: Node, leads_on: Callable[[str], bool]
) -> list[int]:
    """The lines of small boxes that hold a picture which leads to another page, and what a teaser has beside it: a title in
    bold or linked, two lines and more. None where there are several, as for `_of_a_card`.
    """
    boxes = []
    for picture in page.pictures:
        box = _box_of(picture, within) if picture.href else None
        if box is None or is_picture(picture.href) or not leads_on(picture.href) or box.last - box.first > 4:
            continue
        told = [n for n in range(box.first, box.last) if n not in rules]
        lines = page.lines[box.first : box.last]
        named = any(line.node.tag == "figcaption" or "caption" in line.node.meaning.fields for line in lines)
        titled = len(lines) > 1 or any(0 < line.bold < len(line.text) for line in lines)
        titled = titled and not is_prose(lines[0].text)
        if told and titled and not named and box.tag != "figure" and sum(len(line.text) for line in lines) <= _SUMMARY:
            boxes.append(told)
    return boxes[0] if len(boxes) == 1 else []


def _box_of(picture: Picture, within: Node) -> Node | None:
    """The smallest box below `within` that holds a picture and some lines; None where there is none."""
    box: Node | None = picture.node
    while box is not None and box is not within and box.last <= box.first:
        box = box.parent
    inside = box
    while inside is not None and inside is not within:
        inside = inside.parent
    return None if inside is None or box is within else box


def _disown_pictures(page: Outline, rules: dict[int, str], within: Node, leads_on: Callable[[str], bool]) -> None:
    """Marks the pictures of teasers amid the text: those that share a box with nothing but what is taken out as a card's, or lead
    where a link right below or above them does; and those that lead on below "Quảng cáo".
    """
    for picture in page.pictures:
        if not within.first <= picture.at <= within.last:
            continue
        box = _box_of(picture, within)
        if box is not None and box.last - box.first <= 4:
            told = [rules.get(n) for n in range(box.first, box.last)]
            linked = leads_on(picture.href) if picture.href and not is_picture(picture.href) else False
            picture.foreign = all(r in ("card", "related") for r in told) and ("card" in told or linked)
            picture.foreign = picture.foreign or (bool(picture.href) and bool(told) and set(told) == {"ad"})
        elif picture.href:
            beside = [n for n in (picture.at, picture.at - 1) if rules.get(n) in ("card", "related")]
            picture.foreign = any(picture.href in page.lines[n].hrefs for n in beside)


def _of_a_form(lines: list[Line], numbers: list[int], rules: dict[int, str], within: Node) -> list[int]:
    """The lines of small boxes that ask for an address or a password."""
    found = []
    for n in numbers:
        node: Node | None = lines[n].node
        for _ in range(3):
            if node is None or node is within or node.text > _FORM or 2 * node.prose > within.prose:
                break
            if node.asks and n not in rules:
                found.append(n)
                break
            node = node.parent
    return found


def _of_an_offer(lines: list[Line], numbers: list[int], rules: dict[int, str], within: Node) -> list[int]:
    """The lines of small boxes that sell the rest of the article: a short link to subscribe or to log in, and what is offered."""
    found: list[int] = []
    for n in numbers:
        if len(lines[n].text) > _BUTTON or not is_link(lines[n]) or not _SELLS.search(lines[n].text):
            continue
        box: Node | None = lines[n].node
        told: list[int] = []
        while box is not None and box is not within and box.last - box.first <= _OFFER:
            inside = range(box.first, box.last)
            if any(is_prose(lines[m].text) and not _is_offered(lines[m].text) for m in inside):
                break
            told = list(inside)
            box = box.parent
        if any(_is_offered(lines[m].text) for m in told if m != n):
            found += [m for m in told if m not in rules]
    return found


def _of_an_appeal(lines: list[Line], numbers: list[int], rules: dict[int, str], within: Node) -> list[int]:
    """The only lines of boxes, paragraphs none of whose neighbours is one, that ask for money and link to where it is given."""
    found: list[int] = []
    homes = Counter(lines[n].node.parent for n in numbers if n not in rules and is_prose(lines[n].text))
    for n in numbers:
        line, box = lines[n], lines[n].node.parent
        if n in rules or box is None or box is within or homes[box] > 1 or box.last - box.first > 2:
            continue
        if _GIVEN_AT.search(" ".join(line.hrefs)) and _APPEALS.search(line.text):
            found += [m for m in range(box.first, box.last) if m not in rules]
    return found


def _is_offered(text: str) -> bool:
    """Whether a line speaks of a subscription, or of what one gives."""
    return _SELLS.search(text) is not None or _GIVES.search(text) is not None


def _of_a_drawing(lines: list[Line], numbers: list[int], rules: dict[int, str], within: Node) -> list[int]:
    """The labels of drawings that are made of text: three and more in an element, each put at a place of its own."""
    drawings: dict[Node, list[int]] = {}
    for n in numbers:
        node = lines[n].node if lines[n].node.placed else lines[n].node.parent
        if node is None or not node.placed or node.parent is None or n in rules:
            continue
        if len(lines[n].text) <= _LABEL and not SENTENCE_END.search(lines[n].text):
            drawings.setdefault(node.parent, []).append(n)
    return [
        n for around, told in drawings.items() if len(told) > 2 and 2 * around.text < max(within.text, 1) for n in told
    ]
