"""Dates: every form newspapers print, and what only looks like one."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.dates import Date, find, from_url, parse, strip_date

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # 19:00 in Vietnam

FORMS = [
    # with a weekday
    ("Thứ Sáu, 28/08/2020, 14:05 [GMT+7]", "2020-08-28T14:05:00+07:00"),
    ("Thứ Sáu, 28/08/2020, 14:05 (GMT+7)", "2020-08-28T14:05:00+07:00"),
    ("Thứ 6, 28/08/2020, 14:05 GMT+7", "2020-08-28T14:05:00+07:00"),
    ("T6, 28/08/2020 - 14:05 GMT+07:00", "2020-08-28T14:05:00+07:00"),
    ("2020-08-28T14:05:00+99:99", "2020-08-28T14:05:00+07:00"),
    ("2020-08-28T07:05:00.000Z", "2020-08-28T14:05:00+07:00"),
    ("2020-08-28T02:05-0500", "2020-08-28T14:05:00+07:00"),
    ("2020-08-28T00:00:00+07:00", "2020-08-28"),
    ("Chủ Nhật, 06:22, 23/10/2016", "2016-10-23T06:22:00+07:00"),
    ("Chủ nhật, 23/10/2016-06:22 PM", "2016-10-23T18:22:00+07:00"),
    ("CN, 23/10/2016", "2016-10-23"),
    ("Thứ Sáu, ngày 23 tháng 08 năm 2019, 09:25:27", "2019-08-23T09:25:27+07:00"),
    ("Thứ hai, 15/09/2025 - 12:40", "2025-09-15T12:40:00+07:00"),
    ("Thứ Năm, 5 tháng 5 năm 2022", "2022-05-05"),
    ("THỨ BẢY, 07/03/2026 | 08:01", "2026-03-07T08:01:00+07:00"),
    ("Thu Ba, 08:15 16/07/2019", "2019-07-16T08:15:00+07:00"),
    ("thứ sáu, 28 08 2020 14:05", "2020-08-28T14:05:00+07:00"),
    # the day in words
    ("Ngày hai mươi tám tháng tám năm 2020", "2020-08-28"),
    ("Bến Đò, ngày mười lăm tháng Tư năm 2021", "2021-04-15"),
    ("ngày mùng một tháng mười hai 2020", "2020-12-01"),
    ("ngày ba mươi mốt tháng 8/2020, 14:05", "2020-08-31T14:05:00+07:00"),
    # beside counts
    ("0 Likes 2 comments 28 August 2020 14:05", "2020-08-28T14:05:00+07:00"),
    ("28/08/2020 14:05 · 1.204 lượt thích", "2020-08-28T14:05:00+07:00"),
    ("28 августа 2020 12 комментариев", "2020-08-28"),
    ("28 sierpnia 2020 | 120 wyświetleń", "2020-08-28"),
    # time before the date, and after it
    ("27/09/2020, 21:58", "2020-09-27T21:58:00+07:00"),
    ("21:28 22/09/2025", "2025-09-22T21:28:00+07:00"),
    ("14:05 28/08/2020", "2020-08-28T14:05:00+07:00"),
    ("14:05 | 28/08/2020", "2020-08-28T14:05:00+07:00"),
    ("14:05, ngày 28-8-2020", "2020-08-28T14:05:00+07:00"),
    ("28.08.2020 | 14:05", "2020-08-28T14:05:00+07:00"),
    ("28/08/2020 lúc 14:05", "2020-08-28T14:05:00+07:00"),
    ("28/8/2020 14h05", "2020-08-28T14:05:00+07:00"),
    ("14 giờ 05 phút, ngày 28/8/2020", "2020-08-28T14:05:00+07:00"),
    ("14h05' - 28/8/2020", "2020-08-28T14:05:00+07:00"),
    ("Lúc 10 giờ đêm ngày 28/8/2020", "2020-08-28T22:00:00+07:00"),
    ("2 giờ chiều 28/8/2020", "2020-08-28T14:00:00+07:00"),
    ("14 giờ 28/8/2020", "2020-08-28"),
    ("(28.08.2020 14:05)", "2020-08-28T14:05:00+07:00"),
    ("\u200b 28/08/2020\u00a0–\u00a014:05", "2020-08-28T14:05:00+07:00"),
    ("28 / 08 / 2020", "2020-08-28"),
    ("28-08-2020", "2020-08-28"),
    ("7/3/2026", "2026-03-07"),  # the seventh of March
    # before noon (SA) and after noon (CH)
    ("28/8/2020 2:05:33 CH", "2020-08-28T14:05:33+07:00"),
    ("28/8/2020 9:05 SA", "2020-08-28T09:05:00+07:00"),
    ("28/8/2020 12:05 SA", "2020-08-28T00:05:00+07:00"),
    ("28/8/2020 12:05 CH", "2020-08-28T12:05:00+07:00"),
    ("4/11/2019 8:30 AM", "2019-11-04T08:30:00+07:00"),
    ("28/08/2020 14:05 PM", "2020-08-28T14:05:00+07:00"),
    # glued to a byline, a section or a count
    ("PV•28/01/2025 08:22", "2025-01-28T08:22:00+07:00"),
    ("BÚT DANH THỬ | 02/02/2021 - 12:30", "2021-02-02T12:30:00+07:00"),
    ("Lan Thử - 06:16, 22/08/2024", "2024-08-22T06:16:00+07:00"),
    ("Thu Hà - 22/08/2024", "2024-08-22"),
    ("Bài, ảnh: Hoài Thử 22/08/2024", "2024-08-22"),
    ("Kinh tế | 06:16 22/08/2024", "2024-08-22T06:16:00+07:00"),
    ("22/08/2024 06:16 | 1.204 lượt xem", "2024-08-22T06:16:00+07:00"),
    ("Lượt xem: 88 - 22/08/2024", "2024-08-22"),
    # labels
    ("Ngày đăng: 28/08/2020", "2020-08-28"),
    ("Đăng lúc: 14:05 28/08/2020", "2020-08-28T14:05:00+07:00"),
    ("Đăng ngày 28/08/2020", "2020-08-28"),
    ("Ngày xuất bản: 28/08/2020 9:05 SA", "2020-08-28T09:05:00+07:00"),
    ("Posted on 28/08/2020", "2020-08-28"),
    # months in words
    ("28 Tháng Tám, 2020", "2020-08-28"),
    ("Tháng Tám 28, 2020", "2020-08-28"),
    ("28 Tháng Mười Hai, 2020", "2020-12-28"),
    ("2 Thang Muoi Mot 2020", "2020-11-02"),
    ("ngày 1 tháng Mười năm 2020", "2020-10-01"),
    ("12 Tháng Tư, 2020", "2020-04-12"),
    ("12 Tháng Năm, 2020", "2020-05-12"),
    ("Tháng Năm 12, 2020 lúc 8:15 sa", "2020-05-12T08:15:00+07:00"),
    ("12 Th5 2020", "2020-05-12"),
    ("Th12 5, 2020", "2020-12-05"),
    ("August 28, 2020", "2020-08-28"),
    ("28 Aug 2020", "2020-08-28"),
    ("Friday, August 28, 2020", "2020-08-28"),
    ("Sept. 2, 2020", "2020-09-02"),
    ("2nd of May, 2020", "2020-05-02"),
    ("August 28, 2020 at 2:05 pm", "2020-08-28T14:05:00+07:00"),
    ("August 28, 2020, 2:05 p.m.", "2020-08-28T14:05:00+07:00"),
    ("28 August 2020 | 9:05 a.m.", "2020-08-28T09:05:00+07:00"),
    # zones by their names, in winter and in summer
    ("Fri 28 Aug 2020 08.05 BST", "2020-08-28T14:05:00+07:00"),
    ("Published 3:05 a.m. ET August 28, 2020", "2020-08-28T14:05:00+07:00"),
    ("January 28, 2020 at 2:05 AM EST", "2020-01-28T14:05:00+07:00"),
    ("28 ago 2020 - 09:05 CEST", "2020-08-28T14:05:00+07:00"),
    (
        "PUBLISHED: August 28, 2020 at 12:05 AM PDT | UPDATED: August 29, 2020 at 5:00 AM PDT",
        "2020-08-28T14:05:00+07:00",
    ),
    ("Published 2:05 PM, Friday, August 28, 2020", "2020-08-28T14:05:00+07:00"),
    ("Posted on August 28, 2020 by admin", "2020-08-28"),
    ("By Testa Writer | August 28, 2020 · 5 min read", "2020-08-28"),
    # machines
    ("2020-08-28T14:05:00+0700", "2020-08-28T14:05:00+07:00"),
    ("2020-08-28T14:05:00+07:00", "2020-08-28T14:05:00+07:00"),
    ("2020-08-28T07:05:00Z", "2020-08-28T14:05:00+07:00"),
    ("2020-08-28T20:05:09.123456Z", "2020-08-29T03:05:09+07:00"),
    ("2020-08-28T14:05", "2020-08-28T14:05:00+07:00"),
    ("2020-08-28 14:05:33", "2020-08-28T14:05:33+07:00"),
    ("2020-08-28T09:05:00.1234567+02:00", "2020-08-28T14:05:00+07:00"),
    ("2020-08-28T14:05:00T+07:00", "2020-08-28T14:05:00+07:00"),
    ("2020-08-28", "2020-08-28"),
    ("2020/08/28 14:05", "2020-08-28T14:05:00+07:00"),
    ("2020-08-28T00:00:00+07:00", "2020-08-28"),  # a day without a time, as software writes it
    ("Fri, 28 Aug 2020 14:05:00 +0700", "2020-08-28T14:05:00+07:00"),
    ("Fri, 28 Aug 2020 20:05:00 GMT", "2020-08-29T03:05:00+07:00"),
    ("1598598300", "2020-08-28T14:05:00+07:00"),
    ("1598598300123", "2020-08-28T14:05:00+07:00"),
    # no more than a month
    ("Tháng 8/2020", "2020-08"),
    ("tháng Tám năm 2020", "2020-08"),
    ("08/2020", "2020-08"),
    ("2020-04", "2020-04"),
    # an hour alone is not exact enough
    ("14h ngày 28/8/2020", "2020-08-28"),
]

NONE = [
    "",
    "Lai Châu",
    # an event's day, in the lead: no year, or within a sentence
    "sáng 28-8",
    "Sáng 4-11",
    "Ngày 4.2",
    "chiều 7-11-2025",
    "Chiều 7-11-2025",
    "Sáng mùng 4 Tết Ất Tỵ (01/02)",
    "Sáng 28-8-2020, tại Nhà văn hóa xã, lớp học nghề khai giảng.",
    "Ngày 28/8/2020, tổ hợp tác ra mắt sản phẩm mới.",
    "Nghị quyết có hiệu lực từ ngày 15/9/2025.",
    "Khai giảng khóa 9: 15/05/2019",
    "Sinh ngày: 12/5/1998",
    "Giấy phép số 123/GP-TTĐT, cấp ngày 15/09/2019",
    "Từ 29/4/2019 - Đến 3/5/2019",
    "(từ ngày 15/9 đến ngày 20/9/2025)",
    "20/4/2019 - 3/5/2019",
    "Bà Triệu Thị Thử (2/3/1925)",
    "From August 28, 2020",
    "Deadline: 28 August 2020",
    "Registration until August 28, 2020",
    "It opened on August 28, 2020.",
    "The August 28, 2020 meeting",
    "August 28, 2020 - August 30, 2020",
    # names that begin as months do
    "Mary 12, 2020",
    "Junction 2, 2020",
    # after the fetch
    "24/11/2026",
    "23/11/2026 19:30",
    "2026-11-24T00:00:00Z",
    "12/2026",
    # the page's clock: the minute of the fetch
    "Thứ Hai, ngày 23 tháng 11 năm 2026, 19:00:20",
    # no such day, and months first
    "31/02/2020",
    "10/22/2025 7:25:00 PM",
    "28/08/2020 25:05",
    "00/00/0000",
    "0001-01-01T00:00:00",
    "1970-01-01",
    # numbers
    "28/08/20",
    "1,5 tỷ đồng",
    "0912345678",
    "Quyết định 15/2020/QĐ-UBND",
    "Số 08/2020",
    "2020",
    "2020-2025",
    "192.168.10.2020",
    "Ngày hai tháng ba chúng tôi lên đường, đến năm 2021 mới về",
    "Ngày hai mươi lăm tháng chạp năm 2020",  # of the moon's calendar
    "٠١٢٣٤٥٦٧٨٩",
    "9" * 13,
]


@pytest.mark.parametrize(("text", "value"), FORMS)
def test_forms(text: str, value: str) -> None:
    found = parse(text, now=NOW)
    assert found is not None
    assert found.value == value
    assert found.precision == {7: "month", 10: "day", 25: "minute"}[len(value)]


@pytest.mark.parametrize("text", NONE)
def test_traps(text: str) -> None:
    assert parse(text, now=NOW) is None


def test_gmt_plus_seven_is_ahead() -> None:
    found = parse("Thứ Sáu, 28/08/2020, 14:05 [GMT+7]")
    assert found is not None
    assert datetime.fromisoformat(found.value) == datetime(2020, 8, 28, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["Cập nhật lúc: 28/08/2020 14:05", "Cập nhật: 14:05 28/08/2020", "Ngày cập nhật 28/8/2020 2:05 CH",
     "Lần cập nhật cuối: 28/08/2020 14:05", "Last modified: 28/08/2020 14:05", "Updated 28/08/2020 - 14:05"],
)  # fmt: skip
def test_an_update_is_no_publication(text: str) -> None:
    assert parse(text) == Date("2020-08-28T14:05:00+07:00", "minute", modified=True)


def test_publication_and_update_on_one_line() -> None:
    for text in (
        "Đăng ngày 27/08/2020 08:00 | Cập nhật lúc: 28/08/2020 14:05",
        "Cập nhật: 28/08/2020 14:05 | Đăng lúc 27/08/2020 08:00",
    ):
        assert parse(text) == Date("2020-08-27T08:00:00+07:00", "minute")
        assert {(d.value, d.modified) for d in find(text)} == {
            ("2020-08-27T08:00:00+07:00", False),
            ("2020-08-28T14:05:00+07:00", True),
        }


def test_the_weekday_is_checked() -> None:
    def agrees(text: str) -> bool | None:
        found = parse(text)
        assert found is not None
        return found.weekday_agrees

    assert agrees("Thứ Sáu, 28/08/2020, 14:05") is True
    assert agrees("Thứ 6 ngày 28/08/2020") is True
    assert agrees("Chủ nhật, 28/08/2020") is False
    assert agrees("Fri, 28 Aug 2020 20:05:00 GMT") is True  # the day after, in Vietnam
    assert agrees("28/08/2020") is None
    assert agrees("Thu Hà - 28/08/2020") is None


def test_clock_skew_is_tolerated_days_are_not() -> None:
    assert parse("23/11/2026 19:05", now=NOW) == Date("2026-11-23T19:05:00+07:00", "minute")
    assert parse("23/11/2026", now=NOW) == Date("2026-11-23", "day")
    assert parse("11/2026", now=NOW) == Date("2026-11", "month")
    assert parse("23/11/2026 19:11", now=NOW) is None
    # It is the 24th in Vietnam before it is in London.
    late = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
    assert parse("24/11/2026", now=late) == Date("2026-11-24", "day")
    assert parse("24/11/2026", now=late.astimezone(timezone(timedelta(hours=-5)))) == Date("2026-11-24", "day")
    # A machine may have written the very minute of the fetch; a clock on the page is what prints it.
    assert parse("2026-11-23T19:00:20+07:00", now=NOW) is not None


def test_what_remains_of_the_line() -> None:
    assert strip_date("PV•28/01/2025 08:22") == "PV"
    assert strip_date("BÚT DANH THỬ | 02/02/2021 - 12:30") == "BÚT DANH THỬ"
    assert strip_date("Thứ Năm, 22/08/2024, 06:16 - Lan Thử - Hà Thử") == "Lan Thử - Hà Thử"
    assert strip_date("Thu Hà - 22/08/2024") == "Thu Hà"
    assert strip_date("Nguyễn Lan Lực 22/08/2024 06:16") == "Nguyễn Lan Lực"  # no "lúc"
    assert strip_date("Nguyễn Hải Đăng 22/08/2024") == "Nguyễn Hải Đăng"
    assert strip_date("Lan Thử Đăng lúc 22/08/2024") == strip_date("Lan Thử đăng 22/08/2024") == "Lan Thử"
    assert strip_date("Đặng Tài - 22/08/2024") == "Đặng Tài"  # nor "đăng tải"
    assert strip_date("Lúc 06:16 ngày 22/08/2024") == strip_date("LUC 06:16, NGAY 22/08/2024") == ""
    assert strip_date("Bài, ảnh: Hoài Thử 22/08/2024") == "Bài, ảnh: Hoài Thử"
    assert strip_date("22/08/2024 06:16 | 1.204 lượt xem") == ""
    assert strip_date("Ngày 28/8/2020, tổ hợp tác ra mắt.") == "Ngày 28/8/2020, tổ hợp tác ra mắt."


ADDRESSES = [
    ("https://bao.example/thoi-su/d20230112091014465.htm", "2023-01-12T09:10:14+07:00"),
    ("https://bao.example/mua-lua-moi-20260307075519174.htm?zarsrc=30", "2026-03-07T07:55:19+07:00"),
    ("/file/0f1e/062023/lua_20230617201304.jpg", "2023-06-17T20:13:04+07:00"),
    ("https://bao.example/kinh-te/202304/hop-tac-xa-8a1b2c3/", "2023-04"),
    ("https://bao.example/2024/05/12/mua-lua/", "2024-05-12"),
    ("https://bao.example/2024/05/mua-lua/", "2024-05"),
    ("https://bao.example/uploads/image/2019/12/03/lua.jpg", "2019-12-03"),
    ("https://bao.example/tin/mua-lua-20240512.html", "2024-05-12"),
    ("https://bao.example/202713/mua-lua-1234567/", None),
    ("https://bao.example/202704/mua-lua-1234567/", None),  # after the fetch
    ("https://bao.example/mua-lua-post20240512345.html", None),
    ("https://bao.example/tin?ngay=20240512", None),
    ("https://bao.example/nam-2024/mua-lua-a271203.html", None),
    ("http://[bad", None),
]


@pytest.mark.parametrize(("url", "value"), ADDRESSES)
def test_addresses(url: str, value: str | None) -> None:
    found = from_url(url, now=NOW)
    assert (found.value if found else None) == value


@given(st.text(alphabet=st.sampled_from("0123456789/:-.,| ThứsáuĐăngCậpnhậtGMT+thág"), max_size=60))
def test_nothing_is_raised_and_nothing_made_up(text: str) -> None:
    found = parse(text, now=NOW)
    if found:
        assert any(
            year in text for year in (found.value[:4], str(int(found.value[:4]) - 1), str(int(found.value[:4]) + 1))
        )
        assert found.value[:10] <= "2026-11-23"


def test_other_text_is_turned_away_quickly() -> None:
    lines = ["Người dân trong vùng đã thu hoạch xong lúa mùa, năng suất cao hơn mọi năm.", "Lượt xem: 12", "A" * 5000]
    start = time.process_time()
    for _ in range(2000):
        for line in lines:
            parse(line, now=NOW)
    assert (time.process_time() - start) / 6000 < 200e-6, "seconds a line; ten times what it takes"
