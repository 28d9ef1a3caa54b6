"""Bylines, authors, tags and credits: what newsrooms sign with, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.bylines import byline, clean_author, source_tag
from vietnamese.credits import credit

# What signs an article wherever it stands, and how it is kept where that differs.
FORMULAS = [
    ("P.V", None), ("PV", None), ("NPV", None), ("CTV", None), ("P.V.", None), ("BBT", None), ("Ban Biên tập", None),
    ("Nhóm PV", None), ("Nhóm phóng viên", None), ("PV - CTV", None), ("PV/VOV", None),
    ("Bài, ảnh: Lan Anh", None), ("Tin, ảnh: PVĐ", None), ("Bài và ảnh: LAN ANH", None), ("Tin – ảnh: Minh Tâm", None),
    ("Bài, ảnh, clip: Hoài Nam - Y Thử", None), ("Tin: Thanh", None), ("Thực hiện: Kim Ngân", None),
    ("T/h: Lan Anh", None),
    ("Nhóm PV: An - Bình", None), ("Tác giả: Lan Anh", None),
    ("VINH HIỂN (thực hiện)", None), ("Mai Anh (tổng hợp)", None), ("P.H (tổng hợp)", None), ("Lan Anh (t/h)", None),
    ("Minh Anh (Theo TTXVN)", None), ("Lan Anh tổng hợp", None), ("PV (tổng hợp)", None), ("Hà (ghi)", None),
    ("Lan Anh (từ Viêng Chăn)", None), ("Lan Anh (CTV)", None), ("PV Lan Anh", None), ("CTV LAN ANH", None),
    ("Theo TTXVN", None), ("(Theo TTXVN)", "Theo TTXVN"), ("Theo Vietnam+", None), ("Theo TTXVN/Vietnam+", None),
    ("(TTXVN/Vietnam+)", "TTXVN/Vietnam+"), ("TTXVN", None), ("Theo Vietnamnet", None), ("Theo baotinh.vn", None),
    ("Theo Báo Nhân Dân", None), ("Tổng hợp theo Vietnam+, TTXVN", None), ("Lan/VOV-Tây Nguyên", None),
    ("NHẬT XUÂN - NGHI VŨ", None), ("HUY KHÔI – HOÀNG PHI", None), ("Lan Anh, Minh Tâm", None), ("Lan - Tâm", None),
    ("Lan Anh và Minh Tâm", None), ("Lan – Tâm (LAN ANH – MINH TÂM)", None), ("Quang Huy-Minh Tâm", None),
    ("Lan Anh - Tâm ./.", "Lan Anh - Tâm"), ("- Bài, ảnh: Lan Anh |", "Bài, ảnh: Lan Anh"),
]  # fmt: skip

# A name alone: a byline by its place only.
NAMES = [
    "Lan Phương", "LAN PHƯƠNG", "Nguyễn Thị Minh Anh", "TRẦN VĂN TÂM", "Sỹ Hào", "Anh Tuấn", "Lê Phương", "Hoàng Yến",
    "Y Thử", "A Thử", "H’Thử", "H'Lan Thử", "K'Thử", "Ksor Thử", "Lò Văn An", "Thào A Tâm", "V.L", "H.Y.T.", "N. Lan",
    "Dương Ngọc", "Lê Na", "Trần Văn Út", "Thuý Hoà", "Thúy Hòa", "Minh An",
]  # fmt: skip

OTHER = [
    "", "a", "Quốc hội", "QUỐC HỘI", "THỊ TRƯỜNG", "Báo cáo", "TỔ CHỨC THỰC HIỆN", "Tin tổng hợp", "baotinh.vn",
    "Hồ Chí Minh",
     "Phòng cháy", "PHÒNG CHÁY", "Kết luận", "KẾT QUẢ BƯỚC ĐẦU", "Giải pháp", "Lời kết",
    "Thái Nguyên", "HOÀ BÌNH", "Hòa Bình", "Bình Dương", "Đắk Lắk", "Bà Rịa - Vũng Tàu", "Hà Nội", "TP.HCM", "Sài Gòn",
    "Ông Nguyễn Văn An", "Bà Lan Anh", "Anh Nguyễn Văn An", "Đồng chí Nguyễn Văn An", "PGS Lan Anh",
    "Lan Anh phát biểu tại hội nghị", "Chị Lan bên vườn cà phê", "Toàn cảnh cây cầu", "Các đại biểu dự lễ",
    "Ảnh: Lan Anh", "Ảnh, clip: Lan Anh", "Nguồn: baotinh.vn", "Nguồn ảnh", "Xem thêm: Lan Anh",
    "Theo Nghị quyết số 15", "Theo Sở Y tế", "Theo Bộ Công Thương", "Theo Lan Anh, nghề này đã có từ lâu.", "Theo đó",
    "Hội Nông dân", "Văn hóa - Xã hội", "Kinh tế - Chính trị", "Thanh niên", "Nông thôn mới", "Xây dựng Đảng",
    "1. Mở đầu", "I. Đặt vấn đề", "Điều 5", "28/8", "iPhone X", "Wi-Fi", "Email", "Để lại bình luận", "Scroll to Top",
    "Tin khác", "Tin: Quốc hội họp phiên thứ hai", "Lan Anh cười. Mẹ em cũng cười.", "https://bao.example",
    "lan@bao.example",
    "Lan Anh?", "x" * 500,
]  # fmt: skip


@pytest.mark.parametrize(("line", "kept"), FORMULAS)
def test_what_signs_anywhere(line: str, kept: str | None) -> None:
    assert byline(line, sure=True) == (kept or line)
    assert byline(f"  {line}\u00a0") == (kept or line)


@pytest.mark.parametrize("line", NAMES)
def test_a_name_alone(line: str) -> None:
    assert byline(line) == line
    assert byline(line, sure=True) is None


@pytest.mark.parametrize("line", OTHER)
def test_no_byline(line: str) -> None:
    assert byline(line) is None


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("Lan Anh", "Lan Anh"), ("Tác giả: Lan Anh", "Lan Anh"), ("By Lan Anh", "Lan Anh"), ("P.V", "P.V"),
        ("Lan", "Lan"),
        ("NHẬT XUÂN - NGHI VŨ", "NHẬT XUÂN - NGHI VŨ"), ("Người đăng: Phan Thử", "Phan Thử"),
        ("Theo TTXVN", "Theo TTXVN"),
        ("John Tester", "John Tester"),
        ("admin", None), ("Admin", None), ("ADMIN", None), ("Administrator", None), ("Quản trị viên", None),
        ("user12", None),
        ("lananh", None), ("lan_anh", None), ("lan@bao.example", None),
        ("https://facebook.com/bao", None),
        ("baotinh.vn", None), ("www.baotinh.vn", None), ("Báo Thử Nghiệm", None), ("BÁO THỬ NGHIỆM", None),
        ("Thử Nghiệm", None), ("Báo điện tử Đâu Đó", None), ("Ban biên tập", None), ("Tòa soạn", None), ("", None),
        ("123", None), ("-", None), ("{author}", None), ("Cổng thông tin điện tử tỉnh", None), ("None", None),
    ],
)  # fmt: skip
def test_authors_in_metadata(text: str, author: str | None) -> None:
    assert clean_author(text, site="Báo Thử Nghiệm") == author


TAGS = [
    ("(ĐHVO). Nhằm giúp người học", "ĐHVO", "Nhằm giúp người học"),
    ("(Baonghean.vn) - Sáng nay", "Baonghean.vn", "Sáng nay"),
    ("(QNO) - Sáng nay", "QNO", "Sáng nay"),
    ("(QBĐT) – Sáng nay", "QBĐT", "Sáng nay"),
    ("(LĐ online) - Sáng nay", "LĐ online", "Sáng nay"),
    ("(CT)- Sáng nay", "CT", "Sáng nay"),
    ("(VOV) – “Mùa này được giá”", "VOV", "“Mùa này được giá”"),
    ("(GD&TĐ) Sáng nay", "GD&TĐ", "Sáng nay"),
    ("(Dân trí) - Sáng nay", "Dân trí", "Sáng nay"),
    ("(QT) - 15 hộ dân", "QT", "15 hộ dân"),
    ("QTO - Sáng nay", "QTO", "Sáng nay"),
    ("QTO - UBND tỉnh vừa ban hành", "QTO", "UBND tỉnh vừa ban hành"),
    ("TTXVN – Sáng nay", "TTXVN", "Sáng nay"),
    ("GD&TĐ - Sáng nay", "GD&TĐ", "Sáng nay"),
    ("SKĐS - HĐND huyện", "SKĐS", "HĐND huyện"),
    ("VOV.VN - Sáng nay", "VOV.VN", "Sáng nay"),
    ("Baothu.vn - Sáng nay", "Baothu.vn", "Sáng nay"),
    ("BHG - Sáng nay", "BHG", "Sáng nay"),
    ("- Sáng nay", None, "Sáng nay"),
    ("– Sáng nay", None, "Sáng nay"),
    # belongs to the sentence
    ("(LĐ-TB&XH) đã mở lớp", None, "(LĐ-TB&XH) đã mở lớp"),
    ("TP - HCM là nơi", None, "TP - HCM là nơi"),
    ("UBND - HĐND tỉnh", None, "UBND - HĐND tỉnh"),
    ("THPT - GDTX là hai", None, "THPT - GDTX là hai"),
    ("COVID-19 đã qua", None, "COVID-19 đã qua"),
    ("(Ảnh minh họa) - Sáng nay", None, "(Ảnh minh họa) - Sáng nay"),
    ("(Kỳ 2) - Sáng nay", None, "(Kỳ 2) - Sáng nay"),
    ("(Thái Nguyên) - Sáng nay", None, "(Thái Nguyên) - Sáng nay"),
    ("(Tiếp theo kỳ trước) Sáng nay", None, "(Tiếp theo kỳ trước) Sáng nay"),
    ("GDP - thước đo", None, "GDP - thước đo"),
    ("Sáng nay - một ngày đẹp", None, "Sáng nay - một ngày đẹp"),
    ("-5 độ C", None, "-5 độ C"),
    ("", None, ""),
]


@pytest.mark.parametrize(("paragraph", "tag", "rest"), TAGS)
def test_source_tags(paragraph: str, tag: str | None, rest: str) -> None:
    assert source_tag(paragraph) == (tag, rest)


CREDITS = [
    ("Thu hoạch lúa hôm nay. Ảnh: Y Thử", "Thu hoạch lúa hôm nay.", "Y Thử"),
    ("Thu hoạch lúa hôm nay - Ảnh: H.Y.T.", "Thu hoạch lúa hôm nay", "H.Y.T."),
    ("Thu hoạch lúa (Ảnh: TTXVN)", "Thu hoạch lúa", "TTXVN"),
    ("Thu hoạch lúa (ảnh: TTXVN).", "Thu hoạch lúa", "TTXVN"),
    ("Thu hoạch lúa. Ảnh: V.L |", "Thu hoạch lúa.", "V.L"),
    ("Thu hoạch lúa. Nguồn ảnh: Internet", "Thu hoạch lúa.", "Internet"),
    ("Thu hoạch lúa. (Nguồn: TTXVN)", "Thu hoạch lúa.", "TTXVN"),
    ("Thu hoạch lúa. Ảnh minh họa: Y Thử", "Thu hoạch lúa.", "Ảnh minh họa: Y Thử"),
    ("Thu hoạch lúa. Ảnh tư liệu: TTXVN", "Thu hoạch lúa.", "Ảnh tư liệu: TTXVN"),
    ("Thu hoạch lúa. Ảnh TTXVN", "Thu hoạch lúa.", "TTXVN"),
    ("Thu hoạch lúa. Ảnh Lan Anh", "Thu hoạch lúa.", "Lan Anh"),
    ("Y bác sĩ của trạm. Ảnh: Bệnh viện cung cấp", "Y bác sĩ của trạm.", "Bệnh viện cung cấp"),
    ("Ngôi nhà mới. Ảnh do nhân vật cung cấp", "Ngôi nhà mới.", "nhân vật cung cấp"),
    ("Ảnh: Lan Anh", "", "Lan Anh"),
    # captions all the way
    ("Thu hoạch lúa |", "Thu hoạch lúa", None),
    ("Ảnh minh họa", "Ảnh minh họa", None),
    ("Thu hoạch lúa (Ảnh minh họa)", "Thu hoạch lúa (Ảnh minh họa)", None),
    ("Ảnh: Toàn cảnh cây cầu nhìn từ phía bắc", "Ảnh: Toàn cảnh cây cầu nhìn từ phía bắc", None),
    ("Trong ảnh: Thu hoạch lúa ở xã vùng cao", "Trong ảnh: Thu hoạch lúa ở xã vùng cao", None),
    ("Hội thi đã xong. Ảnh chụp bằng máy phim cũ", "Hội thi đã xong. Ảnh chụp bằng máy phim cũ", None),
    ("Thu hoạch lúa", "Thu hoạch lúa", None),
    ("", "", None),
]


@pytest.mark.parametrize(("caption", "text", "who"), CREDITS)
def test_credits(caption: str, text: str, who: str | None) -> None:
    assert credit(caption) == (text, who)


@given(st.text(alphabet=st.sampled_from("ẢnhBàiTheoPVLanTâm:.,-–()/|&+ \n\"'0aĐ"), max_size=80))
def test_any_text_is_read(text: str) -> None:
    found = byline(text)
    assert found is None or found.strip(" ()[]-–./|") in " ".join(text.split()) or "/" in found
    tag, rest = source_tag(text)
    assert text.endswith(rest) and (tag is None or tag in text)
    caption, who = credit(text)
    assert caption in text and (who is None or who.rpartition(": ")[2] in text)
    clean_author(text)
