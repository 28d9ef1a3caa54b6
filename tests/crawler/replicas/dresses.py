"""Pages in each family's dress: written by us around the selectors and address forms that sources.csv names.

A dress is a function from a story to the part of the page that differs; `page` puts the chrome around it that they
share. In the comments: which selectors a dress stands for. Whoever does not know them meets a teaser within the text, a
note that looks like a part of the lead, an earlier date, or the next article at length, and reads something else.
"""

from __future__ import annotations

from collections.abc import Callable

from .stories import Story, stories

Dress = Callable[[Story], str]


def page(
    name: str,
    story: Story | None,
    inner: str,
    *,
    head: str = "",
    links: str = "",
    start: str = "<html lang='vi'>",
    titled: bool = True,
) -> str:
    """A page of the newspaper `name`; not `titled`: its head names the newspaper alone."""
    title = f"{story.title} - {name}" if story and titled else name
    return f"""<!doctype html>{start}<head><meta charset="utf-8"><title>{title}</title>{head}</head><body>
<header><a href="/">{name}</a><ul class="menu"><li><a href="/">Trang chủ</a></li><li><a href="/gioi-thieu/">Giới thiệu</a></li></ul></header>
{inner}
<aside class="tin-doc-nhieu"><h3>Tin đọc nhiều</h3><ul>{links}</ul></aside>
<footer><p>Cơ quan ngôn luận của tỉnh. Ghi rõ nguồn "{name}" khi phát hành lại thông tin từ website này.</p></footer>
</body></html>"""


def _paragraphs(story: Story) -> str:
    return "".join(f"<p>{text}</p>" for text in story.paragraphs)


def _teaser(names: str, heading: str = "") -> str:
    """What a rule for `remove` takes out of the text."""
    return f"""<div class="{names}"><div class="main-title">{heading}</div><p>Ở làng cổ ven sông, hơn chục nhà còn giữ nghề đan lát, sáng sáng chẻ nan phơi kín cả con ngõ lát gạch.</p>
<p>Lớp trẻ đi làm xa về ăn Tết cũng ngồi xuống đan thử, có người ở lại hẳn rồi mở xưởng nhỏ ngay tại sân nhà.</p></div>"""


def _note() -> str:
    """Stands below the lead and is no part of it."""
    return "<div class='sapo-phu'>Bản tin này có trong số báo in phát hành cuối tuần ở các sạp của tỉnh và các huyện lân cận.</div>"


def _earlier() -> str:
    """A date above the article's own."""
    return "<div class='so-bao'>Số báo ra ngày 01/10/2026 05:30</div>"


def _next(story: Story) -> str:
    """Other articles at length below the text, as pages that go on for ever have them."""
    others = [other for other in stories("Làng Bên", 0, 6) if other.paragraphs != story.paragraphs]
    return "<div class='bai-moi'>" + "".join(f"<h2>{o.title}</h2>{_paragraphs(o)}" for o in others) + "</div>"


TAGS = ["nông thôn"]


def dataimg(story: Story) -> str:
    """div.detail-main-title h1.title, div.td-post-content, div.tag_list a, .td-post-sharing, .related-post"""
    return f"""<div class="detail"><div class="detail-main-title"><h1 class="title">{story.title}</h1></div>
<div class="meta">{story.when:%H:%M, %d/%m/%Y} (GMT+7)</div>
<div id="content" class="content-detail"><div class="td-post-sharing">Chia sẻ Facebook Zalo</div>
<div class="td-post-content"><div class="desc"><p><strong>{story.lead}</strong></p></div>{_teaser("related-post")}{_paragraphs(story)}
<p style="text-align:right"><strong>{story.byline}</strong></p></div></div>{_tag_list()}</div>"""


def _tag_list() -> str:
    """div.tag_list a"""
    return '<div class="tag_list"><a href="/tag/nong-thon/">nông thôn</a></div>'


