"""Tables and words of what a study states itself."""

import datetime

import pytest

from pcf.model.biogenic import BioBased
from pcf.model.bom import Mass, Part
from pcf.model.edits import Remove, SetField, apply
from pcf.model.node import DataSetRef
from pcf.model.packaging import PackagingItem
from pcf.model.product import Product
from pcf.model.spend import Spend
from pcf.model.splits import AssessmentReport, Split, StatedSplit
from pcf.model.study import Study
from pcf.model.suppliers import SupplierBoundary, SupplierFootprint
from pcf.reports.certificate import certificate_pdf
from pcf.reports.contents import method_facts
from pcf.reports.stated import stated_words
from pcf.results.display import with_unit
from pcf.results.frames import result_tables
from pcf.results.sources import used_sources
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.calculation import calculate, with_record

LANGUAGES = pytest.mark.parametrize("language", Language)
OPEN = "cradlegate-open"


@pytest.fixture(scope="module")
def result(shipped):
    wood = DataSetRef(database=OPEN, id="mat-plywood-boverket-typical")
    spent = DataSetRef(database=OPEN, id="spend-332722")
    motor = SupplierFootprint(
        supplier="Motor works",
        supplier_zh="电机厂",
        value=parse_quantity("1850 gCO2e"),
        per=parse_quantity("10 piece"),
        split=Split(fossil=1.84, land_use_change=0.01),
        boundary=SupplierBoundary.CRADLE_TO_GATE,
        report=AssessmentReport.AR6,
        valid_until=datetime.date(2027, 12, 31),
        document="PCF 4711",
        primary_share=0.6,
        outbound_included=False,
    )
    paid = Spend(amount=12.5, currency="CNY", year=2024, rate=7.1217, rate_source="SAFE",
                 price_index=0.933, price_index_source="BLS")  # fmt: skip
    one = parse_quantity("1 piece")
    study = Study(
        product=Product(id="product", declared_unit=parse_quantity("2 piece")),
        bom=Part(
            id="top",
            parts=(
                Part(id="motor", name="Motor", name_zh="电机", quantity=one, supplier=motor),
                Part(id="nut", name="Nut", quantity=one, data_set=spent, spend=paid),
                Part(
                    id="shelf",
                    name="Shelf",
                    quantity=one,
                    mass=Mass(amount=parse_quantity("2.2 kg")),
                    data_set=wood,
                    bio_based=BioBased(moisture=0.1, origin="FSC"),
                ),
            ),
        ),
        packaging=(
            PackagingItem(
                id="crate",
                name="Crate",
                amount=parse_quantity("1.1 kg"),
                data_set=wood,
                biogenic_carbon=parse_quantity("0.5 kg"),
            ),
        ),
        splits=(
            StatedSplit(
                id="split",
                data_set=wood,
                source="EPD 1, page 9",
                split=Split(fossil=0.348, land_use_change=0.01, uptake=-5 / 3),
            ),
        ),
    )
    return with_record(calculate(study, shipped).result, shipped)


def rows(result, table_id, language=Language.ENGLISH):
    texts = Texts(language)
    [table] = [each for each in result_tables(result, texts) if each.id == table_id]
    heads = [column.key for column in table.columns]
    return [dict(zip(heads, row, strict=True)) for row in zip(*table.cells, strict=True)]


def test_a_split_shows_what_was_published_and_what_it_is_made_of(result):
    [row] = rows(result, "stated_splits")
    assert row["column.data-set-id"] == "mat-plywood-boverket-typical"
    assert row["column.published-total"] == row["column.counted-total"] == pytest.approx(0.358)
    assert row["category.fossil"] == 0.348
    assert row["category.uptake"] == pytest.approx(-5 / 3)
    assert row["column.source"] == "EPD 1, page 9"
    assert row["column.emission"] == pytest.approx(2 * 3.3 * 0.358)


def test_a_supplier_shows_validity_and_verification(result):
    [row] = rows(result, "suppliers")
    assert (row["column.statement"], row["column.supplier"]) == ("Motor", "Motor works")
    assert (row["column.supplier-value"], row["column.per"]) == (pytest.approx(1.85), "10 piece")
    assert row["column.valid-until"] == "2027-12-31"
    assert row["column.verification"] == "not verified"
    assert row["column.packaging-included"] == "not stated"
    assert row["column.outbound-included"] == "no"
    assert row["column.emission"] == pytest.approx(2 * 0.185)
    [chinese] = rows(result, "suppliers", Language.CHINESE)
    assert (chinese["column.statement"], chinese["column.supplier"]) == ("电机", "电机厂")


