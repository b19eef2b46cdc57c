"""The streaming reader gives what the thorough one gives, whatever program wrote the sheet."""

import datetime
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pcf.errors import DataError
from pcf.exchange.xlsx_stream import opened_workbook

PLAIN = st.text(
    st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cc", "Cs"]),
    max_size=12,
)
CELLS = st.one_of(
    st.none(),
    PLAIN,
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_nan=False),
    st.booleans(),
    st.dates(datetime.date(1990, 1, 1), datetime.date(2080, 1, 1)),
    st.sampled_from(["a & b", "<x>", "_x0041_", "  two  ", "笔记本电脑", "=1+1", "#N/A"]),
)


def both(path, places, row=0):
    """What the stream and the thorough reader give of some columns, by number of the row."""
    found = []
    with opened_workbook(path) as sheets:
        for sheet in sheets:
            streamed = dict(sheet.below(row, places))
            whole = dict(enumerate(sheet.first(10**6), 1))
            shown = {
                number: [cells[place] if place < len(cells) else "" for place in places]
                for number, cells in streamed.items()
            }
            wanted = {
                number: [cells[place] if place < len(cells) else "" for place in places]
                for number, cells in whole.items()
                if number > row
            }
            filled = {
                number for number, cells in wanted.items() if any(each != "" for each in cells)
            }
            assert filled <= shown.keys()
            assert {each: wanted.get(each) for each in shown if each in wanted} == {
                each: shown[each] for each in shown if each in wanted
            }
            found.append(shown)
    return found


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.lists(CELLS, max_size=6), min_size=1, max_size=8),
    places=st.sets(st.integers(0, 7), min_size=1, max_size=5),
)
def test_generated_workbooks_are_read_alike(tmp_path, rows, places):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = tmp_path / "generated.xlsx"
    book.save(path)
    both(path, sorted(places))


def by_hand(tmp_path, sheet, strings=None):
    """A workbook of one sheet, written as text."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    path = tmp_path / "by hand.xlsx"
    relations = f'<Relationship Id="r1" Type="{of}/worksheet" Target="worksheets/sheet1.xml"/>'
    if strings is not None:
        relations += f'<Relationship Id="r2" Type="{of}/sharedStrings" Target="sharedStrings.xml"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{of}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{of}"><sheets><sheet name="One" sheetId="1"'
            ' r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}">{relations}</Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet.replace("MAIN", main))
        if strings is not None:
            archive.writestr("xl/sharedStrings.xml", strings.replace("MAIN", main))
    return path


TEXT = "<is><t>x</t></is>"
RICH = "<is><r><t>ri</t></r><r><t>ch</t></r></is>"
ROWS = (
    '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2"><v>1.5</v></c></row>',
    f'<row r="4"/><row r="5" spans="1:3" ht="12"><c r="B5" t="inlineStr">{TEXT}</c></row>',
    '<row r="6"><c r="A6" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>'
    '<c r="B6" t="b"><v>1</v></c></row>',
    '<row r="7"><c r="A7"><f t="shared" si="0">B7</f><v>3</v></c>'
    '<c r="B7" t="e"><v>#N/A</v></c></row>',
    f'<row r="8"><c r="A8" t="inlineStr">{RICH}</c></row>',
    "<row><c><v>9</v></c><c><v>10</v></c></row>",
    '<row r="10"><c r="A10"/><c r="B10"><v/></c><c r="C10"><v>7</v></c>'
    '<c r="AB10"><v>1</v></c></row>',
)
STRINGS = (
    '<sst xmlns="MAIN"><si><t xml:space="preserve"> one </t></si>'
    "<si><r><t>tw</t></r><r><t>o</t></r><rPh><t>reading</t></rPh></si></sst>"
)


@pytest.mark.parametrize("places", [[0], [0, 1], [1, 2], [0, 2], [2, 27]])
def test_cells_as_programs_write_them(tmp_path, places):
    sheet = f'<worksheet xmlns="MAIN"><sheetData>{"".join(ROWS)}</sheetData></worksheet>'
    [found] = both(by_hand(tmp_path, sheet, STRINGS), places)
    if places == [0, 1]:
        assert found[2] == [" one ", ""]
        assert found[5] == ["", "x"]
        assert found[6] == ["ab", "True"]
        assert found[8] == ["rich", ""]
        assert found[9] == [9, 10]
    if places == [2, 27]:
        assert found[10] == [7, 1]


def test_prefixed_names_are_read_by_the_thorough_reader(tmp_path):
    sheet = (
        '<x:worksheet xmlns:x="MAIN"><x:sheetData>'
        '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
        '<x:row r="2"><x:c r="A2"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert both(by_hand(tmp_path, sheet), [0], row=1) == [{2: [2]}]


def test_rows_across_the_pieces_that_are_read(tmp_path):
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>设备 {number}</t></is></c></row>'
        for number in range(1, 40_001)
    )
    sheet = f'<worksheet xmlns="MAIN"><sheetData>{rows}</sheetData></worksheet>'
    with opened_workbook(by_hand(tmp_path, sheet)) as [one]:
        shares = []
        for number, cells in one.below(0, [0]):
            assert cells == [f"设备 {number}"]
            shares.append(one.share_read())
        assert number == 40_000
    assert shares == sorted(shares)
    assert shares[0] < 0.9
    assert shares[-1] == 1.0


def test_what_breaks_off_is_damage(tmp_path):
    sheet = (
        '<worksheet xmlns="MAIN"><sheetData><row r="1"><c r="A1"><v>1</c></row></sheetData>'
        "</worksheet>"
    )
    with pytest.raises(DataError), opened_workbook(by_hand(tmp_path, sheet)) as [one]:
        list(one.below(0, [0]))
