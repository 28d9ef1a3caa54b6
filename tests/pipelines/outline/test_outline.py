"""What of a page is one line: inline elements, hidden text, line breaks, drop caps; and where its pictures are."""

from __future__ import annotations

import pytest

from pipelines.decode import parse
from pipelines.fields.place import is_behind_house
from pipelines.outline import in_chrome, outline

LONG = "Sáng nay, bà con ba ấp ven kênh đã ra bờ dọn lục bình cho đội ghe tập chèo"
MORE = "và chiều đến cả xóm lại kéo nhau ra vàm xem đội ghe nữ thử sức"


def read(html):
    tree = parse(f"<html><body><div class=content>{html}</div></body></html>".encode())
    assert tree is not None
    return outline(tree)


def lines(html):
    """The lines that are not hidden."""
    return [line.text for line in read(html).lines if line.node.chrome != "hidden"]


def sources(html):
    return [picture.source for picture in read(html).pictures]


@pytest.mark.parametrize(
    "html",
    [
        "Ghe dài <st1:metricconverter productid='20 mét'>20 mét</st1:metricconverter>, rộng 2 mét.",
        "Ghe dài <g class='gr_ gr_12' id=12>20 mét</g>, rộng 2 mét.",
        "Ghe dài <w:sdt><w:sdtcontent>20 mét</w:sdtcontent></w:sdt>, rộng 2 mét.",
        "Ghe dài <x-term>20 mét</x-term>, rộng 2 mét.",
        "Ghe dài <label>20 mét</label>, <q>rộng</q> <var>2</var> <abbr title='mét'>mét</abbr>.",
        "Ghe dài <ins>20 mét</ins>, r<b>ộ</b>ng 2<wbr> mét.",
        "Ghe dài <a href='/tu-khoa/ghe' class=tag>20 mét</a>, <noindex>rộng</noindex> 2 mét.",
        "Ghe dài <math><mn>20</mn></math> mét, rộng <math><mn>2</mn></math> mét.",
        "Ghe dài 20 mét<svg><title>mũi tên</title></svg>, rộng 2 mét.",
        "Ghe dài 20 mét<script>var a = 1;</script>, rộng 2 mét.",
        "Ghe dài 20 mét<img src=/icons/ghe.png>, rộng 2 mét.",
        "Ghe dài 20 mét<img src=/hinh/emoji/1f6f6.svg alt='🛶'>, rộng 2 mét.",
        "Ghe dài 20 mét<img src=/ghe.png style='width:1.2em;height:1.2em'>, rộng 2 mét.",
        "Ghe dài 20 mét<img src=/ghe.png class=emoticon>, rộng 2 mét.",
        "Ghe dài 20 mét<!-- mét cũ -->, rộng 2 mét.",
    ],
)
def test_what_runs_with_the_text_cuts_no_sentence(html):
    assert lines(f"<p>{html}</p>") == ["Ghe dài 20 mét, rộng 2 mét."]


@pytest.mark.parametrize(
    "tag", ["span class=date", "span class=source", "span class=author", "time class=time", "em class=lead",
            "span class='hl social'", "span class=tooltip", "span class=ads-word", "label class=caption"],
)  # fmt: skip
def test_a_telling_name_in_mid_sentence_cuts_it_not(tag):
    end = tag.split(" ")[0]
    assert lines(f"<p>{LONG} <{tag}>lần đầu</{end}> {MORE}.</p>") == [f"{LONG} lần đầu {MORE}."]
    assert lines(f"<p>{LONG} <{tag}>lần đầu</{end}>.</p>") == [f"{LONG} lần đầu."]
    assert lines(f"<p><{tag}>Lần đầu</{end}>, {MORE}.</p>") == [f"Lần đầu, {MORE}."]


def test_a_telling_name_that_stands_alone_is_a_line_of_its_own():
    assert lines("<p><span class=author>Lan Thử</span> | <span class=date>20/11/2026</span></p>") == [
        "Lan Thử",
        "|",
        "20/11/2026",
    ]
    assert lines(f"<p>{LONG}. <span class=author>Lan Thử</span></p>") == [f"{LONG}.", "Lan Thử"]


def test_an_unknown_element_that_holds_blocks_is_a_block():
    assert lines(f"<news-body><p>{LONG}.</p><p>{MORE}.</p></news-body>") == [f"{LONG}.", f"{MORE}."]
    assert lines("<my-line>Một</my-line><my-line>Hai</my-line>") == ["Một", "Hai"]
    assert lines("<p>Một <span style='display:block'>Hai</span></p>") == ["Một", "Hai"]