@LANGUAGES
def test_a_stated_zero_is_shown_and_what_is_not_stated_is_left_out(result, shipped, language):
    """The split of the wood says that nothing of it is by aircraft, nothing of biogenic CO2."""
    split = Split(fossil=0.358, land_use_change=0.0, aircraft=0.0)
    edits = [SetField(node="split", field="split", value=split)]
    found = calculate(apply(result.study, edits), shipped).result
    [row] = rows(found, "stated_splits", language)
    assert (row["category.land_use_change"], row["category.aircraft"]) == (0.0, 0.0)
    assert row["category.biogenic_co2"] is None
    texts = Texts(language)
    [said] = [words for words in stated_words(found, texts) if "EPD 1, page 9" in words]
    for category in ("land_use_change", "aircraft"):
        name = texts(f"category.{category}")
        assert texts("stated.split.part", category=name, value="0") in said
    assert texts("category.biogenic_co2") not in said


WITHOUT_WOOD = (Remove(node="shelf"),)
SILENT = (SetField(node="shelf", field="bio_based", value=None),)
TYPED = (SetField(node="product", field="biogenic_carbon", value=parse_quantity("150 g")),)


@LANGUAGES
@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ((), {with_unit("2.00", "kg")}),  # 1 kg a piece, and 2 pieces are the declared unit
        (TYPED, {with_unit("300", "g")}),
        (WITHOUT_WOOD, {"nothing bio-based", "不含生物基材料"}),
        (SILENT, {"not stated", "未说明"}),
    ],
    ids=["by its parts", "typed", "nothing grew", "not stated"],
)
def test_a_document_says_one_thing_of_the_carbon_in_the_product(
    result, shipped, language, edits, words
):
    """Per declared unit, beside the method and beside the uptake alike."""
    texts = Texts(language)
    found = calculate(apply(result.study, edits), shipped).result
    in_method = {fact.name: fact.words for fact in method_facts(found, texts)}
    [wanted] = words & {in_method[texts("method.biogenic-carbon")]}
    fields = {"packaging": with_unit("1.00", "kg"), "uptake": "", "wanted": ""}
    expected = texts("stated.carbon", product=wanted, **fields)
    before_packaging = expected.partition(fields["packaging"])[0]
    assert any(each.startswith(before_packaging) for each in stated_words(found, texts))


def test_money_shows_rate_and_index(result):
    [row] = rows(result, "spend")
    assert (row["column.paid"], row["column.currency"], row["column.paid-year"]) == (
        12.5,
        "CNY",
        2024,
    )
    assert row["column.usd"] == pytest.approx(12.5 / 7.1217 * 0.933)
    assert row["column.factor-year"] == 2022


def test_carbon_stands_beside_the_uptake(result):
    found = {row["column.carbon-item"]: row for row in rows(result, "biogenic_carbon")}
    assert found["In the product"]["column.carbon"] == pytest.approx(2 * 1.0)
    assert found["Shelf"]["column.carbon"] == pytest.approx(2 * 1.0)
    assert found["Crate"]["column.carbon"] == pytest.approx(2 * 0.5)
    both = found["In product and packaging"]["column.carbon-as-co2"]
    counted = found["Uptake counted, less biogenic CO₂ emitted"]["column.carbon-as-co2"]
    assert both == pytest.approx(-11)
    assert counted == pytest.approx(-11)


def test_lines_and_contributions_name_supplier_and_copy_as_data_sets(result):
    lines = rows(result, "lines")
    about = {row["column.statement"]: row for row in lines[:-1]}
    assert about["Motor"]["column.data-set"] == "Motor works: Motor"
    assert about["Motor"]["column.split"] == "stated by the source"
    assert about["Motor"]["column.amount"] == 2
    assert about["Shelf"]["column.split"] == "stated by the user"
    assert about["Shelf"]["column.amount"] == pytest.approx(4.4)
    assert lines[-1]["column.emission"] == pytest.approx(
        sum(row["column.emission"] for row in lines[:-1])
    )


def test_documents_of_suppliers_and_splits_are_sources_without_licence(result):
    sources = {each.source.title: each.source for each in used_sources(result)}
    assert sources["PCF 4711"].publisher == "Motor works"
    assert sources["PCF 4711"].licence == ""
    assert "EPD 1, page 9" in sources


@LANGUAGES
def test_a_document_says_all_of_it(result, language):
    words = stated_words(result, Texts(language))
    assert len(words) == 4
    said = "\n".join(words)
    for fact in ("PCF 4711", "EPD 1, page 9", "7.1217", "2027-12-31", "0.933"):
        assert fact in said
    pdf = certificate_pdf(result, Texts(language), issued=datetime.date(2026, 1, 1))
    assert pdf.startswith(b"%PDF")
