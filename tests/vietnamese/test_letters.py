import random
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from itertools import permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzzing import rounds
from tests.vietnamese.samples import OTHERS, PARAGRAPHS
from vietnamese import exact, is_syllable, letters, normalize, repair, tone_variants

# Written out here, so that the module's own table is not its own witness.
LETTERS = (
    "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
    "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
)
COMPOSED = [letter for letter in LETTERS if letter not in "đĐ"]


def test_there_are_134_letters() -> None:
    assert len(LETTERS) == 134
    assert set(letters.MARKED) == set(LETTERS)


@pytest.mark.parametrize("letter", COMPOSED)
def test_every_letter_in_every_broken_form(letter: str) -> None:
    base, *marks = unicodedata.normalize("NFD", letter)
    broken = {base + "".join(order) for order in permutations(marks)}
    for order in permutations(marks):
        # composed as far as a keyboard did, the rest behind it; each mark typed twice; the deprecated tone marks
        broken |= {
            unicodedata.normalize("NFC", base + "".join(order[:cut])) + "".join(order[cut:]) for cut in (0, 1, 2)
        }
        broken |= {base + "".join(order) + mark for mark in marks}
        broken |= {unicodedata.normalize("NFC", base + "".join(order)) + mark for mark in marks}
    broken |= {form.replace("\u0300", "\u0340").replace("\u0301", "\u0341") for form in set(broken)}
    for form in broken - {letter}:
        assert normalize(f"b{form}n") == f"b{letter}n", ascii(form)
        assert repair(form)[1]
    assert repair(letter) == (letter, {})


@pytest.mark.parametrize(
    ("broken", "mended", "kinds"),
    [
        ("e\u0301\u0302", "ế", {"nfc": 1, "tone_order": 1}),
        ("Vie\u0323\u0302t", "Việt", {"nfc": 2}),
        ("viê\u0323c", "việc", {"nfc": 1}),
        ("đấ\u0301t", "đất", {"double_mark": 1}),
        ("Dự án Ðầu tư của Ðảng", "Dự án Đầu tư của Đảng", {"eth": 2}),
        ("ÐỒNG ÐỨC, Ðình, Ðông, ðã", "ĐỒNG ĐỨC, Đình, Đông, đã", {"eth": 5}),
        ("Nghị quyết của HÐND, LÐTB&XH, NÐ-CP, QÐ-TTg", "Nghị quyết của HĐND, LĐTB&XH, NĐ-CP, QĐ-TTg", {"eth": 4}),
        ("Ðak Lak", "Đak Lak", {"eth": 1}),
        ("\u0189ắk Lắk, \u0256ường", "Đắk Lắk, đường", {"eth": 2}),
        ("tỉnh Hà N\u0430m, x\u0430\u0303 Ta\u0443", "tỉnh Hà Nam, xã Tay", {"lookalike": 3}),
        ("n\u01cem 2003, tỉnh", "năm 2003, tỉnh", {"lookalike": 1}),
        ("b\u0131\u0300nh yên ở quê", "bình yên ở quê", {"lookalike": 1}),
        ("Thái\u200bNguyên", "Thái Nguyên", {"invisible": 1}),
        ("của\u200btỉnh, nên\u200banh", "của tỉnh, nên anh", {"invisible": 2}),
        ("trư\u200bờng, th\u200bông, tr\u200bư\u200ba", "trường, thông, trưa", {"invisible": 4}),
        ("inter\u200bnet, 1.\u200b200 ghe", "internet, 1.200 ghe", {"invisible": 2}),
        ("q\u200buy\u200bế\u200bt định", "quyết định", {"invisible": 3}),
        (
            "Hội\u200bnghị\u200bThái\u200bNguyên\u200bcho\u200banh\u200bem",
            "Hội nghị Thái Nguyên cho anh em",
            {"invisible": 6},
        ),
        ("làm\u200bv\u200biệ\u200bc\u200bnhà", "làm việc nhà", {"invisible": 4}),
        ("U\u200bB\u200bN\u200bD tỉnh", "UBND tỉnh", {"invisible": 3}),
        ("nhà\u3164 sàn\uffa0, a\ufe0fn", "nhà sàn, an", {"invisible": 3}),
        ("s\u0430o, \u0441\u0430o ở tỉnh, U\u0412ND", "sao, cao ở tỉnh, UBND", {"lookalike": 3}),
        ("\u0421OVID-19, \u0422\u0420.HCM nước", "COVID-19, TP.HCM nước", {"lookalike": 2}),
        (
            "\u014f\u0302ng, sơ\u0306k, kơ\u0306ng, kŏ\u031bng",
            "ô\u0306ng, sơ\u0306k, kơ\u0306ng, kơ\u0306ng",
            {"nfc": 1, "tone_order": 1},
        ),
        ("\u200bThái Nguyên\u200b, \ufeffnay\u200b", "Thái Nguyên, nay", {"invisible": 4}),
        ("Thái\u2060 Ngu\u00adyên\u200d", "Thái Nguyên", {"invisible": 3}),
        ("70%;\u00a0Nâng\u2003cao", "70%; Nâng cao", {"space": 2}),
        ("\uf0b7 Công tác", "• Công tác", {"bullet": 1}),
        ("\x93Uống nước\x94 \x96 \x91nhớ\x92", "“Uống nước” – ‘nhớ’", {"c1": 5}),
        ("Hà\x00 Nội\x07\x81", "Hà Nội", {"control": 3}),
    ],
)
def test_repairs_and_counts(broken: str, mended: str, kinds: dict[str, int]) -> None:
    assert repair(broken) == (mended, kinds)
    assert repair(mended) == (mended, {})


