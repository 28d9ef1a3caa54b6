"""When two hosts are one."""

import pytest

from archive import hosts


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Bao.example:8080/tin?id=1", "bao.example"),
        ("//www.bao.example", "bao.example"),
        ("http://www2.bao.example/", "www2.bao.example"),  # may be another site
        ("http://m.bao.example/", "m.bao.example"),
        ("bao.example/tin", ""),
        ("http://[::1", ""),
        ("http://bao.example:tin/", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert hosts.host(url) == host


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("bao.example", "bao.example"),
        ("www.m.bao.example", "bao.example"),
        ("amp.bao.example", "bao.example"),
        ("touch.bao.example", "bao.example"),
        ("mobile.example", "mobile.example"),
        ("www.wap.example", "wap.example"),
        ("media.bao.example", "media.bao.example"),
        ("wwwbao.example", "wwwbao.example"),
    ],
)
def test_the_forms_of_one_site(name: str, site: str) -> None:
    assert hosts.without_form(name) == site


def test_web_archives_sort_all_hosts_of_www_as_one() -> None:
    assert {hosts.sort_key(name) for name in ("bao.example", "www.bao.example", "www12.bao.example")} == {"example,bao"}
    assert hosts.sort_key("m.bao.example") == "example,bao,m"