def test_settings_of_a_word_processor_are_no_text():
    html = "<xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom></w:WordDocument></xml><p>Một</p>"
    assert lines(html) == ["Một"]
    assert lines("<xml>Một</xml><p>Hai</p>") == ["Một", "Hai"]


@pytest.mark.parametrize(
    "how",
    [
        *("hidden", "style='display: none'", "style='visibility:hidden'", "style='font-size:0'", "style='opacity: 0;'"),
        *("style='position:absolute;left:-9999px'", "style='text-indent:-999em'", "style='height:0;overflow:hidden'"),
        *("style='clip: rect(0,0,0,0)'", "style='color:transparent'", "style='mso-hide:all'"),
        *("class=sr-only", "class=visually-hidden", "class=screen-reader-text"),
    ],
)
def test_hidden_text_is_told_from_the_sentence_it_stands_in(how):
    assert lines(f"<p>{LONG} <span {how}>Cấm sao chép.</span>{MORE}.</p>") == [f"{LONG} {MORE}."]
    assert lines(f"<p>{LONG}.</p><p {how}>Cấm sao chép.</p><p>{MORE}.</p>") == [f"{LONG}.", f"{MORE}."]
    assert [line.text for line in read(f"<p>{LONG} <span {how}>Cấm sao chép.</span></p>").lines] == [
        "Cấm sao chép.",
        LONG,
    ]


def test_what_a_script_will_show_is_not_hidden():
    html = f"<div style='opacity:0'><p>{LONG}.</p><p>{MORE}.</p><p>{LONG}.</p></div>"
    assert len(lines(html)) == 3
    assert lines("<p style='font-size:0.9em;opacity:0.8;margin-left:-20px;line-height:0'>Một</p>") == ["Một"]


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("<p><span class=dropcap>S</span>áng nay</p>", "Sáng nay"),
        ("<p><span class=dropcap>S</span> áng nay</p>", "Sáng nay"),
        ("<p><span>W </span><span>sobotę </span><span>rano</span></p>", "W sobotę rano"),
        ("<p><b style='font-size:300%'>S</b>\náng nay</p>", "Sáng nay"),
        ("<p><span style='float:left'>Ở</span> bản này</p>", "Ở bản này"),
        ("<p><span class=first-letter>Y</span> tế xã</p>", "Y tế xã"),
        ("<p><span class=first-letter>T</span>HÁNG mười</p>", "THÁNG mười"),
        ("<div class=drop-cap>S</div><p>áng nay</p>", "Sáng nay"),
        ("<div style='float:left;font-size:60px'>S</div>áng nay", "Sáng nay"),
        ("<p><img src=/s.gif width=30 alt=S>áng nay</p>", "Sáng nay"),
        ("<p><img src=/chu/s.png alt=S>áng nay</p>", "Sáng nay"),
        ("<p><font size=7>S</font>áng nay</p>", "Sáng nay"),
    ],
)
def test_drop_caps_belong_to_their_word(html, line):
    assert lines(html) == [line]


@pytest.mark.parametrize("name", ["pre", "div style='white-space: pre-line'", "div class=whitespace-pre-wrap"])
def test_line_breaks_of_preformatted_text(name):
    end = name.split(" ")[0]
    assert lines(f"<{name}>{LONG} {MORE}.\n{MORE} {LONG}.\n\n{LONG}.\n</{end}>") == [
        f"{LONG} {MORE}.",
        f"{MORE} {LONG}.",
        f"{LONG}.",
    ]
    assert lines(f"<{name}>\nGhe em chèo tới vàm sông\n  Lục bình tím cả một dòng nước trôi\n</{end}>") == [
        "Ghe em chèo tới vàm sông\nLục bình tím cả một dòng nước trôi"
    ]
    assert lines(f"<{name}>Một\nhai <span style='white-space:normal'>ba\nbốn</span></{end}>") == ["Một\nhai ba bốn"]
    assert lines("<p>Một\nhai</p>") == ["Một hai"]


def test_a_break_in_mid_sentence_is_none():
    assert lines(f"<p>{LONG} {MORE}<br>{MORE}, {LONG}.<br>{LONG} {MORE}.</p>") == [
        f"{LONG} {MORE} {MORE}, {LONG}.",
        f"{LONG} {MORE}.",
    ]


def test_a_date_is_parted_from_the_name_beside_it():
    assert lines("<p><time>12/10/2026</time><span>Lan Thử</span></p>") == ["12/10/2026 Lan Thử"]
    assert lines("<p><span>Lan Thử</span><time>12/10/2026</time>.</p>") == ["Lan Thử 12/10/2026."]


