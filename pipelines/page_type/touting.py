"""Whether a text touts what no newspaper does: betting, quick loans, pills. What stands at many a domain once it is sold.
Whether it is written as those write who write for search engines.

A report about these names the same things, and quotes how they are touted; it also says who was arrested, charged or fined.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

from archive.article import Article
from pipelines.language.title_keys import key

_SUBJECTS = 2  # different ones that a text which touts names
_OFFERS = 2  # different ones that it makes
_BOTH = 5  # together
_MANY_OFFERS = 5  # with which one subject is enough
_REPORTS = 2  # different words of a report or a law, with which it is one
_READ = 5000  # characters


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is touted: what it is called, and what is offered to those who come; an example for each."""

    name: str
    subjects: tuple[tuple[str, str], ...]
    offers: tuple[tuple[str, str], ...]


# In small letters; Vietnamese with its marks, as "tặng 5" is not "tăng 5". Indonesian and Chinese are what most buyers write.
_KINDS = (
    _Kind(
        "betting",
        (
            (r"\bnhà cái\b|\bbet thủ\b", "nhà cái uy tín"),
            (r"\b(?:soi|tỷ lệ|tỉ lệ|chốt|mở|ăn|bắt) kèo\b|\bkèo (?:nhà cái|thơm|ngon|sáng|rung|chấp|châu á|tài xỉu)\b", "soi kèo hôm nay"),
            (r"\b(?:cá|đặt|tiền|vé|tài khoản) cược\b|\bcá độ\b", "cá cược thể thao"),
            (r"\bgame bài\b|\bđổi thưởng\b|\bmậu binh\b|\bcổng game\b", "game bài đổi thưởng"),
            (r"\bnổ hũ\b|\bbắn cá\b|\bquay hũ\b|\bra hũ\b|\bslots?\b|\bjackpots?\b", "nổ hũ, bắn cá"),
            (r"\btài xỉu\b|\bxóc đĩa\b|\bbầu cua\b|\bbaccarat\b|\broulette\b|\bblackjack\b|\bpoker\b|\blive dealer\b", "tài xỉu, xóc đĩa"),
            (r"\bđá gà\b|\bsabung ayam\b", "đá gà trực tiếp"),
            (r"\bcược gà\b|\btrường gà\b|\bsư kê\b", "sư kê đặt cược gà"),
            (r"\blô đề\b|\blô xiên\b|\bba càng\b|\bđề đầu\b", "lô đề online"),
            (r"\bsoi cầu\b|\bbạch thủ\b|\bsong thủ\b|\bnuôi lô\b|\bbắt lô\b|\bchốt số\b|\bdàn đề\b", "soi cầu bạch thủ"),
            (r"\bcas?sinos?\b|\bsanh (?:game|casino|the thao)\b|คาสิโน|카지노|カジノ|казино", "best online casino"),
            (r"\bsports? betting\b|\bbet now\b", "sports betting"),
            (r"\bbookmakers?\b|\bbest odds\b", "the bookmakers with the best odds"),
            (r"\bjudi\b|\btaruhan\b|\bbahis\b|\bapostas?\b|แทงบอล|토토|ставки|букмекер", "judi bola online"),
            (r"\brulet\b|สล็อต|บาคาร่า|슬롯|바카라|スロット|игровые автоматы", "สล็อต บาคาร่า"),
            (r"\btogel\b|\bbandar\b|\bagen bola\b", "bandar togel terpercaya"),
            (r"博彩|娱乐城|赌场|真人荷官", "澳门娱乐城"),
            (r"投注|下注|赔率|返水", "体育投注"),
            (r"百家乐|棋牌|电子游戏|捕鱼", "真人百家乐"),
            (r"时时彩|六合彩|彩种|彩民", "六合彩开奖"),
        ),
        (
            (r"\bđăng k[ýí]\b|\b(?:mở|tạo) tài khoản\b", "đăng ký tài khoản"),
            (r"\bnạp (?:tiền|rút|lần đầu|tối thiểu|nhanh|qua|và|\d)|\blần nạp\b|\bthưởng nạp\b|\bgửi tiền\b", "nạp lần đầu"),
            (r"\brút (?:tiền|về|nhanh|không|trong)\b|\bnạp rút\b|\btiền thắng\b|\btiền mặt\b", "rút tiền siêu tốc"),
            (r"\bkhuyến mãi\b|\bthưởng (?:chào mừng|\d)|\bnhận ngay\b|\btặng (?:code |ngay )?\d|\bmiễn phí\b|\bhoàn (?:trả|tiền)\b|\bgiftcode\b", "tặng 150%"),
            (r"\blink (?:vào|dự phòng|xem)\b|\btải (?:app|ứng dụng)\b", "link vào mới nhất"),
            (r"\bhỗ trợ 24\b|\bchăm sóc khách hàng\b|\bcả ngày lẫn đêm\b", "hỗ trợ 24/7"),
            (r"\b(?:người chơi|dân chơi|anh em|tân thủ|cao thủ|hội viên|bet thủ|sư kê)\b", "anh em vào tiền"),
            (r"\buy tín\b|\bpagcor\b|\bvào tiền\b|\bxuống tiền\b|\bhoa hồng\b", "được PAGCOR cấp phép"),
            (r"\bt[ỷỉ] lệ (?:trả thưởng|thắng|ăn|\d+ ăn)\b|\b\d+ ăn \d", "tỷ lệ 1 ăn 99"),
            (r"\bbonus(?:es|u|lari)?\b|\bcashback\b|โบนัส|เครดิตฟรี|보너스|ボーナス|бонус", "welcome bonus"),
            (r"\bfree (?:spins?|bets?)\b|\bpromo codes?\b", "free spins"),
            (r"\bsign up\b|\bopen an account\b|\bregister\b|\bdaftar\b|\bplayers?\b|\b(?:kayit|uye) ol|\bcadastro\b|สมัคร|가입|регистраци", "sign up today"),
            (r"\breal money\b|\bpayouts?\b|\bwithdrawals?\b|\bdeposit\b|\bpenarikan\b|\bpara (?:yatirma|cekme)|\bsaque\b|ฝาก|ถอน|충전|депозит", "play for real money"),
            (r"\bterpercaya\b|\bgacor\b|\bmaxwin\b|\blink alternatif\b|\bgiris adresi\b|\bguvenilir\b", "situs terpercaya"),
            (r"注册|开户", "注册送彩金"),
            (r"存款|充值|彩金|礼金|体验金|首充", "首次存款优惠"),
            (r"提款|提现|到账", "提现秒到账"),
            (r"客服|下载|官网|玩家", "官网下载"),
            (r"优惠|红包|福利|盈利", "签到红包"),
        ),
    ),
    _Kind(
        "loans",
        (
            (r"\bvay (?:tiền )?(?:online|nhanh|nóng|gấp)\b|\bpayday loans?\b", "vay tiền nhanh"),
            (r"\bapps? vay\b|\bvay (?:nong )?qua app\b", "app vay uy tín"),
            (r"\bnợ xấu\b|\bbad credit\b", "nợ xấu vẫn vay được"),
            (r"\bkhông (?:thế chấp|cần chứng minh|gọi người thân|thẩm định)\b|\bno credit check\b", "không thế chấp"),
            (r"\bgiải ngân (?:trong|sau) \d|\bnhận tiền ngay\b|\bduyệt (?:hồ sơ tự động|sau \d)", "giải ngân trong 5 phút"),
        ),
        (
            (r"\bdang ky\b|\bapply now\b", "đăng ký ngay"),
            (r"\b(?:chi can|anh chup) (?:cccd|cmnd|can cuoc|chung minh)", "chỉ cần CCCD"),
            (r"\blai suat 0\b|\bmien lai\b", "miễn lãi lần đầu"),
            (r"\bhotline\b|\bgoi lai\b|\btu van\b", "hotline tư vấn"),
            (r"\btop \d+\b|\buy tin\b", "top 10 app uy tín"),
            (r"\bhan muc\b|\btu \d+ den \d+ trieu\b|\bgia han\b", "hạn mức 20 triệu"),
        ),
    ),
    _Kind(
        "escorts",
        (
            (r"\bgai goi\b|\bcall girls?\b", "gái gọi cao cấp"),
            (r"\bescorts?\b|\bsex(?:toy|y girls?)?\b|\bphim nguoi lon\b|\bporn\b|\bxxx\b", "escort service"),
            (r"\bmassage (?:kich duc|yoni|tantra)\b|\bhoa khoi\b|\bqua dem\b", "massage kích dục"),
        ),
        (
            (r"\bgia chi\b|\bgia tu\b", "giá chỉ từ 500k"),
            (r"\bdat lich\b|\bbook(?:ing)?\b|\blien he\b", "liên hệ để đặt lịch"),
            (r"\bzalo\b|\btelegram\b|\bwhatsapp\b|\bhotline\b", "zalo"),
            (r"\btan noi\b|\bphuc vu\b|\bbao mat\b", "phục vụ tận nơi"),
        ),
    ),
    _Kind(
        "pills",
        (
            (r"\bviagra\b", "viagra"),
            (r"\bcialis\b|\blevitra\b", "cialis"),
            (r"\b(?:thuoc|vien uong|cai thien) (?:\w+ ){0,3}(?:cuong duong|sinh ly|kich duc)\b|\berectile\b", "thuốc cương dương"),
            (r"\bcuoc yeu\b|\bxuat tinh som\b", "kéo dài cuộc yêu"),
            (r"\btang kich thuoc\b|\bcau nho\b", "tăng kích thước"),
            (r"\bonline pharmacy\b|\bgeneric\b|\bpills\b", "online pharmacy"),
        ),
        (
            (r"\bdat (?:mua|hang)\b|\bmua ngay\b|\border now\b|\bbuy\b", "đặt mua ngay"),
            (r"\bgiao hang\b|\bshipping\b|\bdelivery\b", "giao hàng kín đáo"),
            (r"\bkhuyen mai\b|\bgia chi\b|\blowest prices?\b|\bcheap\b", "giá khuyến mãi"),
            (r"\bchinh hang\b|\bno prescription\b|\bwithout prescription\b|\bmoney back\b", "cam kết chính hãng"),
            (r"\bhotline\b|\btu van\b", "gọi hotline"),
        ),
    ),
)  # fmt: skip
# Who acts in a report or a law, and how; an example for all.
_REPORT = re.compile(
    r"\b(?:cong an|canh sat|bo doi bien phong|tand|vks(?:nd)?|toa an|vien kiem sat|phien toa|bi can|bi cao|hoi dong xet xu|khoi to"
    r"|truy to|cao trang|tuyen phat|xet xu|nam tu|bat giu|bat qua tang|tam giam|triet pha|trinh sat|dieu tra|tang vat|thu giu|xu phat"
    r"|doi tuong|thu doan|lua dao|chiem doat|canh giac|khuyen cao|nan nhan|co bac|nghi dinh|quoc hoi|chinh phu|bo (?:tai chinh|cong an)"
    r"|ubnd|so (?:y te|van hoa|thong tin)|chuc nang|police|arrest(?:ed|s)?|court|prosecut(?:ed|ors?)|investigat(?:ed|ors?|ion)|seized"
    r"|fined|decree|government|no nan|vo no|trang tay|tan nat|tan gia bai san|te nan|he luy|mat sach|con nghien|phai ban)\b|公安|警方|逮捕|法院"
)  # "Công an tỉnh khởi tố 14 bị can"
_PATTERNS = {
    kind.name: ([re.compile(one) for one, _ in kind.subjects], [re.compile(one) for one, _ in kind.offers])
    for kind in _KINDS
}


