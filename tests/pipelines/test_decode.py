"""Whatever comes in, an answer comes out."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from tests.pipelines.reading import PROSE, article, page, paragraphs, read


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("utf-8", "text/html; charset=iso-8859-1"),
        ("utf-16", "text/html"),
        ("utf-16-le", "text/html"),
        ("utf-16-be", "text/html; charset=utf-16"),
        ("utf-8-sig", ""),
        ("utf-8", "text/html"),
    ],
)
def test_the_bytes_outrank_what_header_and_page_claim(encoding, content_type):
    source = page().replace("charset=utf-8", "charset=windows-1252")
    assert paragraphs(article(source.encode(encoding), content_type=content_type)) == list(PROSE)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.encode().decode("latin-1"),
        lambda text: text.encode().decode("latin-1").encode().decode("latin-1"),
        lambda text: text.encode("ascii", "xmlcharrefreplace").decode(),
        lambda text: text.encode("ascii", "xmlcharrefreplace").decode().replace("&#", "&amp;#"),
        lambda text: text.replace(" bà ", " b\u200bà "),
        lambda text: text.replace(" con ", "&nbsp;con\u200b "),
        lambda text: text.replace(" con ", " c&shy;on "),
        lambda text: normalize("NFD", text),
    ],
)
def test_letters_spoilt_by_a_content_system_are_put_right(spoil):
    source = page()
    for text in PROSE:
        source = source.replace(text, spoil(text))
    assert paragraphs(article(source)) == list(PROSE)


@pytest.mark.parametrize("ends", [("<p>", "</p>"), ('<div class="content">', "</p></div>")])
def test_text_in_a_section_of_character_data_is_text(ends):
    source = page().replace(ends[0], f"{ends[0]}<![CDATA[", 1).replace(ends[1], f"]]>{ends[1]}", 1)
    assert paragraphs(article(source)) == list(PROSE)
    script = "<script>//<![CDATA[\nvar a = 1;\n//]]></script>"
    assert paragraphs(article(source.replace("<body>", f"<body>{script}"))) == list(PROSE)


def test_an_early_end_of_the_page_is_taken_out():
    source = page().replace("<html>", "<html xmlns='x'> </html>")
    assert paragraphs(article(source)) == list(PROSE)


def test_what_lxml_reads_as_empty_is_read_by_html5lib():
    from lxml import etree

    from pipelines import decode

    text = "".join(f"<p>{line}</p>" for line in PROSE).encode()
    lost = b"<html><frameset></frameset><noframes>" + b"</noframes>" + b"<body><h1>Ba</h1>" + text + b"</body></html>"
    assert isinstance(decode.parse(lost), etree._Element)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty page"),
        (b" \n\t ", "empty page"),
        (b"\0" * 5000, "binary file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "binary file"),
        (b"%PDF-1.4 " + bytes(range(256)) * 40, "binary file"),
        (bytes(range(256)) * 400, "binary file"),
        (b"<!--" * 5000, "no readable page"),
        (b"<" * 50_000, "no text"),
    ],
)
def test_what_is_no_page_is_refused(body, reason):
    assert (read(body).reason or "").startswith(reason)


def test_nul_bytes_are_left_out():
    source = page().encode().replace(b"a", b"a\0")
    assert paragraphs(article(source)) == list(PROSE)


def test_deep_nesting_loses_no_text():
    source = page().replace('<div class="content">', '<div class="content">' + "<font>" * 400)
    assert "ghe tập chèo vào buổi chiều" in article(source).body


def test_a_page_text_is_known_by_its_type_or_its_name():
    text = "Ba ấp dọn kênh đón mùa đua ghe\n\n" + "\n\n".join(PROSE)
    for found in (article(text, content_type="text/plain"), article(text, "file:///tin/ba-ap.txt")):
        assert [*filter(None, [found.lead]), *paragraphs(found)] == list(PROSE)