def dataimg_lead_in_body(story: Story) -> str:
    """div#content.content-detail .td-post-content > p (Đồng Nai)"""
    return f"""<div class="detail-main-title"><h1 class="title">{story.title}</h1></div>
<div class="meta">{story.when:%H:%M, %d/%m/%Y} (GMT+7)</div>
<div id="content" class="content-detail"><div class="td-post-content"><p>{story.lead}</p>{_teaser("box-tag")}{_paragraphs(story)}
<p style="text-align:right"><strong>{story.byline}</strong></p></div></div>{_tag_list()}"""


def dataimg_daklak(story: Story) -> str:
    """div.article_content .content > p > strong; og:title is the site's name (trap 10)"""
    return f"""<div class="detail-main-title"><h1 class="title">{story.title}</h1></div>
<div class="date">{story.when:%H:%M, %d/%m/%Y}</div>
<div class="article_content"><div class="content"><p><strong>{story.lead}</strong></p>{_note()}
<div class="td-post-content">{_teaser("td-post-sharing")}{_paragraphs(story)}<p style="text-align:right"><strong>{story.byline}</strong></p></div></div></div>
{_tag_list()}"""


def phuyen_old(story: Story) -> str:
    """div.newsDetail > div.title, div.newsDetail > div.date"""
    return f"""{_earlier()}<div class="newsDetail"><div class="title">{story.title}</div><div class="date">{story.when:%d/%m/%Y %H:%M}</div>
<div class="td-post-content"><p><strong>{story.lead}</strong></p>{_paragraphs(story)}
<p align="right"><strong>{story.byline}</strong></p></div></div>{_tag_list()}"""


def quangtri_old(story: Story) -> str:
    """Placeholders of a template that nobody filled, as text (trap 4)"""
    return f"""<div class="detail"><h1 class="title">{story.title}</h1><p>{{title}}</p><p>{{publish}}</p><p>{{head}}</p>
<div class="meta">{story.when:%H:%M, %d/%m/%Y}</div>
<div class="td-post-content"><p><strong>{story.lead}</strong></p>{_paragraphs(story)}
<p style="text-align:right"><strong>{story.byline}</strong></p></div></div>"""


def quangbinh(story: Story) -> str:
    """div.col-md-8.mb-5 > h2#title, its second div's first strong, .page-detail-meta ul li.list-inline-item"""
    return f"""{_earlier()}<div class="col-md-8 mb-5"><h2 id="title">{story.title}</h2>
<div class="page-detail-meta"><ul><li class="list-inline-item">{story.when:%H:%M, %d/%m/%Y}</li></ul></div>
<div><div><strong>{story.lead}</strong>{_note()}</div><div class="td-post-content">{_teaser("related-post")}{_paragraphs(story)}
<p style="text-align:right"><strong>{story.byline}</strong></p></div></div></div>{_tag_list()}"""


def onecms(story: Story) -> str:
    """.sc-longform-header-title, p.sc-longform-header-sapo, .sc-longform-header-meta, div.c-news-detail .entry; title, byline
    and lead once more within the body"""
    header = f"""<div class="sc-longform-header"><h1 class="sc-longform-header-title block-sc-title">{story.title}</h1>
<div class="sc-longform-header-meta">{story.byline} • {story.when:%d/%m/%Y %H:%M}</div>
<p class="sc-longform-header-sapo block-sc-sapo">{story.lead}</p></div>"""
    return f"""<div class="b-maincontent"><div class="c-news-detail"><div class="entry entry-no-padding">{header}{_teaser("c-box")}{_paragraphs(story)}</div>
<div class="c-box"><div class="c-box__title"><div class="c-box__title__name">Bài liên quan</div></div></div><div class="c-tag">Từ khóa</div>
<div class="c-powered">POWERED BY ONECMS - A PRODUCT OF NEKO</div></div></div>"""


def quangnam_2021(story: Story) -> str:
    """article > h1, div.body-content div.chapeau, "TÁC GIẢ | DD/MM/YYYY - HH:MM" """
    return f"""<article><h1>{story.title}</h1><div class="article__author">{story.byline} | {story.when:%d/%m/%Y - %H:%M}</div>
<div class="body-content"><div class="chapeau">{story.lead}</div>{_paragraphs(story)}</div></article>"""