def touted(article: Article) -> str | None:
    """What an article touts (`betting`, `loans`, `pills`); None where it touts nothing of these, or reports on it."""
    text = _text(article)
    for name, (subjects, offers) in _PATTERNS.items():
        named = _count(subjects, text)
        offered = _count(offers, text) if named else 0
        few = named >= _SUBJECTS and offered >= _OFFERS and named + offered >= _BOTH
        if few or (named and offered >= _MANY_OFFERS):
            return None if reads_as_report(article) else name
    return None


# How texts for search engines are titled, speak and sell, in keys, by kinds; an example for each pattern.
_FOR_ENGINES: dict[str, tuple[tuple[str, str], ...]] = {
    "title": (
        (r"\bla gi\b|\bco tot khong\b|\b(?:bao nhieu|loai|mau|con|diem bao) (?:tien|nao|gi)\b|\bgia bao nhieu\b|\bhay khong\b", "SEO là gì?"),
        (r"\b(?:top )?\d+ (?:cach|meo|loai|mau|dia chi|goi y|quan|bi quyet|ly do)\b|\btop \d+\b", "7 cách trị mụn tại nhà"),
        (r"\b(?:tot|uy tin|re|dep|hieu qua|dang mua|chat luong|chi tiet|moi) nhat\b|\bgia re\b|\ba ?(?:-|den)? ?z\b|\bchi tiet\b", "bảng giá mới nhất"),
        (r"^(?:huong dan|kinh nghiem|review|bang gia|tai|cach|so sanh|nhan dinh|code)\b|\bva cach\b|\bcong thuc\b|\buu nhuoc diem\b|\bvs\b|\bbang gia\b|\breview\b|\bgiftcode\b|\bfull\b", "Hướng dẫn làm SEO"),
    ),
    "you": ((r"\bbạn (?:nên|cần|có thể|hãy|muốn|sẽ|đang|chưa|đã|mới|phải|chọn|thấy)\b|\b(?:giúp|giup|mời|nhà|cho|chúc) (?:các )?bạn\b(?! (?:đọc|bè))", "bạn nên chọn"),),
    "phrases": (
        (r"\btrong bai viet (?:nay|duoi day)|\bbai viet (?:sau|duoi day)\b|\bduoi day la\b|\bsau day\b", "Trong bài viết này"),
        (r"\bcung (?:chung toi |nhau )?(?:tim hieu|phan tich|kham pha)\b|\bbo tui ngay\b", "Hãy cùng chúng tôi tìm hiểu"),
        (r"\btren day la\b|\bbai viet tren\b|\bqua bai viet\b|\bnhung thong tin tren\b", "Trên đây là những kiến thức"),
        (r"\bmang tinh (?:chat )?tham khao\b|\bthong tin tham khao\b", "chỉ mang tính tham khảo"),
        (r"\bchia se bai viet\b|\btheo doi (?:trang|web|website|blog|chuyen muc)\b|\bbinh luan (?:ben duoi|de)\b", "Hãy chia sẻ bài viết"),
        (r"\bchuc (?:cac )?ban\b|\banh em tham khao\b", "Chúc bạn thành công"),
        (r"\bdu doan (?:ty so|ket qua)\b|\bxem truc tiep tai\b|\bgia chu\b|\bcon so may man\b", "Dự đoán tỷ số 2-0"),
    ),
    "selling": (
        (r"\bhotline\b|\bgoi ngay\b|\bde lai (?:thong tin|so dien thoai)\b|\blien he (?:ngay|phong kinh doanh|voi chung toi)\b", "Gọi ngay hotline"),
        (r"\bgia (?:chi )?tu\b|\bgia du kien\b|\b(?:chi phi|gia|khach san) dao dong\b|\bgia (?:mot|1) \w+|\bchinh hang\b|\bcam ket\b|\btron goi\b", "Giá chỉ từ 4 triệu"),
        (r"\bnhanh tay\b|\bdang ky (?:ngay|khoa hoc|tai)\b|\bnhan (?:tai lieu|qua|uu dai|thuong|vang)\b", "nhanh tay đăng ký ngay"),
        (r"\bmien phi\b|\buu dai\b|\bchiet khau\b|\btra gop\b|\bgiao hang\b|\bbao hanh\b|\bdoi tra\b|\bdich vu\b", "miễn phí lắp đặt"),
        (r"\b(?:chung toi|cong ty|shop|cua hang|trung tam) (?:voi|san sang|phuc vu|giao|cam ket|luon)\b|\bkhach hang\b|\b(?:tai|mua) (?:cua hang|shop)\b|\bkhoa hoc online\b|\bgame thu\b", "chúng tôi phục vụ"),
    ),
}  # fmt: skip
_ENGINES = {kind: [re.compile(one) for one, _ in patterns] for kind, patterns in _FOR_ENGINES.items()}
_KINDS_OF_IT = 2  # of these that a text for search engines has


