"""Page texts as programs write them, broken at a width, in Markdown, on sheets, put together; read as the plain ones."""

from __future__ import annotations

import re
import time

import pytest

from pipelines.plain_text.forms import PATTERNS, visible_lines
from tests.pipelines.reading import article, paragraphs

TITLE = "Ba ấp dọn kênh đón mùa đua ghe"
TEXT = [
    "Từ mờ sáng, bà con ba ấp đã ra bờ kênh dọn lục bình để kịp cho đội ghe tập chèo vào buổi chiều. Nước ngoài vàm lên.",
    "Ông trưởng ấp cho biết năm nay nước lên chậm, ghe lớn phải neo ngoài vàm rồi chuyển hàng bằng xuồng nhỏ.",
    "Đến trưa, mặt kênh đã thoáng, đám trẻ con rủ nhau xuống tắm, còn người lớn ngồi nghỉ dưới gốc gáo già.",
]
CAPTION = "Bà con vớt lục bình bên bến đò cũ"
LISTED = ["Chợ nổi họp lại sau hai năm vắng khách", "Thêm một bến phà được nâng cấp trước mùa lũ"]


def broken(text: str, width: int, indent: str = "") -> str:
    """A paragraph broken at a width."""
    rows, row = [], indent
    for word in text.split():
        if len(row) + len(word) + 1 > width:
            rows.append(row)
            row = indent
        row = f"{row} {word}" if row.strip() else indent + word
    return "\n".join([*rows, row])


def lines(*blocks: str) -> str:
    return "\n\n".join(blocks)


def dump(width: int, indent: str, bullet: str, picture: str, number: str = "") -> str:
    menu = "\n".join(f"{indent}  {bullet} {number}{name}" for name in ("Đời sống", "Kinh tế", "Bạn đọc"))
    listed = "\n".join(f"{indent}  {bullet} {number}{name}" for name in LISTED)
    text = [broken(one, width, indent) for one in TEXT]
    return lines(menu, TITLE, f"{indent}12/10/2020 08:15", text[0], text[1], f"{indent}{picture} {CAPTION}", text[2],
                 f"{indent}Nguyễn Thị Lan", f"{indent}Tin liên quan", listed)  # fmt: skip


MARKDOWN = lines(
    "* [Đời sống](/doi-song)\n* [Kinh tế](/kinh-te)", f"# {TITLE}", "12/10/2020 08:15", broken(f"**{TEXT[0]}**", 78),
    broken(TEXT[1], 78), f"![](kenh.jpg)\n\n_{CAPTION}_", broken(TEXT[2], 78), "**Nguyễn Thị Lan**", "### Tin liên quan",
    *(f"  * [{name}](/tin/{n}.html)" for n, name in enumerate(LISTED)),
)  # fmt: skip
# Targets and names of links broken at the width too, and a row that no width has broken.
OVER_ROWS = lines(
    "* [Đời\nsống](/doi-\nsong \"Đời\nsống\")\n* [Kinh tế](/kinh-te) " + "[Bạn đọc](/ban-doc) " * 9, f"# {TITLE}",
    "12/10/2020 08:15", broken(TEXT[0], 78), broken(TEXT[1], 78),
    f"[![ba\nghe](https://bao.example/anh/ba-\nghe.jpg)](https://bao.example/lon/ba-\nghe.jpg)\n\n_{CAPTION}_",
    broken(TEXT[2], 78), "**Nguyễn Thị Lan**", "### Tin liên quan",
    *(f"  * [{broken(name, 30)}](/tin/{'x' * 200}-\n{n}.html)" for n, name in enumerate(LISTED)),
)  # fmt: skip
UNBROKEN = lines(
    "[Đời sống](/doi-song)", f"{TITLE}\n{'=' * 30}", "12/10/2020 08:15", *TEXT[:2], f"![ghe](kenh.jpg){CAPTION}", TEXT[2],
    "**Nguyễn Thị Lan**", "Tin liên quan\n---", *(f"* [{name}](/tin/{n}.html)" for n, name in enumerate(LISTED)),
)  # fmt: skip
TABLE = lines(
    f"| Trang chủ » Đời sống | | \n| --- | --- |\n| {TITLE} | (08:15 12/10/2020) |",
    *TEXT[:2], f"| ![](a.jpg) |\n| --- |\n| {CAPTION} |", TEXT[2], "**Nguyễn Thị Lan**",
)  # fmt: skip
DRAWN = lines(
    f"┌──────────┐\n│{TITLE}│\n├──────────┤\n│12/10/2020 08:15│\n└──────────┘",
    *(broken(one, 90) for one in TEXT[:2]), f"[kenh]\n{CAPTION}", broken(TEXT[2], 90), "Nguyễn Thị Lan",
)  # fmt: skip
SHEETS = "\f".join(
    f"11/28/26, 12:40 AM\n\n{TITLE} - Báo Vàm Sáng\n\n{sheet}\nhttps://bao.example/kenh.html\n\n{n}/2\n"
    for n, sheet in enumerate(
        (
            f"{TITLE}\n12/10/2020 08:15\n{broken(TEXT[0], 90)}\n{broken(TEXT[1], 90).rpartition(chr(10))[0]}",
            f"{broken(TEXT[1], 90).rpartition(chr(10))[2]}\n{CAPTION}. Ảnh: Lan Thử\n{broken(TEXT[2], 90)}\nNguyễn Thị Lan",
        ),
        1,
    )
)
GLUED = "\n".join(
    ["Đời sốngKinh tếBạn đọcThể thao", f"{TITLE}12/10/2020 08:15", *TEXT[:2], f"{CAPTION}. Ảnh: Lan Thử", TEXT[2],
     "Nguyễn Thị Lan", f"Tin liên quan{''.join(LISTED)}Bến đò mở lại sau mười năm"]
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        dump(72, "   ", "*", "[kenh.jpg]"),
        dump(72, "   ", "*", "[kenh.jpg]", "[12]")
        + "\n\nReferences\n\n   1. https://bao.example/doi-song\n   2. file:///a",
        dump(100, "", "•", "[kenh.png]"),
        dump(500, "  ", "*", "[INLINE]"),
        MARKDOWN,
        OVER_ROWS,
        UNBROKEN,
        TABLE,
        DRAWN,
        SHEETS,
        GLUED,
    ],
)
def test_the_form_of_a_text_changes_nothing(text: str) -> None:
    found = article(text, "file:///tin.txt")
    told = [found.lead, *paragraphs(found)] if found.lead else paragraphs(found)
    assert (found.title, told, found.byline) == (TITLE, TEXT, "Nguyễn Thị Lan")
    assert [(image.caption or "").rstrip(".") for image in found.images] == [CAPTION]
    assert found.published_at == "2020-10-12T08:15:00+07:00"


