"""Vietnamese as it is printed: letters, tones, old encodings, search keys, order.

The text, for reading and storing, has every letter as one code point; nothing else of it is changed:

>>> clean("Sá»Ÿ Lao Ä‘á»™ng tá»‰nh HÃ  Nam")
('Sở Lao động tỉnh Hà Nam', {'utf-8': 1})
>>> clean("Ðại hội Ða\u0309ng bộ huyện")
('Đại hội Đảng bộ huyện', {'nfc': 1, 'eth': 2})
>>> normalize("Thái\u200bNguyên")
'Thái Nguyên'

Search keys leave out what a reader may not have typed; they are never shown:

>>> exact("Hoà Bình"), fold("Đắk Lắk – Bà Rịa")
('hòa bình', 'dak lak - ba ria')

A page's bytes, whatever its header says, and a list in the order of a dictionary:

>>> decode("Chào".encode("utf-16"), declared="iso-8859-1")
('Chào', 'utf-16-le')
>>> sorted(["Đồng Nai", "Ý Yên", "Ân Thi", "An Khê", "Dầu Tiếng"], key=sort_key)
['An Khê', 'Ân Thi', 'Dầu Tiếng', 'Đồng Nai', 'Ý Yên']

The package stands by itself: it imports the standard library and, for pages that are not Vietnamese at all, Beautiful
Soup.
"""

from vietnamese.fold import fold
from vietnamese.legacy import clean, decode, restore
from vietnamese.letters import exact, is_syllable, repair, tone_variants
from vietnamese.sort import sort_key

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


def normalize(text: str) -> str:
    """The text as `repair` puts it right, without the counts."""
    return repair(text)[0]