def is_for_engines(article: Article) -> bool:
    """Whether an article is written as texts for search engines are: titled, speaking to the reader, ending and selling as
    these do, in two of these ways at least; False where it reports."""
    text = _text(article)
    title = key(article.title)
    ways = [
        _count(_ENGINES["title"], title) > 0,
        len(_ENGINES["you"][0].findall(text)) > 1,
        _count(_ENGINES["phrases"], text) > 0,
        _count(_ENGINES["phrases"], text) > 1,
        _count(_ENGINES["selling"], text) > 1,
    ]
    return sum(ways) >= _KINDS_OF_IT and not reads_as_report(article)


def sells(line: str) -> bool:
    """Whether a headline is titled as texts for search engines are, sells or touts."""
    text = _keyed(line)
    kinds = [_ENGINES["title"], _ENGINES["selling"], *(subjects for subjects, _ in _PATTERNS.values())]
    return any(_count(patterns, text) for patterns in kinds)


def count_bets(text: str) -> int:
    """How many different things to bet on a text names."""
    return _count(_PATTERNS["betting"][0], _keyed(text[:_READ]))


def reads_as_report(article: Article) -> bool:
    """Whether an article's title, lead and body speak as reports on crimes and on laws do ("công an", "bị can"): such a
    report quotes what touts, and touts nothing.
    """
    return is_report(f"{article.title} {article.lead or ''} {article.body}")


def is_report(text: str) -> bool:
    """Whether a text does."""
    return len(set(_REPORT.findall(_keyed(text[:_READ])))) >= _REPORTS


def _text(article: Article) -> str:
    """The words of an article, as `_keyed` has them."""
    return _keyed(f"{article.title} {article.lead or ''} {article.body}"[:_READ])


def _keyed(text: str) -> str:
    """A text as a key and as it is: a key has no vowels of Thai, no syllables of Korean."""
    return f"{key(text)} {normalize('NFC', text).lower()}"


def _count(patterns: list[re.Pattern[str]], text: str) -> int:
    """How many of the patterns a text has."""
    return sum(pattern.search(text) is not None for pattern in patterns)
