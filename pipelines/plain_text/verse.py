"""Verse in a page text: short lines in a row, in one metre, or with rhymes."""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from pipelines.plain_text import signatures
from pipelines.plain_text.lines import Line, has
from vietnamese.fold import fold

_VERSE = 6  # lines of verse at least
_STANZA = 4  # lines of verse at least that rhyme, on a page without any longer text
_ONSET = re.compile(r"^(?:qu|gi(?=[aeiouy])|[^aeiouy]+)")  # what a syllable begins with
_LAST = re.compile(r"[aeiouy]+[^aeiouy]*$")  # of what is left, in a foreign word
_POEM = re.compile(r"\W*thơ(?: của)?\W*(?:$|:)", re.I)  # "Thơ", "Thơ: Lan Thử"
_LABEL = 4  # words of each at most
_HEADS = 3  # lines above a list of articles
_TAGS = 4  # words of a line on average, from which on lines in small letters are no tags
_POEMS = 5  # lines above a poem among which its date stands
_MENU = 3  # labels above a label, from which on all are a menu
_RHYMED = 8  # lines of verse at least that rhyme, but are of no metre
_SIZES, _SPREAD = range(4, 11), 4  # words of such a line; by how many the lines differ at most
_OF_RHYMES = 6  # lines of which two rhyme at least, the second by its end, or by a word before that
_INNER = slice(3, 6)  # the words of a longer verse that may rhyme with the shorter one's end
_NAMED = 1 / 3  # of the lines that may have a name amid them, as many titles have


def find(lines: list[Line]) -> None:
    """Gives verse its shape: six short lines or more in a row, some of which end as no title does, or in one metre, or
    eight that rhyme."""
    place = 0
    for is_short, group in groupby(lines, _is_short):
        row = list(group)
        above = lines[place - 1].phrase if place else None
        place += len(row)
        if above is not None and above.rule == "comment-form" and above.where != "end":
            continue  # readers' names and what they say
        ending = sum(line.shape == "sentence" for line in row)
        if (
            is_short
            and len(row) >= _VERSE
            and ((ending >= max(2, len(row) / 5) and not _in_turn(row)) or _is_metric(row) or _is_small(row))
        ):
            for line in row:
                line.shape = "verse"
        for rhymes, part in groupby(row if is_short else (), _may_rhyme):
            run = list(part)
            for line in run if rhymes and _is_rhymed(run) else ():
                line.shape = "verse"
    if not any(line.shape in ("prose", "verse") for line in lines):
        found = [n for n in range(len(lines) - _STANZA + 1) if _is_stanza(lines[n : n + _STANZA])]
        for n in found:
            for line in lines[n : n + _STANZA]:
                line.shape = "verse"


def _in_turn(row: list[Line]) -> bool:
    """Whether a title and a sentence follow each other, but for the first lines: a list of articles with a line each."""
    ends = [has("end", line.text) for line in row]
    return any(
        all(one != other for one, other in pairwise(ends[n:])) for n in range(min(_HEADS, len(row) - _VERSE) + 1)
    )


def _is_small(row: list[Line]) -> bool:
    """Whether half of the lines, the first not, begin with a small letter, as no title does, and few are as short as tags."""
    small = sum(line.text[0].islower() for line in row)
    return 2 * small >= len(row) and sum(line.words for line in row) >= _TAGS * len(row)


def _is_stanza(row: list[Line]) -> bool:
    """Whether four lines are a stanza: of one metre throughout, and two of them rhyme."""
    if not all(map(_is_short, row)) or any(map(str.isdigit, "".join(line.key for line in row))):
        return False
    ends = [_rime(line.key.split()[-1]) for line in row]
    sizes = tuple(line.words for line in row)
    if sizes == (6, 8, 6, 8):  # the sixth syllable of the longer verse rhymes with the shorter one's last
        return any(_rime(row[n + 1].key.split()[5]) == ends[n] for n in (0, 2))
    return len(set(sizes)) == 1 and 4 <= sizes[0] <= 8 and len(set(ends)) < len(ends)


