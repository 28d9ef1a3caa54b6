"""Whose a picture is: the credit printed with its caption, or in the place of one."""

from __future__ import annotations

import re

from vietnamese.bylines import CAPITAL, is_agency, is_person, signatures


def credit(caption: str) -> tuple[str, str | None]:
    """A caption without its credit, and the credit. Of a label only what says more than "picture" is kept.

    >>> credit("Thu hoạch lúa sớm. Ảnh: Y Thử"), credit("Thu hoạch lúa (Ảnh: TTXVN)"), credit("Ảnh minh họa")
    (('Thu hoạch lúa sớm.', 'Y Thử'), ('Thu hoạch lúa', 'TTXVN'), ('Ảnh minh họa', None))
    >>> credit("Boats on the canal. © Lan Thu"), credit("Łodzie na kanale, fot. Jan Test")
    (('Boats on the canal.', 'Lan Thu'), ('Łodzie na kanale', 'Jan Test'))
    >>> credit("Boats on the canal. Photo by Lan Thu"), credit("Photo by Lan Thu")
    (('Boats on the canal.', 'Lan Thu'), ('Photo by Lan Thu', None))
    >>> credit("Ghe về vàm\\n(Ảnh: Lan Thu)")
    ('Ghe về vàm', 'Lan Thu')
    >>> credit("Ghe về vàm. Ảnh Thử Bến"), credit("Ghe về vàm. Ảnh chụp từ cầu ván")
    (('Ghe về vàm.', 'Thử Bến'), ('Ghe về vàm. Ảnh chụp từ cầu ván', None))
    >>> credit("Lan Anh/TTXVN"), credit("Ghe về vàm. Mara Tester / Getty Images"), credit("Vàm Sáng/Bến Đò")
    (('', 'Lan Anh/TTXVN'), ('Ghe về vàm.', 'Mara Tester / Getty Images'), ('Vàm Sáng/Bến Đò', None))
    >>> credit("Ghe về vàm / Photo by Mara Tester on Unsplash"), credit("Le canal. Photo Mara Tester")
    (('Ghe về vàm', 'Mara Tester on Unsplash'), ('Le canal.', 'Mara Tester'))
    >>> credit("龙舟驶向河口。林测试 摄"), credit("龙舟驶向河口（图片来源：林测试）"), credit("水路を行く舟＝林試撮影")
    (('龙舟驶向河口。', '林测试'), ('龙舟驶向河口', '林测试'), ('水路を行く舟', '林試'))
    >>> credit("Ghe về vàm. [Ảnh = Lan Thử]"), credit("Ghe về vàm (Collage: Vàm Sáng, Photo: Lan Thử / AFP)")
    (('Ghe về vàm.', 'Lan Thử'), ('Ghe về vàm', 'Lan Thử / AFP'))
    >>> credit("Owls in the tower (Picture: Mara Tester)"), credit("The big picture: Owls in the tower")
    (('Owls in the tower', 'Mara Tester'), ('The big picture: Owls in the tower', None))
    """
    caption = caption.strip(" \t\n|")
    if (bare := _AT_AGENCY.search(caption)) is not None and _signs_picture(bare[1], bare[2]):
        return caption[: bare.start()].rstrip(), bare[0].strip()
    for pattern in _CREDITS:
        match = pattern.search(caption)
        if match is None:
            continue
        before = caption[: match.start()].rstrip(" \n,;:–—-(|[/\\©（＝")
        who = match["who"].strip(" |")
        if match["open"]:
            who = who.rstrip(")] .）")
        elif others := _OPENED.search(before):  # "(Collage: Vàm Sáng, Photo: Lan Thử)"
            before, who = before[: others.start()].rstrip(" \n,;:–—-"), who.rstrip(")] .")
        # Without a label's colon, or with nothing before it, it may be the caption itself: "Ảnh: Toàn cảnh cây cầu".
        sure = before and (pattern is not _CREDITS[-1] or (before[-1] in ".!?…”" and _NAME.fullmatch(who)))
        if not who or _IN_PICTURE.search(before) or not (sure or is_agency(who) or signatures(who.rstrip("."))):
            continue
        return before, who if _PICTURE.fullmatch(match["kind"]) else f"{match['kind']}: {who}"
    return caption, None


def alone(line: str) -> str | None:
    """Whose a picture is, where a line says only that; None for every other.

    >>> alone("ẢNH: LAN THỬ"), alone("(Nguồn ảnh: Bến Đò.)"), alone("Ghe về vàm. Ảnh: Lan Thử")
    ('LAN THỬ', 'Bến Đò', None)
    """
    match = _ALONE.fullmatch(line) if len(line) <= 80 else None
    return match["who"].rstrip(" .)") if match else None


def _signs_picture(who: str, agency: str) -> bool:
    """Whether a person and an agency say whose a picture is: an agency that is known, or a person who is surely one."""
    known = agency.lower() in _PICTURE_AGENCIES or is_agency(agency)
    named = is_person(who, several=False) or who.lower() in _PICTURE_AGENCIES
    return (known and (named or all(word[0].isupper() for word in who.split()))) or (named and agency.isupper())


