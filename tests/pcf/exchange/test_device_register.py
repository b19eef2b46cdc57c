"""Registers of single devices: counted by category and month, rejected with reason and row."""

import datetime
import random

import openpyxl
import pytest

from pcf.errors import DataError, PcfError, RegisterError
from pcf.exchange.device_register import read_register
from pcf.exchange.register_cells import BadCell, day_of, quantity_of, years_of
from pcf.exchange.register_columns import RegisterColumn
from pcf.texts import Language, Texts

ON = datetime.date(2025, 3, 1)
HEAD = "Serial number,Category,Date sold,Status,Quantity,Age\n"
ROWS = [
    "S1,Laptop,2024-03-05,sold,1,4",
    "S2,Laptop,2024-03-09,deployed,1,3.5",
    "S3,Laptop,2024-04-01,sold,2,",
    "S2,Laptop,2024-03-20,returned,1,3.5",
    "S4,Laptop,2024-05-01,received,1,",
    "S5,Monitor,2024-03-05,scrapped,1,",
]


@pytest.fixture
def file(tmp_path):
    def write(text, name="register.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def read(path, **stated):
    columns = {RegisterColumn(name): words for name, words in stated.items()}
    return read_register(path, columns, on=ON).register


def sums(register):
    return {
        (each.category, each.month): (each.received, each.sold, each.returned)
        for each in register.sums
    }


def test_devices_are_counted_by_category_and_month(file):
    register = read(file(HEAD + "\n".join(ROWS)))
    assert sums(register) == {
        ("Laptop", "2024-03"): (2, 2, 1),  # S1 and S2, which came back
        ("Laptop", "2024-04"): (2, 2, 0),
        ("Laptop", "2024-05"): (1, 0, 0),
        ("Monitor", "2024-03"): (1, 0, 0),
    }
    march = next(each for each in register.sums if each.month == "2024-03")
    assert (march.aged, march.years) == (2, pytest.approx(7.5))
    assert (register.rows, register.rejected, register.read_on) == (6, (), ON)


def test_no_serial_number_is_kept(file):
    register = read(file(HEAD + "\n".join(ROWS)))
    for serial in ("S1", "S2", "S5"):
        assert serial not in str(register)


def test_the_hash_is_that_of_the_file(file):
    import hashlib  # noqa: PLC0415  for this law alone

    path = file(HEAD + "\n".join(ROWS))
    assert read(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("S9,,2024-03-05,sold,1,", "category-missing"),
        ("S9,Laptop,2024-03-05,,1,", "status-missing"),
        ("S9,Laptop,2024-03-05,perhaps,1,", "status-unknown"),
        ("S9,Laptop,,sold,1,", "date-missing"),
        ("S9,Laptop,soon,sold,1,", "date-unreadable"),
        ("S9,Laptop,2024-13-05,sold,1,", "date-unreadable"),
        ("S9,Laptop,03/04/2024,sold,1,", "date-ambiguous"),
        ("S9,Laptop,2025-03-02,sold,1,", "date-future"),
        ("S9,Laptop,2024-03-05,sold,some,", "quantity-unreadable"),
        ("S9,Laptop,2024-03-05,sold,-1,", "quantity-unreadable"),
        ("S9,Laptop,2024-03-05,sold,1.5,", "quantity-unreadable"),
        ("S1,Laptop,2024-03-05,sold,1,", "duplicate"),
    ],
)
@pytest.mark.parametrize("language", Language)
def test_a_row_that_cannot_be_counted_is_named_with_its_reason(file, row, reason, language):
    register = read(file(HEAD + "\n".join([ROWS[0], row])))
    assert [(each.reason, each.rows, each.first) for each in register.rejected] == [
        (reason, 1, (3,))
    ]
    assert sum(each.received for each in register.sums) == 1
    assert Texts(language)(f"register.{reason}")
    assert Texts(language)(f"register.mend.{reason}")


