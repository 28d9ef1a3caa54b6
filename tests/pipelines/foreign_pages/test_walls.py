"""What stands below an article's own headline: an edit of its text, or a notice that has nothing of it."""

from __future__ import annotations

import pytest

from archive.storing.succession import Loss
from pipelines.foreign_pages.walls import Text, left

LEAD = "Lũ đêm 22-11 cuốn cầu treo Nà Lầu, ba bản bị cắt đường."
BODY = (
    "Nước suối Nậm Ban dâng từ nửa đêm, bà Lò Thị Pành ở đầu cầu nghe tiếng cáp đứt.",
    "Đến sáng, hai trụ đổ nghiêng, ván trôi về tận bến Khau Mòn cách đó bốn cây số.",
    "Trường tiểu học cho học sinh ba bản nghỉ, giáo viên mang bài tới từng nhà.",
    "Xã huy động dân quân làm bè mảng, mỗi ngày chở hai trăm lượt người qua suối.",
)
OLD = Text("Cầu treo Nà Lầu bị cuốn trôi", LEAD, "\n\n".join(BODY), "Thu Hà", True)
QR = "Quét hình vuông bên dưới, hai nghìn đồng một lượt, dùng được với mọi ngân hàng."


def told(*paragraphs: str, lead: str | None = LEAD, by: str | None = "Thu Hà", pictured: bool = True) -> Text:
    return Text(OLD.title, lead, "\n\n".join(paragraphs), by, pictured)


def bare(*paragraphs: str) -> Text:
    return told(*paragraphs, lead=None, by=None, pictured=False)


@pytest.mark.parametrize(
    ("what", "new", "loss"),
    [
        # walls and notices, in words that no rule knows
        ("a price below the lead", told(QR), Loss.TEXT),
        ("a price below a taste", told(BODY[0], QR), Loss.TEXT),
        ("a price that ends a broken line", told(" ".join(BODY[0].split()[:9]) + " ... Mở ứng dụng Bờ Kênh Nay"), Loss.TEXT),
        ("a long text of consents", bare(*["We and 187 vendors keep small files on your phone and look at them later."] * 9), Loss.TEXT),
        ("a removal", bare("Trang này không còn hiển thị theo quyết định số 301. Bạn đọc cần trích lục xin gửi đơn."), Loss.TEXT),
        ("a request in known words", told(BODY[0], "Đăng nhập để đọc tiếp"), Loss.WALL),
        ("its lead alone", told(), Loss.TEXT),
        # edits
        ("cut to a half", told(*BODY[:2]), Loss.NONE),
        ("cut, and about the article", told(BODY[0], "Bà Lò Thị Pành nói cáp đứt lúc hai giờ. Bến Khau Mòn vớt được ván."), Loss.NONE),
        ("cut by less than a half, and a note", told(*BODY[:3], "Tòa soạn rút gọn theo đề nghị của nhân vật."), Loss.NONE),
        ("changed within", told(BODY[0].replace("nửa đêm", "ba giờ sáng"), QR), Loss.NONE),
        ("another lead", told(QR, lead=LEAD.replace("Lũ đêm 22-11", "(BK) - Lũ đêm thứ Bảy")), Loss.NONE),
        ("not its first paragraphs", told(BODY[2], QR), Loss.NONE),
        ("corrected", told("Đính chính: suối dâng từ chiều hôm trước."), Loss.NONE),
        ("retracted, with names", bare("Báo cải chính và xin lỗi bà Lò Thị Pành vì tin sai về suối Nậm Ban."), Loss.NONE),
        ("written anew, longer, signed, pictured", told(" ".join(["Người bản kể với nhau rằng đêm ấy trời tối như mực."] * 9)), Loss.NONE),
        ("a request in known words, about the article", told(*BODY[:3], "Ai đi bè mảng xin đăng ký với dân quân."), Loss.NONE),
    ],
)  # fmt: skip
def test_what_is_left_of_a_text(what: str, new: Text, loss: Loss) -> None:
    assert left(OLD, new).loss is loss, what


def test_what_several_articles_say_tells_nothing() -> None:
    """Runs of words that the newspaper always prints make no notice one about this article."""
    notice = bare(
        "Quét hình vuông bên dưới để đi tiếp. Ảnh bìa: nước suối Nậm Ban dâng, do máy tự chọn từ kho của nhà báo."
    )
    assert left(OLD, notice).loss is Loss.NONE
    assert left(OLD, notice, [OLD.body, OLD.body]).loss is Loss.TEXT
