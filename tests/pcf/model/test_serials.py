"""Serial numbers of certificates: reading, counting, what two ranges share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcf.errors import InputError
from pcf.model.serials import SerialRange, parse_serials, serial_count

NUMBERS = st.integers(0, 300)
RANGES = st.lists(
    st.builds(
        lambda prefix, first, more: SerialRange(prefix=prefix, first=first, last=first + more),
        st.sampled_from(["", "a-", "b-"]),
        NUMBERS,
        st.integers(0, 40),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("672235078-672235388", 311),
        ("672235078 – 672235388", 311),
        ("１０至２０", 11),
        ("7", 1),
        ("1-10, 5-12; 20", 13),
        ("GEC-2024-000123", 1),
        ("GEC-2024-000123–GEC-2024-000125", 3),
        ("A1-A9、B1-B9", 18),
        ("gec-1, GEC-1", 1),
        ("without number", 1),
        ("…0300–…0599", 300),
        ("A-100 to A-200", 101),
        ("A-100 to 200; B7", 102),
        ("GEC-2024-000300 – 000599", 300),
        ("GEC-2024-000300–599", 300),
        ("GEC-2024-000300 - 000599", 300),
        ("GEC-2024 – 12", 1),
        ("No. 300 - No. 599", 300),
        ("编号300至599", 300),
        ("1, 2,3、4", 4),
        ("1-3 and 7-9", 6),
    ],
)
def test_certificates_are_counted(text: str, count: int) -> None:
    assert serial_count(parse_serials(text)) == count


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(InputError, match="serials-backwards"):
        parse_serials("20-10")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("…0300–…0599", "…0599–…0899"),
        ("A-100 to A-200", "A-200"),
        ("GEC-2024-000300 – 000599", "GEC 2024 000599, GEC 2024 001000"),
        ("No. 300–599", "1; 599-610"),
        ("GEC-2024-000300", "gec2024-300"),
    ],
)
def test_one_number_is_found_in_other_forms(one: str, other: str) -> None:
    shared = [
        both
        for each in parse_serials(one)
        for them in parse_serials(other)
        if (both := each.shared_with(them)) is not None
    ]
    assert serial_count(shared) == 1


def test_a_number_is_said_as_it_was_typed() -> None:
    [block] = parse_serials("GEC-2024-000300 – 000599")
    assert str(block) == "GEC-2024-000300 – GEC-2024-000599"


@given(one=RANGES)
def test_a_count_is_that_of_the_single_numbers(one: list[SerialRange]) -> None:
    assert serial_count(one) == len(_numbers(one))


@given(one=RANGES, other=RANGES)
def test_what_ranges_share_is_what_both_name(
    one: list[SerialRange], other: list[SerialRange]
) -> None:
    shared = [both for each in one for them in other if (both := each.shared_with(them))]
    assert _numbers(shared) == _numbers(one) & _numbers(other)


def _numbers(ranges: list[SerialRange]) -> set[tuple[str, int]]:
    return {(each.series, number) for each in ranges for number in range(each.first, each.last + 1)}