@pytest.mark.parametrize(
    "text",
    [
        *PARAGRAPHS,
        *OTHERS,
        "Guðjohnsen và Sigurðsson ghi bàn cho đội tuyển Iceland",
        "Hoà, hòa; thuỷ, thủy; qui định, quy định; lý, lí; “nhớ nguồn’’ - – — … liệt sỹ",
        "Россия và Ελλάδα; Москва, сорт",
        "👨‍👩‍👧 nhà em",
        "ភាសា\u200bខ្មែរ",
        "hai dòng\nvà\tmột khoảng  trống",
        "báo МОСКВА, hãng ТАСС và sao Guðrún đến Hà Nội",
        "Buôn Kơ\u0306ng, thác Krông Bŭk, Čư M'gar",
    ],
)
def test_leaves_what_is_right_as_printed(text: str) -> None:
    mended, kinds = repair(text)
    assert mended is text or mended == text
    assert kinds == {}


MIXED = st.text(
    st.one_of(
        st.sampled_from(LETTERS + "aeiouydbnhgtc ÐðƉþæ.,“”"),
        st.sampled_from(
            "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u0340\u0341\u200b\u200d\u00ad\u00a0\uf0b7\x93\x85"
        ),
        st.sampled_from("аоеıǎčƀĕơ̆ñΑ👧😀\ufe0fន"),
        st.characters(),
    )
)


@given(MIXED)
@example("\u061c\u200b")  # a mark of a script that joins its letters, gone itself
def test_repairing_twice_changes_nothing(text: str) -> None:
    once = repair(text)[0]
    assert repair(once) == (once, {})
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(st.sampled_from(LETTERS + " bcdghklmnpqrstvxaeiouy0123456789.,;:!?()“”‘’–-…/\n")))
def test_clean_text_is_unchanged(text: str) -> None:
    assert repair(text) == (text, {})


@given(st.text(st.sampled_from(LETTERS + " bcdghnt"), max_size=60))
def test_decomposed_text_comes_back(text: str) -> None:
    assert normalize(unicodedata.normalize("NFD", text)) == text


SYLLABLES = "Nghiêng giếng gì quốc khuỷu ngoằn ngoèo thuở rượu yêu ỷ uỵch xoong ĐƯỜNG Đắk"
ONE_PLACEMENT = "quý quỳ quỵ quả già giá hoàn toán hoạt huyền khuỷu loại xoáy nghĩa của mùa huế thuở tuyết khoẻo"


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["", "strength", "càt", "hóá", "qứơng", "naï", "ngề", "cê", "zô", "Müller", "anđ"])
def test_not_syllables(word: str) -> None:
    assert not is_syllable(word)


RIMES = {
    "òa óa ỏa õa ọa": "oà oá oả oã oạ",
    "òe óe ỏe õe ọe": "oè oé oẻ oẽ oẹ",
    "ùy úy ủy ũy ụy": "uỳ uý uỷ uỹ uỵ",
}
PAIRS = [pair for old, new in RIMES.items() for pair in zip(old.split(), new.split(), strict=True)]


@pytest.mark.parametrize("shape", [str.lower, str.upper, str.capitalize])
@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_the_45_pairs_of_tone_placement(old: str, new: str, shape) -> None:  # type: ignore[no-untyped-def]
    for start in ("", "kh"):
        one, other = start + shape(old), start + shape(new)
        assert exact(one) == exact(other) == start + old
        assert tone_variants(one) == (one, other)
        assert tone_variants(other) == (other, one)
        assert exact(f"{other}.") == f"{start}{old}."


@pytest.mark.parametrize("word", ONE_PLACEMENT.split())
def test_one_placement_only(word: str) -> None:
    assert exact(word) == word
    assert tone_variants(word) == (word,)


def test_tones_and_letters_stay_apart() -> None:
    assert len({exact(word) for word in ("ma", "má", "mả", "mã", "mạ", "mà", "mă", "mâ")}) == 8
    assert exact("NGUYÊ\u0303N") == "nguyễn"


def test_the_room_stands_alone() -> None:
    code = "import sys, vietnamese; print([m for m in sys.modules if m in ('bs4', 'archive', 'pipelines', 'crawler')])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


DAMAGES: dict[str, Callable[[str, random.Random], str]] = {
    "marks apart": lambda word, _: unicodedata.normalize("NFD", word),
    "soft hyphen": lambda word, chance: split(word, "\u00ad", chance),
    "zero-width joiner": lambda word, chance: split(word, "\u200d", chance),
    "eth": lambda word, _: word.replace("Đ", "Ð"),
    "look-alikes": lambda word, _: word.replace("a", "\u0430").replace("o", "\u043e").replace("c", "\u0441"),
    "mark of byte order": lambda word, _: f"\ufeff{word}",
}


def split(word: str, sign: str, chance: random.Random) -> str:
    place = chance.randrange(len(word) + 1)
    return word[:place] + sign + word[place:]


@pytest.mark.fuzz
def test_damaged_words_come_back_and_the_others_stay() -> None:
    """Whatever words of a paragraph are damaged in whatever way, it is read as it was printed."""
    for chance in rounds(300):
        text = chance.choice([paragraph for paragraph in PARAGRAPHS if len(paragraph) > 60])
        words = [
            chance.choice(list(DAMAGES.values()))(word, chance) if chance.random() < 0.3 else word
            for word in text.split(" ")
        ]
        assert normalize(" ".join(words)) == text
        assert repair(text) == (text, {})
