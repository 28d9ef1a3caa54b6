"""What editions in other scripts, other systems' names and a newsroom of one print: read as any newspaper's."""

import pytest

import pipelines
from pipelines.decode import parse
from pipelines.outline import outline
from pipelines.outline.elements import Elements
from pipelines.page import Page
from pipelines.profiles.profile import Profile
from pipelines.profiles.sketch import sketch
from pipelines.structured_data.page_head import read_head
from tests.crawler.invented import article as invented

from ..reading import NOW, PROSE, article, page, paragraphs, read

CHINESE = (
    "本报讯（记者 林测试 文/图）9月14日清晨，三个村的居民来到河边清理水葫芦，为下午的龙舟训练腾出水面。",
    "村长说，今年水位上涨较慢，大船只能停在河口，货物要换小船运进村里，来回多花半个小时。",
    "到了中午，河面已经清理干净，孩子们下水游泳，大人们坐在树荫下休息，等着看第一场训练。",
)


def test_a_report_in_a_script_without_spaces_is_an_article():
    body = "".join(f"<p>　　{text}</p>" for text in CHINESE)
    menu = "".join(f'<a href="/{n}">栏目</a>' for n in range(8))
    found = article(
        f"<html><head><meta charset=utf-8><title>三村清河迎龙舟--河口日报</title></head><body><div>{menu}</div><h1>三村清河迎龙舟</h1>"
        f'<div>2026年9月14日 下午3:26</div><div id="zoom">{body}</div></body></html>'
    )
    assert paragraphs(found)[-2:] == list(CHINESE[1:])
    assert (found.byline, found.published_at) == ("林测试", "2026-09-14")


@pytest.mark.parametrize(
    ("row", "tags"),
    [
        ('<ul class="news-tags"><li><a href="/t/1">đua ghe</a></li><li><a href="/t/2">vàm</a></li></ul>', ["đua ghe", "vàm"]),
        ('<div class="foot"><i></i><a href="/chu-de/ghe">đua ghe</a><a href="/chu-de/vam">vàm</a></div>', ["đua ghe", "vàm"]),
        ('<h3>Argomenti</h3><ul><li><a href="/a/ghe">đua ghe</a></li></ul>', ["đua ghe"]),
        ('<div class="taxonomy-category"><a href="/k" rel="tag">Đời sống</a></div><div><a href="/t" rel="tag">vàm</a></div>', ["vàm"]),
    ],
)  # fmt: skip
def test_tags_by_label_address_or_kind(row, tags):
    assert list(article(page(after=row)).tags) == tags


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        ('<figcaption>Ghe nữ về đích <span class="credit">Lan Thử</span></figcaption>', ("Ghe nữ về đích", "Lan Thử")),
        ("<figcaption>Ghe nữ về đích <small>(Mara Tester)</small></figcaption>", ("Ghe nữ về đích", "Mara Tester")),
        ("<figcaption><p>Ghe nữ về đích</p><p>(Mara Tester)</p></figcaption>", ("Ghe nữ về đích", "Mara Tester")),
        ("<figcaption>Ghe nữ về đích <span>(bên trái)</span></figcaption>", ("Ghe nữ về đích (bên trái)", None)),
    ],
)
def test_whose_a_picture_is_by_its_element(figure, told):
    image = article(page(f'<figure><img src="/ghe.jpg">{figure}</figure><p>{PROSE[0]} Đến chiều thì xong.</p>')).images[
        0
    ]
    assert (image.caption, image.credit) == told


def test_scores_are_no_buttons():
    scores = paragraphs(article(page("<p>22/25</p>", "<p>25/18</p>", f"<p>{PROSE[0]} Rồi thôi.</p>")))
    assert scores[3:5] == ["22/25", "25/18"]


def test_a_lead_called_a_teaser_stands_below_date_and_author():
    lead = "Sau mùa nước, bà con ba ấp dọn kênh để kịp cho đội ghe tập chèo."
    html = page().replace(
        "</h1>", f'</h1><p>14/09/2026</p><p>Lan Thử</p><div class="teaser-text lead"><p>{lead}</p></div>'
    )
    assert article(html).lead == lead


@pytest.mark.parametrize(
    "address", ["https://bao.example/tac-gia/lan-thu-12.html", "https://bao.example/author/lan-thu/"]
)
def test_who_writes_for_a_newspaper_is_no_article(address):
    assert read(page(title="Nguyễn Lan Thử"), address).article is None
    assert read(page(title="Nguyễn Lan Thử"), "https://bao.example/tin/nguyen-lan-thu.html").article is not None


def test_the_day_beside_the_number_of_an_issue_is_the_articles():
    html = page().replace("<body>", "<body><p>BÁO VÀM SÁNG</p><p>Số 1127, thứ Sáu ngày 18-4-2003</p><p>Trang nhất</p>")
    assert article(html).published_at == "2003-04-18"
    assert article(html.replace("18-4-2003", "20-4-2003")).published_at is None  # no Friday


def _signed(number: int, name: str) -> str:
    title, lead, texts = invented(number)
    body = "".join(f"<p>{text}</p>" for text in [lead, *texts])
    return f'<html><head><title>{title}</title></head><body><h1>{title}</h1><div>{body}<p align="right"><b>{name}</b></p></div></body></html>'


@pytest.mark.parametrize(("name", "byline"), [("Trần Quốc Thử", "Trần Quốc Thử"), ("Tin Bờ Kênh", None)])
def test_who_signs_every_article_is_no_frame(name, byline):
    sketches = []
    for number in range(20):
        tree, url = parse(_signed(number, name).encode()), f"https://bo-kenh.example/tin/{number}.html"
        assert tree is not None
        sketches.append(sketch(url, read_head(Elements(tree), url), outline(tree)))
    profile = Profile.of([(one.marks, one.title) for one in sketches])
    found = pipelines.read(
        Page("https://bo-kenh.example/tin/40.html", _signed(40, name).encode(), NOW, "text/html", profile=profile)
    )
    assert found.article is not None and found.article.byline == byline