# What a line that says whose a picture is begins with, in Vietnamese and as newspapers abroad label it.
LABEL = r"(?:nguồn ảnh|ảnh|photo(?:graph)?(?: credit)?|credit|crédits? photos?|foto)"
# The labels that `credit` leaves out, with their colon, wherever they stand in what is copied from a page;
# "nguồn:x" looks like an operator.
LABELLED = (
    rf"(?<![^\W_])(?i:(?:nguồn ảnh|nguon anh|ảnh|anh|nguồn|nguon|photos?|photograph|foto|bild|crédits?(?: photos?)?"
    rf"|(?:photo |image |picture )?credits?)\s?[:=](?=\W|$|(?-i:{CAPITAL}))|(?:图片来源|图片|摄影|写真|фото)\s?[:：=])"
)
OF_WHAT = r"(?:minh họa|minh hoạ|tư liệu)"  # "Ảnh tư liệu: ..."
_ALONE = re.compile(rf"\(?{LABEL}\s*:\s*(?P<who>[^\W\d_][^:]{{1,60}})", re.I)
_KIND = (
    rf"(?:{LABEL}(?: (?:{OF_WHAT}|chụp màn hình|cắt từ clip|cắt từ video))?|đồ họa|đồ hoạ|clip"
    r"|video|nguồn|photos|photographie|photo credit|fotos|fotograf(?:ía|ia|ie)|bild|crédits?(?: photos?)?|(?:image |picture )?credits?)"
)
_BREAK = r"(?:(?P<open>[(\[])|(?<=[.!?…”])|\s[-–—|])\s*"
_CREDITS = (
    re.compile(rf"(?P<open>[(\[])?\s*\b(?P<kind>{_KIND})\s*[:=]\s*(?P<who>[^:=]{{1,70}})$", re.IGNORECASE),
    re.compile(rf"{_BREAK}(?P<kind>(?i:pictures?|images?))\s?:\s*(?P<who>{CAPITAL}[^:]{{1,60}})$"),
    re.compile(rf"{_BREAK}(?P<kind>ảnh)\s(?:do\s)?(?P<who>[^.:]{{2,50}}cung cấp)", re.IGNORECASE),
    re.compile(r"(?P<open>[(\[])?\s*(?P<kind>©|\bfot\.)\s*(?:\d{4}\s)?(?P<who>[^\W\d_][^:©]{1,60})$", re.IGNORECASE),
    re.compile(rf"{_BREAK}(?P<kind>[Pp]hoto(?:graph)?s?) by\s(?P<who>[^\W\d_][^:.]{{2,50}})\.?$"),
    re.compile(
        rf"(?:{_BREAK}|\s?/\s|\n)(?P<kind>(?i:photos?(?: by)?|(?:photograph(?:ed|s)?|pictures?|images?) by|fotos? (?:de|di|von)))\s"
        rf"(?P<who>{CAPITAL}[\w.’'-]*(?: (?:de |von |van )?{CAPITAL}[\w.’'-]*){{0,3}}(?: (?:on|via) \w+)?(?: ?/ ?{CAPITAL}[\w ]+)?)[.)]*$"
    ),
    re.compile(
        r"(?P<open>[（(])?\s*(?P<kind>(?:图片)?来源|图源|图片|图|摄影|攝影|写真|撮影|사진(?: ?제공)?|ภาพ(?:จาก)?|ที่มา(?:ภาพ)?|фото|автор фото)\s*[:：=＝]\s*"
        r"(?P<who>[^（）():：]{2,30})[）)]?$",
        re.IGNORECASE,
    ),
    re.compile(r"(?:(?<=[。！？])|[\s（(＝=])\s*(?P<open>)(?P<who>[^\W\d_。！？、]{2,8}) ?(?P<kind>摄|攝|撮影)[）)]?$"),
    re.compile(
        rf"(?P<open>)(?<=[.!?…”])\s?(?P<kind>/)\s(?P<who>{CAPITAL}[\w.’'-]*(?: (?:de |von |van )?{CAPITAL}[\w.’'-]*){{1,3}})$"
    ),
    re.compile(rf"{_BREAK}(?P<kind>[Ảả]nh)\s(?P<who>[^:]{{2,40}})$"),
)
_OPENED = re.compile(
    r"[(\[](?:collage|(?:bild|photo|foto)?montage|illustration|gra(?:f|ph)ik|graphics?|đồ h(?:ọa|oạ)|thiết kế|video|clip)\s*:[^()\[\]:]{2,40}$",
    re.I,
)  # another credit in the same brackets
_NAME = re.compile(rf"{CAPITAL}\w+(?: {CAPITAL}\w*){{1,3}}\.?")
# Whose a picture is, without a label: a person and whom he works for.
_AT_AGENCY = re.compile(
    rf"(?:^|(?<=[.!?…”])\s+)({CAPITAL}(?:\.|[\w'’-]*)(?: (?:{CAPITAL}\.|[\w'’-]+)){{0,4}})\s*/\s*([A-ZĐ]{{2,7}}\+?|{CAPITAL}[\w+.]+(?: {CAPITAL}[\w+.]+){{0,3}})$"
)
_PICTURE_AGENCIES = frozenset(
    ("afp", "ap", "reuters", "getty", "getty images", "epa", "dpa", "xinhua", "kyodo", "yonhap", "ansa", "efe", "pa",
     "bloomberg", "anadolu", "shutterstock", "unsplash", "imago", "picture alliance", "zuma press", "sipa")
)  # fmt: skip
_IN_PICTURE = re.compile(r"(?:^|\s)(?:trong|trên|dưới|bức|tấm|hình|chùm|loạt)$", re.IGNORECASE)
_PICTURE = re.compile(
    r"/|(?:nguồn )?ảnh|nguồn|©|fot\.|bild|(?:photo|foto|crédit|credit|picture|image|图|사진).*|来源|摄|攝|摄影|攝影|写真|撮影|ภาพ(?:จาก)?|ที่มา(?:ภาพ)?|(?:автор )?фото",
    re.IGNORECASE,
)
