"""Newspapers that never were, for what is learned of many pages: their articles differ in every sentence."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

from crawler.captures import CaptureWriter

PROMOTION = "Quý bạn đọc nhớ theo dõi trang của chúng tôi trên các nền tảng số để không bỏ lỡ tin mới trong ngày."
OFFICE = "Tòa soạn đặt tại số 12 đường Bờ Kênh, phường Cửa Bắc; mọi đóng góp xin gửi về hộp thư bạn đọc của báo."
_WHO = ("bà con xóm Hạ", "hợp tác xã Đồng Gianh", "trường tiểu học Suối Trai", "tổ thủy nông số ba", "đội văn nghệ Bản Lầm",
        "chi hội phụ nữ Cồn Sậy", "lớp học chữ Nôm", "nhóm thợ mộc Gò Dâu")  # fmt: skip
_DID = ("dựng lại cây cầu tre", "trồng thêm hai héc-ta bưởi", "mở lớp dạy đan lát", "nạo vét con mương cũ", "khánh thành nhà đọc sách",
        "gom tiền sửa mái đình", "thử giống lúa chịu mặn", "tổ chức hội thả diều")  # fmt: skip
_WHEN = ("sau mùa nước", "trước ngày rằm", "giữa vụ gặt", "đúng phiên chợ", "khi trời hửng nắng", "trong ba buổi chiều")
_WHY = ("vì lối cũ đã hỏng từ lâu", "để lũ trẻ khỏi đi vòng", "cho kịp đón khách về thăm", "theo lời hẹn từ năm ngoái",
        "như các cụ vẫn mong", "với số tiền góp từng nhà")  # fmt: skip

Paper = dict[str, str]  # pages by their paths


def article(number: int) -> tuple[str, str, list[str]]:
    """Title, lead and paragraphs of an article, the same whenever asked for."""
    chance = random.Random(number)

    def sentence() -> str:
        parts = (chance.choice(_WHO), chance.choice(_DID), chance.choice(_WHEN), chance.choice(_WHY))
        return f"{parts[0][:1].upper()}{parts[0][1:]} {parts[1]} {parts[2]}, {parts[3]}, cả thảy {chance.randint(20, 9999)} công."

    title = f"{chance.choice(_WHO)} {chance.choice(_DID)} lần thứ {number}"
    paragraphs = [" ".join(sentence() for _ in range(2)) for _ in range(4)]
    return title[:1].upper() + title[1:], f"Tin vui: {sentence()}", paragraphs


def page(number: int, *, text: list[str] | None = None, title: str | None = None, more: str = "") -> str:
    """A page of the paper as it was first made: tables and few class names; its head names the site alone."""
    name, lead, paragraphs = article(number)
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (text or [lead, *paragraphs]))
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Báo Bờ Kênh</title>
<meta property="og:title" content="Báo Bờ Kênh"></head><body><table class="khung"><tr><td class="trai">
<div class="muc"><a href="/thoi-su/">Thời sự</a></div><div class="muc"><a href="/doi-song/">Đời sống</a></div>
<div class="muc"><a href="/kinh-te/">Kinh tế làng</a></div><div class="muc"><a href="/van-nghe/">Văn nghệ</a></div>
<div class="lich">Thứ Ba, ngày 5-3-2019</div></td><td class="giua"><div class="dau">Tiếng nói của bà con hai bên bờ kênh</div>
<div class="ten">{title or name}</div><div class="bai">{body}{more}<p>{PROMOTION}</p><p>P.V</p></div></td></tr></table>
<div class="duoi"><p>{OFFICE}</p><p>Giấy phép số 7 của ty thông tin, người chịu trách nhiệm: bà Hoàng Thị Mơ</p></div></body></html>"""


def page_anew(number: int) -> str:
    """The same article after a new design; menu and office stay."""
    title, lead, paragraphs = article(number)
    body = "".join(f"<p>{paragraph}</p>" for paragraph in [lead, *paragraphs])
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title} | Báo Bờ Kênh</title></head>
<body class="moi"><ul class="thanh-muc"><li class="mot-muc"><a href="/thoi-su/">Thời sự</a></li><li class="mot-muc">
<a href="/doi-song/">Đời sống</a></li><li class="mot-muc"><a href="/kinh-te/">Kinh tế làng</a></li><li class="mot-muc">
<a href="/van-nghe/">Văn nghệ</a></li></ul><div class="thong-bao">Ấn bản thử nghiệm của Báo Bờ Kênh, rất mong được góp ý thêm để hoàn thiện
từng ngày một.</div><section class="than-bai"><h2 class="dau-de">{title}</h2><div class="noi-dung">{body}</div></section>
<div class="chan"><p>{OFFICE}</p></div></body></html>"""


def squatter(number: int) -> str:
    """What stands at an address after the domain was sold."""
    chance = random.Random(-number)
    words = [
        "bonus",
        "spin",
        "jackpot",
        "table",
        "roulette",
        "dealer",
        "welcome",
        "player",
        "deposit",
        "reward",
        "lucky",
        "winner",
        "night",
    ]
    body = "".join(
        f"<p>The {' '.join(chance.choices(words, k=24))} is for you and with the best of the house in this week.</p>"
        for _ in range(5)
    )
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Best live casino</title></head>
<body class="lp"><div class="hero"><h1>Best live casino {chance.randint(1, 99)}</h1></div><main class="copy">{body}</main></body></html>"""


def preview(number: int) -> str:
    """What a site of football puts there, in Vietnamese, that has nothing to do with the newspaper."""
    chance = random.Random(1000 + number)
    words = [
        "đội",
        "chủ",
        "nhà",
        "hàng",
        "công",
        "phong",
        "độ",
        "lịch",
        "sử",
        "đối",
        "đầu",
        "chân",
        "sút",
        "hậu",
        "vệ",
        "huấn",
        "luyện",
        "viên",
        "bàn",
        "thắng",
        "vòng",
        "đấu",
    ]
    body = "".join(
        f"<p>{' '.join(chance.choices(words, k=30)).capitalize()} của trận đấu diễn ra trong tuần này.</p>"
        for _ in range(5)
    )
    title = f"Nhận định trận đấu số {number} giữa hai đội"
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title} - Bóng Lăn</title></head>
<body class="single-post"><nav class="mn"><a href="/ngoai-hang/">Ngoại hạng</a><a href="/la-liga/">La Liga</a></nav>
<article class="entry"><h1 class="entry-title">{title}</h1><div class="entry-body">{body}</div></article>
<footer class="ft">Bóng Lăn, tin bóng đá mỗi ngày</footer></body></html>"""


def warc(path: Path, pages: list[tuple[str, str, datetime]]) -> Path:
    """A WARC file of pages: address, page, and when it was fetched."""
    writer = CaptureWriter(path.parent / "ghi", "bo-kenh")
    for url, text, when in pages:
        writer.write(url, 200, "OK", [("Content-Type", "text/html; charset=utf-8")], text.encode(), when)
    writer.close()
    (made,) = (path.parent / "ghi").rglob("*.warc.gz")
    made.rename(path)
    return path


def day(year: int, number: int) -> datetime:
    return datetime(year, 1 + number // 28, 1 + number % 28, 8, tzinfo=UTC)