def hanoimoi_2020(story: Story) -> str:
    """h1.caption, div.period, div.article p"""
    return f"""<h1 class="caption">{story.title}</h1>{_earlier()}<div class="period">{story.when:%d/%m/%Y %H:%M}</div>
<div class="article"><p><strong>{story.lead}</strong></p>{_paragraphs(story)}<p align="right"><strong>{story.byline}</strong></p></div>"""


def aid(story: Story) -> str:
    """#newscontents .content-fck, .news-relate"""
    return f"""<div class="detail"><h1>{story.title}</h1><div class="time">{story.when:%d/%m/%Y - %H:%M}</div>
<div id="newscontents"><div class="content-fck"><p><strong>{story.lead}</strong></p>{_teaser("news-relate")}{_paragraphs(story)}
<p style="text-align:right"><strong>{story.byline}</strong></p></div></div></div>"""


def aid_cantho(story: Story) -> str:
    """The first h1 is the trail of sections (trap 9), the title h1.margintopbot10; .detail-related"""
    return "<h1 class='breadcrumb'><a href='/'>Trang chủ</a> / <a href='/kinh-te/'>Kinh tế</a></h1>" + aid(
        story
    ).replace("<h1>", "<h1 class='fw700 margintopbot10'>", 1).replace("news-relate", "detail-related")


def aid_binhduong(story: Story) -> str:
    """h1.title, #contentNews .singular-content"""
    return f"""<h1 class="title">{story.title}</h1><div class="date">{story.when:%d/%m/%Y %H:%M}</div>
<div id="contentNews"><div class="singular-content"><p><b>{story.lead}</b></p>{_teaser("box-relate")}{_paragraphs(story)}<p align="right"><b>{story.byline}</b></p></div></div>"""


def aid_angiang(story: Story) -> str:
    """div.content-fck-font-size[data], p.author.ignore"""
    return (
        aid(story)
        .replace('class="content-fck"', 'class="content-fck-font-size" data="16"')
        .replace("</div></div></div>", "<p class='author ignore'>Người đọc bài: Lê Văn Loa</p></div></div></div>")
    )


def aid_tayninh(story: Story) -> str:
    """h4.sapo"""
    return (
        aid(story)
        .replace(f"<p><strong>{story.lead}</strong></p>", "")
        .replace('<div id="newscontents">', f"<h4 class='sapo'>{story.lead}</h4>{_note()}<div id=\"newscontents\">")
    )


def aid_dongkhoi(story: Story) -> str:
    """.detail-desc p, input#txtnewscate, h2.catename-h1 a"""
    return (
        aid(story)
        .replace(f"<p><strong>{story.lead}</strong></p>", "")
        .replace(
            '<div id="newscontents">',
            f"<input type='hidden' id='txtnewscate' value='12'><div class='detail-desc'><p>{story.lead}</p>{_note()}</div><div id=\"newscontents\">",
        )
        .replace(
            '<div class="detail">', '<h2 class="catename-h1"><a href="/kinh-te/">Kinh tế</a></h2><div class="detail">'
        )
    )


def epi(story: Story) -> str:
    """h1.article__title.cms-title, .article__sapo.cms-desc, .article__body.zce-content-body.cms-body, .article__author"""
    return f"""<div class="article"><h1 class="article__title cms-title">{story.title}</h1>
<div class="article__meta"><div class="article__author"><span class="name cms-author">{story.byline}</span></div>
<time class="time" datetime="{story.when:%Y-%m-%dT%H:%M:%S+0700}">{story.when:%d/%m/%Y %H:%M}</time></div>
<div class="article__sapo cms-desc">{story.lead}</div>{_note()}
<div class="article__body zce-content-body cms-body" itemprop="articleBody">{_paragraphs(story)}</div>
<div class="article__tag"><a class="cms-link" href="/tu-khoa/nong-thon-tag95798.html">nông thôn</a></div></div>"""


