import pytest

from vietnamese import repair


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("e\u0301\u0302", "ế"),
        ("ê\u0323", "ệ"),
        ("Ðại hội Ðảng", "Đại hội Đảng"),
        ("Thái\u200bNguyên", "Thái Nguyên"),
        ("Guðjohnsen ghi bàn cho đội Iceland", "Guðjohnsen ghi bàn cho đội Iceland"),
        ("\uf0b7 Công tác", "• Công tác"),
        ("\x93Uống nước\x94", "“Uống nước”"),
    ],
)
def test_repairs(broken: str, mended: str) -> None:
    assert repair(broken)[0] == mended
    assert repair(mended) == (mended, {})