DAYS = {"r": "received", "s": "sold", "b": "returned"}


def life(letters: str) -> str:
    """Rows of one device, a day apart: received, sold, back."""
    return "\n".join(
        f"S1,Laptop,2024-03-{day:02},{DAYS[letter]},1," for day, letter in enumerate(letters, 1)
    )


@pytest.mark.parametrize(
    ("letters", "counted", "twice"),
    [
        ("s", (1, 1, 0), 0),
        ("b", (1, 1, 1), 0),  # the only row says both
        ("r", (1, 0, 0), 0),
        ("rs", (1, 1, 0), 0),
        ("sb", (1, 1, 1), 0),
        ("rsb", (1, 1, 1), 0),
        ("rb", (1, 1, 1), 0),
        ("sbs", (1, 2, 1), 0),  # sold again after it came back
        ("rsbsb", (1, 2, 2), 0),
        ("srs", (2, 2, 0), 0),  # collected again for another further life
        ("ss", (1, 1, 0), 1),
        ("rr", (1, 0, 0), 1),
        ("sbb", (1, 1, 1), 1),
        ("sbr", (1, 1, 1), 1),  # coming back is being received
        ("sss", (1, 1, 0), 2),
    ],
)
def test_a_device_counts_once_whatever_its_rows(file, letters, counted, twice):
    text = life(letters)
    for rows in (text, "\n".join(reversed(text.splitlines()))):
        register = read(file(HEAD + rows))
        [found] = register.sums
        assert (found.received, found.sold, found.returned) == counted
        assert sum(each.rows for each in register.rejected) == twice
        assert {each.reason for each in register.rejected} <= {"duplicate"}
        assert register.rows == len(letters)


def test_a_device_that_comes_back_in_another_month_counts_there(file):
    rows = ("S1,Laptop,2024-03-30,sold,1,4", "S1,Laptop,2024-04-02,returned,1,4")
    register = read(file(HEAD + "\n".join(rows)))
    assert sums(register) == {("Laptop", "2024-03"): (1, 1, 0), ("Laptop", "2024-04"): (0, 0, 1)}
    assert sum(each.aged for each in register.sums) == 1


def test_rows_without_serial_numbers_are_devices_of_their_own(file):
    register = read(file(HEAD + ",Laptop,2024-03-05,sold,1,\n" * 3))
    assert sums(register) == {("Laptop", "2024-03"): (3, 3, 0)}


def test_many_rejected_rows_keep_the_first_numbers_alone(file):
    register = read(file(HEAD + ROWS[0] + "\n" + ",Laptop,soon,sold,1,\n" * 500))
    [rejected] = register.rejected
    assert (rejected.rows, len(rejected.first), rejected.first[0]) == (500, 20, 3)


def test_chinese_headings_statuses_and_an_old_encoding(file):
    rows = ("A1,笔记本电脑,2024年3月5日,已售出", "A2,笔记本电脑,2024/3/6,退货")
    text = "\n".join(["设备清单,,,", "序列号,设备类别,销售日期,状态", *rows])
    register = read(file(text, encoding="gb18030"))
    assert sums(register) == {("笔记本电脑", "2024-03"): (2, 2, 1)}


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_other_delimiters(file, mark):
    text = (HEAD + "\n".join(ROWS)).replace(",", mark)
    assert len(read(file(text)).sums) == 4


def test_without_statuses_a_date_of_sale_tells_what_was_sold(file):
    register = read(file("Category,Date sold\nLaptop,2024-03-05\nLaptop,\n"))
    assert sums(register) == {("Laptop", "2024-03"): (1, 1, 0), ("Laptop", ""): (1, 0, 0)}


def test_columns_can_be_named_by_heading_or_letter(file):
    text = "Art,Wann,Was\nLaptop,2024-03-05,sold\n"
    register = read(file(text), category="Art", sold_on="B", status="c")
    assert sums(register) == {("Laptop", "2024-03"): (1, 1, 0)}