def test_bold_rows_part_short_rows():
    assert lines("<p>Chuyện xóm<br><b>Ghe về</b><br><b>bến cũ</b><br>Nước lên<br><br>Trăng tà</p>") == [
        "Chuyện xóm",
        "Ghe về\nbến cũ",
        "Nước lên",
        "Trăng tà",
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<video controls><source src=a.mp4>Trình duyệt không hỗ trợ.</video>",
        "<video><source src=a.mp4><p>Hãy nâng cấp trình duyệt.</p></video>",
        "<audio src=a.mp3>Trình duyệt không hỗ trợ.</audio>",
        "<iframe src=//xem.example/v>Trình duyệt không hỗ trợ khung.</iframe>",
        "<object data=a.swf><embed src=a.swf><p>Hãy cài Flash.</p></object>",
        "<video><track kind=captions src=a.vtt>Không hỗ trợ.</video>",
        "<canvas>Trình duyệt không hỗ trợ.</canvas>",
    ],
)
def test_what_players_say_to_old_browsers_is_no_text(html):
    assert lines(f"<p>{LONG}.</p>{html}<p>{MORE}.</p>") == [f"{LONG}.", f"{MORE}."]


def test_a_player_whose_end_tag_is_missing_hides_no_text():
    rest = "".join(f"<p>{LONG}, {MORE}, {number}.</p>" for number in range(5))
    assert len(lines(f"<p>{LONG}.</p><video src=a.mp4 controls>{rest}")) == 6


@pytest.mark.parametrize(
    "html",
    [
        "<img src=/a.jpg>",
        "<img src=data:image/gif;base64,R0 data-src=/a.jpg>",
        "<img src=/cho.jpg data-original=/a.jpg>",
        "<img src=/themes/spinner.svg data-url=/a.jpg>",
        "<img src=/images/grey.gif lazy-src=/a.jpg>",
        "<img data-cfsrc=/a.jpg style='display:none;visibility:hidden'><noscript><img src=/a.jpg></noscript>",
        "<img src=/blank.png data-srcset='/a-320.jpg 320w, /a.jpg 1200w'>",
        "<img srcset='/a.jpg 2x, /a-1.jpg 1x'>",
        "<img src=data:image/svg+xml,%3Csvg data-lazy-srcset='/a.jpg 800w'>",
        "<img src='' data-hi-res=/a.jpg>",
        "<img src=/placeholder.jpg srcset='/a.jpg'>",
        "<img class=lazy src=data:image/gif;base64,R0><noscript><img src=/a.jpg></noscript>",
        "<img src=data:image/gif;base64,R0 data-src=/a.jpg><noscript><img src=/a-full.jpg></noscript>",
        "<noscript><img src=/a.jpg></noscript><img data-src=/a.jpg>",
        "<noscript><img src=/a.jpg></noscript>",
        "<picture><source srcset=/a.webp type=image/webp><img src=/a.jpg></picture>",
        "<picture><source srcset=/a.webp type=image/webp /><img src=/a.jpg /></picture>",
        "<picture><source media='(max-width:600px)' srcset=/s.jpg><source srcset=/l.jpg><img data-src=/a.jpg></picture>",
        "<picture><source data-srcset='/a.jpg 800w, /s.jpg 320w'><img src=data:image/gif;base64,R0></picture>",
        "<picture><source srcset=/a.jpg></picture>",
        "<amp-img src=/a.jpg width=600 height=400><noscript><img src=/a.jpg></noscript></amp-img>",
        "<div style='height:300px;background-image: url(/a.jpg)'></div>",
        "<a href=/lon/a.jpg class=fancybox><img src=/a.jpg></a>",
    ],
)
def test_a_picture_is_taken_once_wherever_its_address_stands(html):
    assert sources(f"<p>{LONG}.</p><figure>{html}<figcaption>Ghe nữ.</figcaption></figure><p>{MORE}.</p>") == ["/a.jpg"]
    assert lines(f"<p>{LONG}.</p><figure>{html}<figcaption>Ghe nữ.</figcaption></figure>") == [f"{LONG}.", "Ghe nữ."]


@pytest.mark.parametrize(
    "html",
    [
        "<img src=/blank.gif>",
        "<img src=/a.gif width=1 height=1>",
        "<img src=/a.png width=16>",
        "<img src=/emoji/1f33e.png alt='🌾'>",
        "<noscript><img height=1 width=1 style='display:none' src='https://dem.example/tr?id=1'></noscript>",
        "<noscript><div><img src='https://dem.example/watch/1' style='position:absolute; left:-9999px'></div></noscript>",
    ],
)
def test_spacers_smileys_and_counters_are_no_pictures(html):
    assert sources(html) == []