def epi_laocai(story: Story) -> str:
    """div[data-field=body], paragraphs as bare div, div.list-tag a.tag"""
    bare = "".join(f"<div>{text}</div>" for text in story.paragraphs)
    return (
        epi(story)
        .replace(
            f'<div class="article__body zce-content-body cms-body" itemprop="articleBody">{_paragraphs(story)}</div>',
            f"<div data-field='body'>{bare}</div>{_next(story)}",
        )
        .replace('<div class="article__tag"><a class="cms-link"', '<div class="list-tag"><a class="tag"')
    )


def epi_sonla(story: Story) -> str:
    """meta[name=description] for the lead, the rest as in the family"""
    return (
        f'<meta name="description" content="{story.lead}">{epi(story)}'.replace("article__sapo cms-desc", "tom-tat")
        .replace("sapo-phu", "ghi-chu")
        .replace('<div class="article__tag">', f'{_next(story)}<div class="article__tag">')
    )


def upimg(story: Story) -> str:
    """Pictures under /uploads/image/YYYY/MM/DD/; no selectors are known"""
    return f"""<div class="box-breadcrumb"><a href="/">Trang chủ</a></div><h1>{story.title}</h1>
<div class="ngay">{story.when:%d/%m/%Y %H:%M}</div><div class="noi-dung"><p><b>{story.lead}</b></p>
<p><img src="/uploads/image/{story.when:%Y/%m/%d}/canh-lang.jpg" alt=""></p>{_paragraphs(story)}<p align="right"><b>{story.byline}</b></p></div>"""


def upimg_haugiang(story: Story) -> str:
    """h1.view-page-Tit, div.date, div.divDetail.newscontent"""
    return f"""<div class="box-breadcrumb"><a href="/">Trang chủ</a></div><h1 class="view-page-Tit">{story.title}</h1>
{_earlier()}<div class="date">{story.when:%d/%m/%Y %H:%M}</div><div class="divDetail newscontent"><p><b>{story.lead}</b></p>{_paragraphs(story)}
<p align="right"><b>{story.byline}</b></p></div>"""


def bbg(story: Story, note: str = "", teaser: str = "") -> str:
    """Its addresses are all that is known of Bắc Giang's"""
    return f"""<div class="news-details"><h1>{story.title}</h1><div class="time">{story.when:%H:%M %d/%m/%Y}</div>
<div class="news_detail_sapo"><p>{story.lead}</p>{note}</div>
<div class="news-details__content link_content">{teaser}{_paragraphs(story)}
<p style="text-align:right"><strong>{story.byline}</strong></p></div></div>"""


def bbg_bacninh(story: Story) -> str:
    """div.news_detail_sapo p, .news-details__content.link_content, .news-related__list"""
    return bbg(story, _note(), _teaser("news-related__list"))


def aspx(story: Story) -> str:
    """p.pTitle, span.floatLeft.fontsize12.color10, div#divContent, div.itemtinbaikhac"""
    return f"""<div class="viewer"><p class="pTitle">{story.title}</p>{_earlier()}<span class="floatLeft fontsize12 color10">{story.when:%H:%M'  %d/%m/%Y}</span>
<div id="divContent"><p><b>{story.lead}</b></p>{_teaser("itemtinbaikhac")}{_paragraphs(story)}<p align="right"><b>{story.byline}</b></p></div></div>"""


def spa(story: Story) -> str:
    """div.editor-content"""
    return f"""<div id="__next"><h1>{story.title}</h1><span class="date">{story.when:%H:%M - %d/%m/%Y}</span>
<div class="editor-content"><p><strong>{story.lead}</strong></p>{_paragraphs(story)}<p style="text-align:right"><strong>{story.byline}</strong></p></div>
{_next(story)}</div>"""


def script_data(story: Story) -> str:
    """#content empty, the article in `outputData = "..."` (trap 2)"""
    text = (_paragraphs(story) + f"<p style='text-align:right'><strong>{story.byline}</strong></p>").replace("/", "\\/")
    return f"""<h1>{story.title}</h1><div class="date">{story.when:%H:%M, %d/%m/%Y}</div><p class="sapo">{story.lead}</p>
<div id="content"></div><script>var outputData = "{text}"; document.getElementById("content").innerHTML = outputData;</script>"""


