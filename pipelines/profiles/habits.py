"""What a newspaper's page texts do beside printing the same lines: whether they begin with leads."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

LEADS = zlib.crc32(b"text lead")  # stands where a sketch's marks name the place of a line
_LEAST = 6  # texts, below which nothing is said
_DOES, _DOES_NOT = 0.8, -0.1  # what speaks for leads on average, from which on a newspaper prints them, or does not
_PARTS, _MIDDLE = 4, 64  # a weight as a number without sign: in quarters, from 64 on
_MOST = 4.0  # for or against, that one text counts


def lead_mark(weight: float) -> int:
    """The mark by which a sketch says what speaks for the lead of its text, read alone."""
    return (round(_PARTS * min(max(weight, -_MOST), _MOST)) + _MIDDLE) << 32 | LEADS


def prints_leads(marks: Mapping[int, int]) -> bool | None:
    """Whether the texts begin with leads that left these marks, each so often; None where they are few, or say neither.

    >>> prints_leads({lead_mark(3.0): 9, lead_mark(-1.0): 3}), prints_leads({lead_mark(-1.5): 6})
    (True, False)
    >>> prints_leads({lead_mark(3.0): 5}), prints_leads({lead_mark(0.25): 9})
    (None, None)
    """
    told = {(one >> 32) - _MIDDLE: times for one, times in marks.items() if one & 0xFFFFFFFF == LEADS}
    number = sum(told.values())
    if number < _LEAST:
        return None
    mean = sum(weight * times for weight, times in told.items()) / number / _PARTS
    return None if _DOES_NOT < mean < _DOES else mean >= _DOES