def test_a_picture_that_the_sentence_goes_round():
    found = read(f"<p>{LONG}, <img src=/a.jpg align=left>{MORE}.</p>")
    assert [line.text for line in found.lines] == [f"{LONG}, {MORE}."]
    assert [picture.at for picture in found.pictures] == [0]
    found = read(f"<p>{LONG}.<br><img src=/a.jpg></p><p>{MORE}.</p>")
    assert [line.text for line in found.lines] == [f"{LONG}.", f"{MORE}."]
    assert [picture.at for picture in found.pictures] == [1]


def test_what_the_page_s_own_style_sheet_hides():
    sheet = (
        "<style>body{margin:0} .x9k, p.y{color:red;display:none} @media print{.z{display:none}} .z{margin:0}</style>"
    )
    assert lines(f"<p>{LONG} <span class=x9k>Cấm sao chép.</span>{MORE}.</p>{sheet}") == [f"{LONG} {MORE}."]
    assert lines(f"{sheet}<p>{LONG}.</p><p class='a y'>Cấm sao chép.</p><p class=z>{MORE}.</p>") == [
        f"{LONG}.",
        f"{MORE}.",
    ]
    dated = f"<style>.entry-date{{display:none}}</style><span class=entry-date>20/11/2026</span><p>{LONG}.</p>"
    assert lines(dated) == ["20/11/2026", f"{LONG}."]


@pytest.mark.parametrize("names", ["hidden", "hide", "d-none", "u-hidden", "note invisible"])
def test_class_names_that_hide_a_line_but_no_text_that_another_screen_shows(names):
    assert lines(f"<p>{LONG}.</p><p class='{names}'>Cấm sao chép.</p>") == [f"{LONG}."]
    assert len(lines(f"<div class='{names} d-md-block'><p>{LONG}.</p></div>")) == 1


def test_the_bubble_of_a_word_is_not_in_its_sentence():
    bubble = "<span class=tooltip>ghe ngo<span class=tooltiptext>ghe đua của người Khmer</span></span>"
    assert lines(f"<p>{LONG} {bubble} {MORE}.</p>") == [f"{LONG} ghe ngo {MORE}."]
    assert lines(f"<p>{LONG} <button class=term>ghe ngo</button>, {MORE}.</p>") == [f"{LONG} ghe ngo, {MORE}."]
    asked = read(f"<p>{LONG}.</p><button>Gửi</button><dialog><p>Mời đăng ký.</p></dialog>").lines
    assert [(line.text, in_chrome(line.node)) for line in asked] == [(f"{LONG}.", None), ("Mời đăng ký.", "popup")]


@pytest.mark.parametrize("name", ["class=nd", "id=nd"])
def test_line_breaks_that_a_style_sheet_keeps(name):
    mark = "." if name.startswith("class") else "#"
    sheet = f"<style>.k{{color:red}} {mark}nd{{white-space: pre-line}}</style>"
    tree = parse(f"<html><head>{sheet}</head><body><div {name}>{LONG}.\n{MORE}.</div></body></html>".encode())
    assert tree is not None
    assert [line.text for line in outline(tree).lines] in ([f"{LONG}.\n{MORE}."], [f"{LONG}.", f"{MORE}."])


def test_a_picture_above_keeps_none_that_stands_in_a_noscript_alone():
    assert sources(f"<img src=/logo.png><p>{LONG}.</p><noscript><img src=/a.jpg></noscript>") == ["/logo.png", "/a.jpg"]
    assert sources("<img src=/a.jpg><noscript><img src=/a-full.jpg></noscript>") == ["/a.jpg"]


def test_white_text_in_a_sentence_is_seen_only_where_something_is_behind_it():
    white = "<span style='color:#FFF{}'>Cấm sao chép.</span>"
    assert lines(f"<p>{LONG}. {white.format('')}</p>") == [f"{LONG}."]
    assert lines(f"<p>{LONG}. {white.format(';background:#a00')}</p>") == [f"{LONG}. Cấm sao chép."]
    assert lines(f"<table><tr><td bgcolor=navy>{white.format('')}</td></tr></table>") == ["Cấm sao chép."]


@pytest.mark.parametrize(("step", "behind"), [("›Nông thôn", True), ("››Nông thôn", False), ("›" + 40 * "n", False)])
def test_a_step_behind_a_house_is_nine_tenths_of_its_line_at_least(step, behind):
    sign, text = step[: step.count("›")], step.strip("›")
    page = read(f"<div><a href='/'><img src=nha.svg></a>{sign}<a href='/nong-thon/'>{text}</a></div>")
    (line,) = page.lines
    assert is_behind_house(line) is behind
