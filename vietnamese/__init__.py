"""What is true of Vietnamese as it is printed: letters, tones, old encodings, search keys, order.

Imports nothing of the project around it.
"""

from vietnamese.fold import fold
from vietnamese.legacy import clean, decode, restore
from vietnamese.letters import exact, is_syllable, repair, tone_variants
from vietnamese.sort import sort_key


def normalize(text: str) -> str:
    """Text with every code point right: `repair` without its counts."""
    return repair(text)[0]


__all__ = [
    "clean",
    "decode",
    "exact",
    "fold",
    "is_syllable",
    "normalize",
    "repair",
    "restore",
    "sort_key",
    "tone_variants",
]