def _rime(syllable: str) -> str:
    """What of a syllable rhymes: its vowels and what follows them, without tone; of a foreign word the last such.

    >>> _rime("bồi"), _rime("ngồi"), _rime("xa"), _rime("tà"), _rime("bazan")
    ('oi', 'oi', 'a', 'a', 'an')
    """
    rest = _ONSET.sub("", fold(syllable))
    last = _LAST.search(rest)
    return last[0] if last else rest


def _may_rhyme(line: Line) -> bool:
    """Whether a line may be a verse that rhymes with another: neither a number nor a label in it, said once."""
    letters = line.words in _SIZES and not line.again and not any(map(str.isdigit, line.key))
    named = line.text.istitle() or signatures.is_office(line.text)
    return letters and not named and ":" not in line.text and line.text[0].isupper()


def _is_rhymed(row: list[Line]) -> bool:
    """Whether lines are verse by their rhymes: eight at least, of about the same length.

    Titles of a list are as short, but do not rhyme, differ more in length, and have names amid them.
    """
    sizes = [line.words for line in row]
    if len(row) < _RHYMED or max(sizes) - min(sizes) > _SPREAD:
        return False
    if sum(any(word[0].isupper() for word in line.text.split()[1:]) for line in row) > _NAMED * len(row):
        return False
    rhymes = sum(_rhymes(line, row[n + 1 : n + 3]) for n, line in enumerate(row[:-1]))
    return rhymes >= max(2, len(row) / _OF_RHYMES)


def _rhymes(line: Line, below: list[Line]) -> bool:
    """Whether a line rhymes with the end of one of the lines below it, or with a word amid the first of these."""
    last = line.key.split()[-1]
    words = [other.key.split() for other in below]
    ends = [each[-1] for each in words if each]
    inner = words[0][_INNER] if words else []
    return _rime(last) in map(_rime, (*ends, *inner)) and last not in ends[:1]


def _begins_verse(one: Line, other: Line) -> bool:
    """Whether two lines may be the first two verses of one metre.

    The title above a poem is as short as its verses, but seldom of their metre.
    """
    return one.shape == other.shape == "verse" and (one.words, other.words) in ((6, 8), *((n, n) for n in range(4, 9)))


def _is_metric(row: list[Line]) -> bool:
    """Whether most lines have as many syllables as verses of one metre: six and eight in turn, or five to eight each."""
    pairs = [(one.words, other.words) for one, other in pairwise(row)]
    metres = [{(6, 8), (8, 6)}, *({(size, size)} for size in range(5, 9))]
    return any(sum(pair in metre for pair in pairs) >= max(_VERSE - 1, 0.6 * len(pairs)) for metre in metres)


def _is_short(line: Line) -> bool:
    """Whether a line may be a verse: 3 to 11 words, 60 letters at most, without a number in front."""
    short = line.shape in ("title", "sentence", "label") and 3 <= line.words <= 11 and len(line.text) <= 60
    return short and not line.text[0].isdigit()


def title_above(lines: list[Line], first: int) -> int | None:
    """The line of the title above a poem, whose first line is `first`: right above its date and its poet, or above two
    verses of one metre. None where the text is no poem, or its title is one of the row of short lines."""
    if first + 1 >= len(lines) or lines[first].shape != "verse":
        return None
    dated = [n for n in range(max(first - _POEMS, 0), first) if lines[n].shape == "date"]
    above = dated[0] - 1 if dated and all(map(_is_told_about, lines[dated[0] : first])) else first - 1
    while above >= 0 and (
        lines[above].shape == "date"
        or _POEM.match(lines[above].text)
        or signatures.signature(lines[above], frozenset())
        or signatures.by(lines[above].text)
    ):
        above -= 1
    if above < 0 or lines[above].shape not in ("title", "label") or lines[above].site or lines[above].phrase:
        return None
    menu = above >= _MENU and all(line.words <= _LABEL for line in lines[above - _MENU : above + 1])
    if menu and not _rhymes(lines[first], lines[first + 1 : first + 3]):
        return None  # the title is the first of the short lines
    return above if dated or _begins_verse(lines[first], lines[first + 1]) else None


def _is_told_about(line: Line) -> bool:
    """Whether a line is what stands between a title's date and the text: a label, a button."""
    return line.shape in ("date", "label", "phrase", "junk")
