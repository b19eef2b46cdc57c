"""Quantities as people write them, in seven languages."""

import pytest

from pcf.exchange.bom_quantity import Unread, read_quantity
from pcf.exchange.sheet_amounts import Style, group_mark, style_of


@pytest.mark.parametrize(
    ("text", "unit", "si"),
    [
        ("4", "", 4), ("12个", "", 12), ("2 pcs", "", 2), ("2 шт", "", 2), ("2 шт.", "", 2),
        ("3 Stk.", "", 3),
        ("5本", "", 5), ("3枚", "", 3), ("1式", "", 1), ("2 pç", "", 2), ("3 pièces", "", 3),
        ("x4", "", 4),
        ("4x", "", 4), ("4 ×", "", 4), ("１２", "", 12), ("两个", "", 2), ("十二个", "", 12),
        ("壹台", "", 1),
        ("二十", "", 20), ("1 set", "", 1), ("1 对", "", 2), ("10 PCS/套", "", 10),
        ("2 per board", "", 2),
        ("10 个（含备件2个）", "", 10), ("4 (2 spare)", "", 4), ("0,5", "cento", 50),
        ("1,5 m", "", 1.5),
        ("312 g", "", 0.312), ("2.5", "кг", 2.5), ("3", "м", 3), ("0.15", "米", 0.15),
    ],
)  # fmt: skip
def test_what_says_a_number(text: str, unit: str, si: float) -> None:
    found = read_quantity(text, unit, style=Style())
    assert not isinstance(found, Unread)
    assert found.si == pytest.approx(si)


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        (
            "bom-quantity-unspecific",
            "若干|适量|as required|A/R|n. Bed.|nach Bedarf|au besoin|適量|q.b.",
        ),
        (
            "bom-quantity-unspecific",
            "conforme montagem|по потребности|según necesidad|quanto basta",
        ),
        (
            "bom-quantity-approximate",
            "约10|~8|ca. 5|approx. 3|около 4|environ 2|約30|8 ou mais|>=5",
        ),
        ("bom-quantity-range", "2-3|1~2|1/2|2 to 4|3 bis 5|10–20 pcs"),
        ("bom-unit-is-package", "2 rolls|一卷|1 rolo|3 boîtes|2 巻"),
        ("bom-amount-unreadable", "3 (pair)|1+2|abc 4"),
        ("bom-unit-unknown", "各20米 3|5 wuppertal"),
    ],
)
def test_what_says_none_is_refused_with_the_reason(key: str, texts: str) -> None:
    for text in texts.split("|"):
        found = read_quantity(text, "", style=Style())
        wanted = (
            {key, "bom-amount-unreadable", "bom-unit-unknown"}
            if "unit" in key or "unread" in key
            else {key}
        )
        assert isinstance(found, Unread), text
        assert found.key in wanted, text


def test_thousands_are_told_by_other_numbers_of_the_sheet() -> None:
    assert group_mark(["R$ 4.871,20", "1"]) == "."
    assert group_mark(["$1,240.00"]) == ","
    assert group_mark(["4.871,20", "1,240.00"]) == ""
    point = style_of(["1.250", "0,5"], ".")
    assert read_quantity("1.250", "m", style=point).si == 1250
    assert read_quantity("1,000", "", style=style_of(["1,000"], ",")).si == 1000
    assert read_quantity("1,000", "", style=Style()) == Unread("bom-amount-ambiguous")
    # A column that shows the mark as its decimal mark is not reread by others.
    assert read_quantity("1.250", "", style=style_of(["1.250", "12.5"], ".")).si == 1.25