@pytest.mark.parametrize(
    "text",
    [
        "Sao sáng Vàm Sáng\nnước lên chậm chậm\nghe về bến cũ\nai còn đứng ngóng",  # verses
        "\n\n".join(broken(one, 72) for one in TEXT).replace("\n", "\n\n"),  # rows that stand apart
        "Theo dõi báo trên YouTube, TikTok và VnExpress",
        "# 1 của ấp là đội ghe Kinh Giữa\n\n5 * 4 là hai mươi, 3_000 đồng một ký",
        "[1] Đời sống\n[Ảnh] và [sic] ở lại",
        "* Ấp Đông\n* Ấp Tây",
        "Chị Lan nói:\nông Thử đã dặn\ncon nhớ về sớm",
    ],
)
def test_what_is_in_no_such_form_comes_as_it_is(text: str) -> None:
    assert list(visible_lines(text)) == [(line, False) for line in text.splitlines() if line]


def test_a_picture_kept_in_its_own_address_is_read_at_once():
    text = (
        f"{MARKDOWN}\n\n![ghe](data:image/png;base64,{'QUJD' * 50_000}\n[ghe](data:image/png;base64,{'QUJD' * 50_000}"
    )
    started = time.process_time()
    assert article(text, "file:///tin.txt").title == TITLE
    assert time.process_time() - started < 2.0  # what grew with the square of its length took minutes


def test_every_pattern_matches_its_example():
    for name, (pattern, example) in PATTERNS.items():
        assert re.search(pattern, example), name


@pytest.mark.parametrize("head", [f"Vàm Sáng: {TITLE}", f"{TITLE} – Báo Vàm Sáng", ""])
@pytest.mark.parametrize("half", ["Ba ấp dọn kênh", "Ba ấp dọn kênh đón mùa"])
def test_a_title_in_two_lines_is_one(head: str, half: str) -> None:
    text = "\n".join([head, "Đời sống", half, TITLE.removeprefix(half).strip(), "12/10/2020 08:15", *TEXT])
    assert article(text, "file:///tin.txt").title == TITLE


def test_a_name_on_both_sides_of_the_break_tells_a_title_in_two_lines():
    text = "\n".join(
        ["Bến cũ hồi sinh ở vàm Kinh", "Giữa, sau hai mươi năm bồi lắng", "12/10/2020", TEXT[0], "Vàm Kinh Giữa vui."]
    )
    assert article(text, "file:///tin.txt").title == "Bến cũ hồi sinh ở vàm Kinh Giữa, sau hai mươi năm bồi lắng"


@pytest.mark.parametrize("below", ["Nguyễn Thị Lan", "Lễ hội 2020", "Đời sống", "di Marta Prova", "par Jeanne Essai"])
def test_what_stands_below_a_title_is_no_half_of_it(below: str) -> None:
    assert article("\n".join([TITLE, below, "12/10/2020", *TEXT]), "file:///tin.txt").title == TITLE
