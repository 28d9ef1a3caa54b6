"""What newspapers call their sections, alone and several in one line, as a menu is printed."""

from __future__ import annotations

# What newspapers call their sections: a label that says so needs no menu that says it again.
NAMES = frozenset(
    ["thời sự", "chính trị", "xã hội", "kinh tế", "văn hóa", "văn hoá", "văn nghệ", "giáo dục", "y tế", "sức khỏe", "pháp luật",
     "an ninh", "quốc phòng", "thể thao", "bóng đá", "du lịch", "giải trí", "đời sống", "bạn đọc", "nông nghiệp", "nông thôn",
     "thị trường", "thế giới", "quốc tế", "khoa học", "công nghệ", "môi trường", "truyện ngắn", "văn học", "văn học nghệ thuật", "xây dựng đảng", "nhịp sống", "giao thông", "phóng sự", "phóng sự ảnh",
     "ý kiến", "diễn đàn", "đối thoại", "thông báo", "tin tức", "trong nước", "chính trị xã hội", "văn hóa xã hội",
     "văn hóa nghệ thuật", "văn hóa thể thao", "an ninh quốc phòng", "kinh tế xã hội", "news", "politics", "business",
     "society", "education", "health", "sports", "culture", "travel", "world", "opinion", "economy", "sport", "environment",
     "science", "technology", "lifestyle", "local news", "community", "crime", "weather", "farming", "transport",
     "lokales", "politik", "wirtschaft", "kultur", "gesellschaft", "wissen", "gesundheit", "panorama", "blaulicht", "region",
     "société", "économie", "politique", "santé", "éducation", "faits divers", "vie locale", "environnement", "agriculture",
     "sociedad", "economía", "política", "cultura", "deportes", "salud", "educación", "sucesos", "medio ambiente",
     "cronaca", "attualità", "economia", "politica", "società", "salute", "ambiente", "sociedade", "educação", "saúde", "desporto",
     "kultura", "gospodarka", "polityka", "społeczeństwo", "zdrowie", "edukacja", "wiadomości",
     "binnenland", "economie", "cultuur", "regio", "samhälle", "ekonomi", "nyheter", "samfund", "kultur og underholdning"]
)  # fmt: skip
_IN_MENUS = NAMES | {"trang chủ", "home", "video", "media", "podcast", "ảnh", "multimedia", "e-magazine", "longform"}
_BETWEEN = ("|", "-", "–", "•", "·", "/")  # signs between the names of a menu
_MOST = 5  # words of one name at most
_ROW = 3  # names in a row at least


def in_row(text: str) -> list[str]:
    """The names of sections that a line consists of, three at least, each with a capital; empty for any other line.

    >>> in_row("Trang chủ Thời sự Kinh tế Văn hóa"), in_row("Kinh tế xã hội"), in_row("Kinh tế Thời sự khởi sắc")
    (['Trang chủ', 'Thời sự', 'Kinh tế', 'Văn hóa'], [], [])
    """
    words = [word for word in text.split() if word not in _BETWEEN]
    found: list[str] = []
    while words:
        sizes = range(min(_MOST, len(words)), 0, -1)
        size = next((n for n in sizes if " ".join(words[:n]).lower() in _IN_MENUS), 0)
        if not size or not words[0][0].isupper():
            return []
        found.append(" ".join(words[:size]))
        words = words[size:]
    return found if len(found) >= _ROW else []