def test_ages_by_date_of_purchase(file):
    text = "Category,Date sold,Purchase date\nLaptop,2024-03-05,2020-03-05\n"
    [counted] = read(file(text)).sums
    assert counted.years == pytest.approx(4.0, abs=0.01)


def test_a_workbook_with_two_sheets_and_real_dates(tmp_path):
    book = openpyxl.Workbook()
    for place, sheet in enumerate((book.active, book.create_sheet("Two"))):
        sheet.append(["Serial number", "Category", "Date sold", "Status"])
        sheet.append([f"S{place}", "Laptop", datetime.date(2024, 3, 5), "sold"])
    path = tmp_path / "register.xlsx"
    book.save(path)
    register = read(path)
    assert (register.rows, sums(register)) == (2, {("Laptop", "2024-03"): (2, 2, 0)})


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "register-empty"),
        ("\n \n", "register-empty"),
        (HEAD, "register-empty"),
        ("Name,Price\nLaptop,3\n", "register-no-heading"),
        ("Category,Serial number\nLaptop,3\n", "register-no-sale"),
    ],
)
@pytest.mark.parametrize("language", Language)
def test_what_is_no_register_is_said(file, text, key, language):
    with pytest.raises(RegisterError) as refused:
        read(file(text))
    assert refused.value.key == key
    assert "register.csv" in Texts(language).error(refused.value)


def test_other_kinds_of_files_and_missing_ones_are_said(file, tmp_path):
    with pytest.raises(RegisterError):
        read(file(HEAD, "register.pdf"))
    with pytest.raises(DataError):
        read(tmp_path / "gone.csv")
    with pytest.raises(PcfError):
        read(file("no zip", "register.xlsx"))
    with pytest.raises(RegisterError):
        read(file(HEAD + ROWS[0]), category="Nowhere")


class StoppedError(Exception):
    pass


def test_progress_is_told_and_can_stop_the_reading(file, monkeypatch):
    monkeypatch.setattr("pcf.exchange.device_register._BETWEEN_REPORTS_S", 0.0)
    path = file(
        HEAD + "\n".join(f"N{number},Laptop,2024-03-05,sold,1," for number in range(20_000))
    )
    told = []
    read_register(path, progress=lambda rows, share: told.append((rows, share)), on=ON)
    assert [rows for rows, _ in told] == [4096, 8192, 12288, 16384]
    assert all(0 < share <= 1 for _, share in told)

    def stop(rows, share):
        raise StoppedError

    with pytest.raises(StoppedError):
        read_register(path, progress=stop, on=ON)


def test_the_order_of_rows_changes_no_sum(file):
    rows = [*ROWS, "S1,Laptop,2024-05-05,returned,1,4", "S1,Laptop,2024-06-05,sold,1,5"]
    shuffled = random.Random(1).sample(rows, len(rows))
    assert read(file(HEAD + "\n".join(rows))).sums == read(file(HEAD + "\n".join(shuffled))).sums


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-03-05", (2024, 3, 5)),
        ("2024/3/5 10:22", (2024, 3, 5)),
        ("05.03.2024", (2024, 3, 5)),
        ("25/03/2024", (2024, 3, 25)),
        ("03/25/2024", (2024, 3, 25)),
        ("20240305", (2024, 3, 5)),
        ("2024年3月", (2024, 3, 1)),
        (45356.0, (2024, 3, 5)),
        (datetime.datetime(2024, 3, 5, 9, 0), (2024, 3, 5)),  # noqa: DTZ001  as a sheet has it
    ],
)
def test_dates_as_registers_write_them(cell, day):
    assert day_of(cell, ON) == datetime.date(*day)


def test_what_cells_cannot_mean():
    assert day_of("1.1.1970", ON) == BadCell("date-unreadable")
    assert quantity_of(True) == 1
    assert years_of("4 years") == 4
    assert years_of("四年") is None
    assert years_of(400) is None