def script_call(story: Story) -> str:
    """The other form of it: $('#content').html(`...`)"""
    text = _paragraphs(story) + f"<p style='text-align:right'><strong>{story.byline}</strong></p>"
    return f"""<h1>{story.title}</h1><div class="date">{story.when:%H:%M, %d/%m/%Y}</div><div id="body"><p class="sapo">{story.lead}</p></div>
<div id="content"></div><script>$(function() {{ $('#content').html(`{text}`); }});</script>"""


def ninhbinh(story: Story) -> str:
    """.header-title.text-4xl.font-bold.font-serif, #content_detail"""
    return f"""<div class="bai"><div class="header-title text-4xl font-bold font-serif">{story.title}</div><div class="time">{story.when:%H:%M %d/%m/%Y}</div>
<div id="content_detail"><p><strong>{story.lead}</strong></p>{_paragraphs(story)}<p style="text-align:right"><strong>{story.byline}</strong></p></div>
{_next(story)}</div>"""


def camau(story: Story) -> str:
    """div.post-content, related links as li within the body"""
    return f"""<h1>{story.title}</h1><div class="time">{story.when:%d/%m/%Y %H:%M}</div>
<div class="post-content"><p><strong>{story.lead}</strong></p>{_paragraphs(story)}<p style="text-align:right"><strong>{story.byline}</strong></p>
<ul><li><a href="/gioi-thieu/">Giới thiệu chuyên mục mới của báo</a></li></ul></div>{_next(story)}"""


def caobang(story: Story) -> str:
    """div#content-detail > p > strong, div.block-news-list with "Cùng chuyên mục" """
    return f"""<h1>{story.title}</h1><div class="time">{story.when:%d/%m/%Y %H:%M}</div><div id="content-detail"><p><strong>{story.lead}</strong></p>
{_teaser("block-news-list", "Cùng chuyên mục")}{_paragraphs(story)}<p style="text-align:right"><strong>{story.byline}</strong></p></div>"""


def quangninh(story: Story) -> str:
    """h1#title, div#date, div#content p"""
    return f"""<h1 id="title">{story.title}</h1>{_earlier()}<div id="date">{story.when:%d/%m/%Y %H:%M}</div><div id="content"><p><strong>{story.lead}</strong></p>
{_paragraphs(story)}<p style="text-align:right"><strong>{story.byline}</strong></p></div>"""


def thanhhoa(story: Story) -> str:
    """div.article__sapo"""
    return f"""<h1>{story.title}</h1><div class="time">{story.when:%H:%M %d/%m/%Y}</div><div class="article__sapo">{story.lead}</div>{_note()}
<div class="article__body">{_paragraphs(story)}<p style="text-align:right"><strong>{story.byline}</strong></p></div>"""


def hanoitv(story: Story) -> str:
    """div.title_detail_news, div.sapo_detail, div.story-body.article p, div.word a"""
    return f"""<div class="title_detail_news">{story.title}</div><div class="time">{story.when:%d/%m/%Y %H:%M}</div>
<div class="sapo_detail">{story.lead}</div><div class="story-body article">{_paragraphs(story)}<p style="text-align:right"><strong>{story.byline}</strong></p></div>
<div class="word"><a href="/tim-kiem?q=n%C3%B4ng+th%C3%B4n">nông thôn</a></div>"""


def plain(story: Story) -> str:
    """Nothing is known of this one: what any newspaper looks like"""
    return f"""<div class="noi-dung"><h1>{story.title}</h1><p class="ngay">{story.when:%H:%M %d/%m/%Y}</p><p class="sapo"><strong>{story.lead}</strong></p>
<div class="bai-viet">{_paragraphs(story)}<p style="text-align:right"><strong>{story.byline}</strong></p></div></div>"""


def clock(story: Story) -> str:
    """The head prints the day the page is read (trap 3)"""
    menu = "".join(
        f"<li><a href='/gioi-thieu/'>{item}</a></li>" for item in ("Giới thiệu", "Thời sự", "Kinh tế", "Xã hội")
    )
    return f"<div class='blc-header'><span>Thứ hai, 23/11/2026 - 12:40</span><ul>{menu}</ul></div>{plain(story)}"
