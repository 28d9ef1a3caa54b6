"""What two texts make of what they have in common: a reprint and of which kind, or two fillings of one template."""

from __future__ import annotations

from archive.reprints.fingerprints import Common, Text, figures_in_order

WHOLE, MOSTLY, PART = 0.8, 0.6, 0.35  # shares of the shorter text
# Words of the longest passage that makes a quote; that a reprint has at least, so that it is none of stock phrases; and
# one of which most is common.
QUOTE, PASSAGE, SENTENCE = 60, 32, 20
# Share of numbers among the words of a bulletin, and of one that mostly repeats with other figures, or whose template is
# known from others.
BULLETIN, NUMBERED, TABULAR = 0.15, 0.05, 0.3
ROWS, REPEATING = 0.03, 0.4  # likewise, of one whose sentences repeat, and the share of its words that do
ORDERED = 0.8  # share of the numbers of two bulletins of one day that are the same, in their order
# Numbers that differ between two fillings of a template, where more do than are the same, or else half as many.
FEW_FIGURES, FIGURES = 2, 3
# Words of a notice, at most; words of a name in it, and how many of these stand for others; one word in so many is of one.
SHORT, NAME, NAMES, NAMED = 150, 2, 3, 10
FIGURED, OTHERS = 0.04, 5  # likewise, of a text of so many numbers: one in so many


def kind_of(found: Common, share: float, of_longer: float, shorter: int) -> str | None:
    """Names the kind of a reprint (bulletins are told elsewhere), or None where too little is shared, or only figures
    differ.

    `share` is the share of the shorter text that stands in the other, `of_longer` that of the longer one; the shorter
    has so many words.
    """
    same, other = found.same_figures, found.other_figures
    if other >= (FEW_FIGURES if other > same else FIGURES) and 2 * other > same:
        return None
    needed = QUOTE if share < PART else PASSAGE if share < MOSTLY else SENTENCE
    if found.longest < min(needed, WHOLE * shorter):
        return None
    if share >= WHOLE and of_longer >= WHOLE * WHOLE:
        return "whole"
    return "part" if share >= PART else "quote"


def is_table(text: Text) -> bool:
    """Whether a text is mostly rows that repeat with other figures: regions and their weather, places and their prices."""
    return text.figures > NUMBERED and text.tabular > TABULAR


def is_notice(later: Text, earlier: Text, found: Common) -> bool:
    """Whether two short texts are one notice with other names: a family's thanks, a paper lost. Who edits a text changes a
    word here and there; names and places are several words."""
    if found.longest >= QUOTE or min(len(later.words), len(earlier.words)) > SHORT:
        return False
    named = [gap for gap in found.gaps if min(gap.end - gap.start, gap.there_end - gap.there) >= NAME]
    return len(named) >= NAMES and NAMED * sum(gap.end - gap.start for gap in named) >= found.words


def are_fillings(later: Text, earlier: Text, found: Common) -> bool:
    """Whether two texts say other figures in the same words: in many places, or in sentences that repeat for each region."""
    if (
        later.figures > FIGURED
        and found.other_figures >= FEW_FIGURES
        and OTHERS * found.other_figures > found.same_figures
    ):
        return True
    return found.longest < QUOTE and later.repeating > REPEATING and figures_in_order(later, earlier) <= ORDERED
