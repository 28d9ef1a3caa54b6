"""Stands in for vietnamese.bylines until it lands."""

import re

_TAG = re.compile(
    r"^\s*(?:\((?P<p>[A-ZĐÐa-z][\w&ĐÐ. -]{1,20})\)\s*[.:–—-]*|(?P<q>[A-ZĐ&.]{2,12}|[A-Z][\w.]+\.(?:vn|VN))\s*[:–—-]+)\s*(?=\S)"
)


def source_tag(p):
    m = _TAG.match(p)
    if not m or (m["p"] and not m.group(0).rstrip().endswith((".", "-", "–", "—", ":"))):
        return None, p
    return (m["p"] or m["q"]), p[m.end() :]


_BY = re.compile(
    r"^(?:P\.?V\.?|NPV|CTV|(?:Tin|Bài|Thực hiện)(?:[ ,và&]+(?:tin|bài|ảnh|clip|video))*\s*:.+|(?:Theo|Nguồn) .+|[A-ZĐ][\w.]*(?:[ –-]+[A-ZĐÂÁÀẢÃẠĂÊÔƠƯÝỶÚÙ][\w.]*){1,7}(?: \((?:thực hiện|tổng hợp|lược ghi)\))?)$"
)


def byline(line):
    line = line.strip()
    return line if len(line) < 80 and _BY.match(line) else None


_CR = re.compile(r"[\s.,(–-]*\(?\b((?:Nguồn )?[Ảả]nh(?: minh h(?:ọa|oạ)| tư liệu)?)\s*:\s*(.*?)\)?\.?$")


def credit(c):
    m = _CR.search(c)
    if not m:
        return c, None
    return c[: m.start()].rstrip(" ,(-–"), m[2]


def clean_author(a):
    a = a.strip()
    return None if a.lower() in ("admin", "administrator", "editor", "bbt", "ban biên tập") or not a else a
