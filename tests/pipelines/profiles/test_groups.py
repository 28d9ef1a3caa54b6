"""Page texts of many newspapers in one folder: each is read with what its own newspaper's texts have in common."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from archive.article import Article
from archive.database import connect
from archive.newspapers import put_newspaper
from crawler.newspaper import ANY
from crawler.saved_pages import saved_pages
from pipelines.profiles.learning import Profiles

PLACES = ("Vàm Sáng", "Bến Đò", "Kinh Giữa", "Gò Dưa", "Cồn Lục", "Rạch Ván", "Xóm Chài", "Đồng Bưng", "Hòn Tre")
WHAT = ("dọn kênh", "đắp đê", "thả cá giống", "dựng cầu ván", "phơi lưới", "đóng ghe", "cấy lúa", "hái sen", "vá đường")
EVERYWHERE = ("Trang chủ", "Chia sẻ", "Bình luận", "Tin liên quan")  # what the newspapers print alike
NEWSPAPERS = 7


def of(newspaper: int, number: int) -> tuple[str, str, list[str]]:
    """A page text of a newspaper, its title and its paragraphs: an advertisement of the newspaper's stands amid it."""
    draw = random.Random(100 * newspaper + number)
    where, what, other = draw.choice(PLACES), draw.choice(WHAT), draw.choice(PLACES)
    title = f"Bà con {where} {what} vụ {newspaper + number}"
    own = [
        f"Từ mờ sáng ngày {number + 1}, hơn {newspaper + 20} hộ dân {where} đã rủ nhau {what} để kịp trước con nước rằm.",
        f"Ông trưởng ấp {other} cho biết nhà nào neo người thì được miễn, còn {newspaper + number} nhà góp thêm xi măng.",
        f"Dự kiến cuối tháng {number + 1} việc {what} sẽ xong, xã {where} lo phần ống cống và cơm trưa cho {number + 30} người.",
    ]
    advert = f"Đặt mua báo số {newspaper} ngay hôm nay để nhận quà tặng là bộ lịch treo tường và sổ tay của tòa soạn {PLACES[newspaper % 9]}."
    foot = [
        f"Báo số {newspaper} vùng {PLACES[newspaper % 9]}",
        f"Giấy phép {newspaper}/GP-BTTTT, điện thoại 0{newspaper}3 888 {newspaper}00",
    ]
    lines = [EVERYWHERE[0], title, f"{number + 1:02}/10/2020 08:15", *own[:2], advert, own[2], *EVERYWHERE[1:], *foot]
    return "\n\n".join(lines), title, own


def read(folder: Path) -> dict[str, Article]:
    """What is read of a folder, by the names of its files."""
    profiles = Profiles(connect(":memory:"))
    put_newspaper(profiles.conn, "files")
    files = saved_pages.files(folder)
    saved_pages.learn(profiles, files, "files", ANY)
    found = {}
    for file in files:
        (saved,) = saved_pages.pages(file, pytest.fail)
        article = saved_pages.read(saved, "files", ANY, profiles=profiles).article
        assert article is not None, file.name
        found[file.name] = article
    return found


def test_each_newspaper_of_a_folder_has_a_profile_of_its_own(tmp_path: Path) -> None:
    told = {
        f"{newspaper}-{number}.txt": of(newspaper, number) for newspaper in range(NEWSPAPERS) for number in range(6)
    }
    reprint = told["3-1.txt"][2]  # which four newspapers have: no newspaper's own
    for newspaper in (1, 4, 6):
        text, title, own = told[f"{newspaper}-0.txt"]
        for one, other in zip(own, reprint, strict=True):
            text = text.replace(one, other)
        told[f"{newspaper}-0.txt"] = text, title, reprint
    for name, (text, _, _) in told.items():
        (tmp_path / name).write_text(text, "utf-8")
    found = read(tmp_path)
    for name, (_, title, own) in told.items():
        article = found[name]
        assert (article.title, [*filter(None, [article.lead]), *article.body.split("\n\n")]) == (title, own), name


def test_few_texts_of_each_newspaper_lose_nothing(tmp_path: Path) -> None:
    told = {f"{newspaper}-{number}.txt": of(newspaper, number) for newspaper in range(7) for number in range(2)}
    for name, (text, _, _) in told.items():
        (tmp_path / name).write_text(text, "utf-8")
    for name, article in read(tmp_path).items():
        _, title, own = told[name]
        assert article.title == title
        assert set(own) <= {article.lead, *article.body.split("\n\n")}


def test_what_many_texts_of_a_newspaper_say_takes_nothing_of_an_article(tmp_path: Path) -> None:
    office, box = "Trung tâm Văn hóa và Truyền thanh huyện", ["Đăng ký nhận bản tin", "Tin hay mỗi tuần, gửi tận hộp thư của bạn.", "Đăng ký"]  # fmt: skip
    told = {f"{number}.txt": of(1, number) for number in range(9)}
    for number, (name, (text, _, own)) in enumerate(told.items()):
        signed = office if number % 3 == 0 else f"Nguyễn Thị {PLACES[number].split()[0]}"
        text = text.replace(own[1], "\n\n".join([own[1], *box])).replace(own[2], f"{own[2]}\n\n{signed}")
        (tmp_path / name).write_text(text, "utf-8")
    for name, article in read(tmp_path).items():
        _, title, own = told[name]
        shown = [*filter(None, [article.lead]), *article.body.split("\n\n")]
        assert (article.title, shown) == (title, own), name
        assert (article.byline == office) == (name in ("0.txt", "3.txt", "6.txt")), name
