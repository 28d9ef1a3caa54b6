"""What touts betting, loans or pills, and what reports on them."""

import re

import pytest

from archive.article import Article
from pipelines.language.title_keys import key
from pipelines.page_type.touting import _FOR_ENGINES, _KINDS, _text, is_for_engines, reads_as_report, touted


def article(text: str) -> Article:
    return Article(url="https://bo-kenh.example/1.html", title="Một bài viết trên trang", body=text)


def test_every_pattern_finds_its_example() -> None:
    for kind in _KINDS:
        for pattern, example in (*kind.subjects, *kind.offers):
            assert re.search(pattern, _text(article(example))), (kind.name, pattern, example)
    for name, patterns in _FOR_ENGINES.items():
        for pattern, example in patterns:
            assert re.search(pattern, key(example) if name == "title" else _text(article(example))), (pattern, example)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Soi cầu lô đề hôm nay, anh em đăng ký và nạp tiền để được tặng 50k.", "betting"),
        ("สล็อต คาสิโน สมัครวันนี้ ฝากขั้นต่ำ รับโบนัส", "betting"),
        ("澳门娱乐城的体育投注，注册送彩金，提现秒到账", "betting"),
        ("Vay tiền nhanh, nợ xấu vẫn vay được, chỉ cần CCCD, miễn lãi lần đầu, đăng ký ngay.", "loans"),
        ("Viagra và thuốc cương dương chính hãng, giao hàng kín đáo, đặt mua ngay.", "pills"),
        ("Gái gọi, massage kích dục, giá chỉ 500k, đặt lịch qua zalo.", "escorts"),
        ("Nhận định: hai đội gặp nhau lần thứ năm, tỷ lệ kèo nghiêng về đội khách, nhà cái cũng vậy.", None),
        ("Người chơi trúng Jackpot của Vietlott, vé mua ở đại lý, nhận thưởng trong 60 ngày.", None),
        ("Ngân hàng cho hộ nghèo vay vốn không thế chấp, đăng ký ở xã, hotline của chi nhánh có người tư vấn.", None),
        ("Theo Nghị định của Chính phủ, người chơi casino mở tài khoản đặt cược, Bộ Tài chính quản tỷ lệ trả thưởng, nạp tiền.", None),
        ("Bị cáo lập trang cá độ, lô đề, cho đăng ký, nạp tiền, tặng 50k; TAND tuyên phạt bảy năm tù.", None),
    ],
)  # fmt: skip
def test_what_is_touted(text: str, what: str | None) -> None:
    assert touted(article(text)) == what


def test_a_report_is_told_from_what_it_quotes() -> None:
    assert reads_as_report(article("Công an bắt giữ rồi khởi tố hai người."))
    assert not reads_as_report(article("Nhà cái không lừa đảo ai."))


@pytest.mark.parametrize(
    ("title", "text", "is_one"),
    [
        ("Nệm cao su loại nào tốt nhất?", "Trong bài viết này, nệm dày hay mỏng đều được xét. Trên đây là vài gợi ý.", True),
        ("Nệm cũ đi về đâu", "Bạn nên gọi người thu gom. Bạn có thể cho nhà bên. Gọi ngay hotline, miễn phí chở đi.", True),
        ("Cách nấu canh cua đồng", "Cua xay nhuyễn, lọc lấy nước, đun nhỏ lửa cho gạch nổi lên rồi thả rau vào.", False),
        ("Hỏi đáp về đất đai", "Bạn cần lập văn bản tại phòng công chứng; bạn phải nộp ở bộ phận một cửa.", False),
        ("Ngân hàng giảm lãi suất", "Khách hàng được miễn phí mở thẻ, ưu đãi đến hết năm, liên hệ ngay chi nhánh gần nhất.", False),
        ("Top 5 chiêu lừa bán nệm", "Công an bắt giữ nhóm đối tượng. Trong bài viết này, bạn đọc biết chúng mời bạn ra sao.", False),
    ],
)  # fmt: skip
def test_what_is_written_for_search_engines(title: str, text: str, is_one: bool) -> None:
    assert is_for_engines(Article("https://bo-kenh.example/1.html", title, text)) is is_one
