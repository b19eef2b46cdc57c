"""The document on avoided emissions: what stands on it, and what it must never say."""

import ctypes
import datetime
import itertools
import math
import re
from pathlib import Path

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from pcf.circularity.case import CaseResult, steps_of
from pcf.circularity.case_words import claim, headline_reason, rate_words
from pcf.errors import CalculationError
from pcf.model.refurbishment import (
    Booking,
    BurdenRule,
    DeviceRegister,
    Displacement,
    LaterLife,
    RefurbishmentCase,
    RegisterSum,
    RejectedRows,
    StatedAmount,
    StatedShare,
)
from pcf.results.display import fixed, significant
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.circularity import calculate_case
from pcf.workflow.circularity_documents import (
    frozen_case,
    refurbishment_pdf,
    write_refurbishment_document,
)
from pcf.workflow.samples import REFURBISHMENT_SAMPLE, read_sample_study

ISSUED = datetime.date(2025, 3, 26)
MM = 72 / 25.4
LANGUAGES = pytest.mark.parametrize("language", list(Language))
OUT = Path(__file__).parents[3] / "out"


@pytest.fixture(scope="module")
def study():
    return read_sample_study(REFURBISHMENT_SAMPLE)


@pytest.fixture(scope="module")
def solve(study, shipped):
    """Give the function that solves the depot with fields of its case replaced."""

    def solved(at: int = 0, **changes) -> CaseResult:
        case = msgspec.structs.replace(study.refurbishments[at], **changes)
        cases = tuple(case if each.id == case.id else each for each in study.refurbishments)
        changed = msgspec.structs.replace(study, refurbishments=cases)
        return frozen_case(changed, case, shipped, partial=True)

    return solved


@pytest.fixture(scope="module")
def depot(solve) -> CaseResult:
    return solve()


@pytest.fixture(scope="module")
def published(solve) -> CaseResult:
    return solve(1)


@pytest.fixture(scope="module")
def harmful(solve) -> CaseResult:
    """The depot where a low rate has a source, so that emissions are added."""
    return solve(low=Displacement(rate=0.5, source="Panel of buyers 2023"))


@pytest.fixture(scope="module")
def crowded(solve, study) -> CaseResult:
    """The depot with a second further life, a register, own method's share and long names."""
    first, *others = study.refurbishments[0].categories
    amount = StatedAmount(amount=parse_quantity("0 kgCO2e"), source="Ledger " * 30)
    later = LaterLife(
        id="again",
        devices=parse_quantity("300 piece"),
        life=StatedAmount(amount=parse_quantity("2 a"), source="Ledger"),
        electricity=StatedAmount(amount=parse_quantity("26 kWh"), source="Ledger"),
        price=600,
        replaced_parts=amount,
        packing=amount,
    )
    named = msgspec.structs.replace(
        first,
        name="Laptop of a rather long name " * 4,
        later=(later,),
        market_share=StatedShare(value=0.3, source="Market report"),
    )
    register = DeviceRegister(
        file="sold-2024.csv",
        sha256="ab" * 32,
        rows=2400,
        read_on=datetime.date(2025, 1, 7),
        sums=(RegisterSum(category="Laptop", month="2024-03", sold=1840, received=2000),),
        rejected=(RejectedRows(reason="status-unknown", rows=31, first=(4, 17, 90)),),
    )
    return solve(categories=(named, *others), register=register)


def document(result: CaseResult, language: Language = Language.ENGLISH, issuer: str = "") -> bytes:
    return refurbishment_pdf(result, Texts(language), ISSUED, issuer)


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as opened:
        texts = [page.get_textpage().get_text_range() for page in opened]
    # What pdfium gives for a hyphen at the end of a line.
    return [" ".join(text.replace("\ufffe", "-").split()) for text in texts]


def squeezed(text: str) -> str:
    return "".join(text.split())


def text_of(pdf: bytes) -> str:
    return squeezed("".join(pages_of(pdf)))


def places(pdf: bytes, words: str) -> list[tuple[float, tuple[int, int, int]]]:
    """Give font size [pt] and colour of every place on the first page where some words stand."""
    found = []
    with pypdfium2.PdfDocument(pdf) as opened:
        page = opened[0].get_textpage()
        searcher = page.search(words, match_case=True)
        while (at := searcher.get_next()) is not None:
            numbers = [ctypes.c_uint() for _ in range(4)]
            pdfium.FPDFText_GetFillColor(page, at[0], *numbers)
            colour = tuple(each.value for each in numbers[:3])
            found.append((float(pdfium.FPDFText_GetFontSize(page, at[0])), colour))
    assert found, words
    return found


# --- what it says first -------------------------------------------------------------------------


@LANGUAGES
def test_title_says_what_it_is_and_its_second_line_what_it_is_not(depot, language) -> None:
    texts, pdf = Texts(language), document(depot, language)
    first = squeezed(pages_of(pdf)[0])
    assert squeezed(texts("refurbishment.title.avoided")) in first
    assert squeezed(texts("refurbishment.subtitle")) in first
    for words in {
        Language.ENGLISH: ("Not a carbon footprint and not part of one", "not verified by a third"),
        Language.CHINESE: ("不是碳足迹，也不属于碳足迹", "未经第三方核查"),
    }[language]:
        assert squeezed(words) in first


@LANGUAGES
def test_it_can_not_be_called_greenwashing(depot, harmful, published, crowded, language) -> None:
    forbidden = {
        Language.ENGLISH: r"green|neutral|planet|climate.friendly|certif|complian|offset",
        Language.CHINESE: "证书|认证|绿色|中和|零碳|低碳|环保|抵消|符合",
    }[language]
    for result in (depot, harmful, published, crowded):
        said = text_of(document(result, language)).lower()
        sources = squeezed(Texts(language)("sources.heading")).lower()
        assert re.findall(forbidden, said.split(sources)[0]) == []


@LANGUAGES
def test_scenarios_stand_side_by_side_in_one_type_size(depot, language) -> None:
    pdf = document(depot, language)
    sizes = set()
    for each in depot.scenarios:
        number = significant(each.fleet.value / 1000)
        largest = max(size for size, _ in places(pdf, number))
        sizes.add(round(largest, 3))
        assert rate_words(each.displacement) in pages_of(pdf)[0]
    assert len(sizes) == 1
    assert sizes.pop() > 12


@LANGUAGES
def test_the_reported_scenario_is_marked_and_said_why(depot, solve, language) -> None:
    texts = Texts(language)
    first = squeezed(pages_of(document(depot, language))[0])
    reason = squeezed(headline_reason(depot, texts))
    assert reason in first
    mark = squeezed(texts("refurbishment.card.reported"))
    assert first.replace(reason, "").count(mark) == 1
    none = solve(central=Displacement(rate=0.7))
    reason = headline_reason(none, texts)
    assert none.headline.name == "low"
    assert reason == texts(
        "refurbishment.headline.none", scenario=texts("scenario.low").lower(), rate="0.5"
    )
    assert squeezed(reason) in text_of(document(none, language))


@LANGUAGES
def test_the_sentence_names_baseline_rate_interval_and_what_it_is_not(depot, language) -> None:
    texts = Texts(language)
    said = claim(depot, texts)
    average = depot.per_device(depot.headline)
    for number in (average.value, average.low, average.high):
        assert significant(number) in said
    for words in (
        "0.7",
        texts.choose("buying a new device of the same class", "购买同级别的新设备"),
    ):
        assert words in said
    assert texts.choose("does not reduce", "不减少") in said
    assert squeezed(said) in squeezed(pages_of(document(depot, language))[0])


def test_no_number_without_its_rate(depot) -> None:
    # Wherever the document gives avoided emissions, the rate stands in the same block.
    for page in pages_of(document(depot)):
        if "CO₂e" in page and "By category" in page:
            assert all(f"d = {rate}" in page for rate in ("1.0", "0.7", "0.5"))
    assert claim(msgspec.structs.replace(depot, scenarios=()), Texts(Language.ENGLISH)) == ""


# --- numbers ------------------------------------------------------------------------------------


def test_printed_categories_add_up_to_the_printed_fleet(depot) -> None:
    page = pages_of(document(depot))[0]
    table = page.split("By category", 1)[1].split("Verification", 1)[0]
    names = [life.category.name for life in depot.lives]
    names += ["Rounding", "All"] if "Rounding" in table else ["All"]
    ends = [table.index(f" {name} ") for name in names] + [len(table)]
    found = [
        re.findall(r"−?\d+\.\d(?!\d)", table[start:end])[-3:]
        for start, end in itertools.pairwise(ends)
    ]
    numbers = [[float(each.replace("−", "-")) for each in row] for row in found]
    *parts, fleet = numbers
    assert len(parts) in {6, 7}
    for column, total in zip(zip(*parts, strict=True), fleet, strict=True):
        assert math.fsum(column) == pytest.approx(total, abs=1e-9)
    assert fleet == [round(each.fleet.value / 1000, 1) for each in depot.scenarios]


def test_below_zero_is_red_with_a_true_minus(depot) -> None:
    pdf = document(depot)
    text = " ".join(pages_of(pdf))
    for size, (red, green, blue) in places(pdf, "−123"):
        assert size > 12
        assert red > 120 > max(green, blue)
    assert re.search(r"(?<![\w-])-\d", text.split("SHA-256")[0]) is None
    assert all(max(colour) < 120 for _, colour in places(pdf, significant(587)))


@LANGUAGES
def test_a_headline_below_zero_is_titled_and_said_as_added(harmful, language) -> None:
    texts = Texts(language)
    assert harmful.headline.fleet.value < 0
    pdf = document(harmful, language)
    first = squeezed(pages_of(pdf)[0])
    assert squeezed(texts("refurbishment.title.added")) in first
    assert squeezed(texts("refurbishment.title.avoided")) not in text_of(pdf)
    assert squeezed(texts("refurbishment.adds.title")) in first
    said = claim(harmful, texts)
    added = -harmful.per_device(harmful.headline).value
    assert f"{texts.choose('added emissions are', '新增排放为每台')} {significant(added)}" in said
    assert squeezed(said) in first


@LANGUAGES
def test_each_further_life_is_a_row(crowded, language) -> None:
    texts = Texts(language)
    first, again = crowded.lives[:2]
    assert (first.place, again.place) == (0, 1)
    said = squeezed(pages_of(document(crowded, language))[0])
    for number in (1, 2):
        name = texts(
            "refurbishment.life",
            device=texts.choose(first.category.name.strip(), first.category.name_zh),
            number=number,
        )
        assert squeezed(name) in said


def test_booked_per_year_it_says_so(solve) -> None:
    result = solve(booking=Booking.PER_YEAR)
    text = text_of(document(result))
    assert "perdeviceinserviceandyear" in text
    assert "6709inservice" in text.replace("\u202f", "")
    assert squeezed(Texts(Language.ENGLISH)("booking.per_year")) in text


@LANGUAGES
def test_figures_show_the_steps_and_the_break_even(depot, language) -> None:
    texts, text = Texts(language), text_of(document(depot, language))
    for step, value in steps_of(depot, depot.headline).items():
        row = squeezed(texts(f"refurbishment-step.{step.value}")) + squeezed(fixed(value, 1))
        assert row in text
    assert f"d*={significant(depot.break_even)}" in text


# --- what it rests on ---------------------------------------------------------------------------


def test_statistics_of_new_devices_are_printed(depot) -> None:
    text = " ".join(pages_of(document(depot)))
    assert re.search(r"Laptop 236 226 132 315 Dell, 68 % 2023 A", text)
    assert "689 published footprints, Boavizta" in text


@LANGUAGES
def test_every_number_has_its_origin_and_source(depot, language) -> None:
    text, texts = text_of(document(depot, language)), Texts(language)
    for life in depot.lives:
        for each in life.inputs.values():
            assert squeezed(texts(f"term.{each.name}")) in text
            assert squeezed(texts(f"input-origin.{each.origin.value}")) in text
            assert squeezed(texts.choose(each.source, each.source_zh)) in text
    for solved in depot.solved:
        for data_set in solved.inventory.data_sets:
            assert squeezed(data_set.source.title) in text


@LANGUAGES
def test_reports_behind_the_numbers_draws_and_databases_are_printed(depot, language) -> None:
    text, texts = text_of(document(depot, language)), Texts(language)
    for group in ("new_devices", "process", "use"):
        of = texts("refurbishment.fact.gwp", group=texts(f"refurbishment.gwp.{group}"))
        assert squeezed(of) in text
    assert re.search(r"AR5\d+%", text)
    assert squeezed(texts("refurbishment.draws", draws="10\u202f000", seed=1)) in text
    assert squeezed(texts("refurbishment.guidance")) in text


def test_the_formula_takes_rebound_off_what_is_displaced_only(depot) -> None:
    text = " ".join(pages_of(document(depot)))
    assert squeezed("AE = [(1 − ρ) · d · q · An − Ar] · Lr") in squeezed(text)


@LANGUAGES
def test_published_methods_stand_beside_and_one_is_refused(depot, crowded, language) -> None:
    texts = Texts(language)
    text = text_of(document(depot, language))
    assert squeezed(texts("refurbishment.heading.methods")) in text
    lost = max(float(each.terms.refurbishing * (each.terms.life - 1)) for each in depot.lives)
    reason = texts.error(CalculationError("lx-dimensions", lost=lost))
    assert squeezed(reason) in text
    mixed = texts("refurbishment.head.market_mix", unit="kg CO₂e")
    assert squeezed(mixed) in text_of(document(crowded, language))


@LANGUAGES
def test_every_warning_stands_in_full_with_its_place(depot, language) -> None:
    texts, text = Texts(language), text_of(document(depot, language))
    assert depot.findings
    for each in depot.findings:
        printed = each.severity.value != "note"
        assert (squeezed(texts.what(each)) in text) is printed, each.key


@LANGUAGES
def test_the_register_is_named_with_hash_and_rejected_rows(crowded, language) -> None:
    texts, text = Texts(language), text_of(document(crowded, language))
    for words in ("sold-2024.csv", "ab" * 32, texts("register.status-unknown"), "2025-01-07"):
        assert squeezed(words) in text


# --- a published table --------------------------------------------------------------------------


@LANGUAGES
def test_a_published_table_shows_what_its_rounding_allows(published, language) -> None:
    texts, text = Texts(language), text_of(document(published, language))
    assert squeezed(texts("refurbishment.title.published")) in text
    assert squeezed(texts("refurbishment.subtitle.published")) in text
    assert squeezed(texts("refurbishment.published.note")) in text
    assert squeezed(texts("refurbishment.rate.not-published")) in text
    # Digits of methods 5.3.
    for numbers in ("5099.36", "7.16", "5082.0–5116.7", "14.67923–14.67951", "−35.68"):
        assert numbers in text.replace("\u202f", ""), numbers


def test_the_reason_of_rounding_is_said_in_words() -> None:
    said = Texts(Language.ENGLISH)("refurbishment.published.note")
    assert "does not equal unit × count because units are rounded" in said


# --- draft, number, page ------------------------------------------------------------------------


@LANGUAGES
def test_while_a_finding_blocks_it_is_a_draft_without_a_number(
    solve, depot, language, tmp_path
) -> None:
    texts = Texts(language)
    blocked = solve(rebound=None)
    assert blocked.is_blocked
    pages = pages_of(document(blocked, language))
    assert all(page.startswith(texts("paper.draft")) for page in pages)
    number = texts("paper.document-number", number=f"20250326-{blocked.id[:8].upper()}")
    assert number not in " ".join(pages)
    assert squeezed(texts("certificate.draft.title")) in squeezed(pages[0])
    path = write_refurbishment_document(blocked, texts, tmp_path / "a", issued=ISSUED)
    assert path.name == f"a-refurbishment-1-draft-{language.value}.pdf"
    issued = pages_of(document(depot, language))
    number = texts("paper.document-number", number=f"20250326-{depot.id[:8].upper()}")
    assert number in issued[0]


@LANGUAGES
def test_what_stops_leaves_its_devices_out_and_says_so(solve, study, language) -> None:
    first, *others = study.refurbishments[0].categories
    lacking = msgspec.structs.replace(first, life=None)
    result = solve(categories=(lacking, *others))
    assert result.is_incomplete
    text = text_of(document(result, language))
    assert squeezed(Texts(language)("refurbishment.incomplete.text", count=1)) in text
    nothing = solve(burden=None)
    assert nothing.scenarios == ()
    assert squeezed(Texts(language)("certificate.draft.title")) in text_of(
        document(nothing, language)
    )


def test_an_empty_case_gives_a_draft(study, shipped) -> None:
    case = RefurbishmentCase(id="none", name="Nothing")
    empty = msgspec.structs.replace(study, refurbishments=(case,))
    with pytest.raises(CalculationError, match="calculation-stopped"):
        frozen_case(empty, case, shipped)
    pages = pages_of(document(frozen_case(empty, case, shipped, partial=True)))
    assert pages[0].startswith("Draft")


def test_no_document_without_the_solves_of_record(study, shipped) -> None:
    fast = calculate_case(study, study.refurbishments[0], shipped)
    with pytest.raises(CalculationError, match="record-missing"):
        document(fast)


@LANGUAGES
@pytest.mark.parametrize("which", ["depot", "harmful", "crowded", "published"])
def test_nothing_leaves_the_margins(which, language, request) -> None:
    result = request.getfixturevalue(which)
    with pypdfium2.PdfDocument(document(result, language, issuer="Issuer " * 40)) as opened:
        for page in opened:
            text = page.get_textpage()
            boxes = [text.get_charbox(at) for at in range(text.count_chars())]
            drawn = [box for box in boxes if box[2] > box[0]]
            assert min(box[0] for box in drawn) >= 18 * MM - 3
            assert max(box[2] for box in drawn) <= (210 - 18) * MM + 1
            assert min(box[1] for box in drawn) >= 12 * MM - 2


@LANGUAGES
def test_hash_and_result_stand_on_every_page(depot, language) -> None:
    for page in pages_of(document(depot, language, issuer="Li Wen, Engineering")):
        for words in (depot.sha256, depot.id, "2025-03-26", "LiWen,Engineering"):
            assert words in squeezed(page)


def test_the_same_input_gives_the_same_bytes(depot) -> None:
    assert document(depot) == document(depot)


@pytest.mark.parametrize("burden", list(BurdenRule))
def test_every_rule_has_its_words(solve, burden) -> None:
    text = text_of(document(solve(burden=burden)))
    assert squeezed(Texts(Language.ENGLISH)(f"burden-rule.{burden.value}")) in text


@LANGUAGES
@pytest.mark.parametrize("which", ["depot", "harmful", "crowded", "published"])
def test_pages_can_be_looked_at(which, language, request) -> None:
    OUT.mkdir(exist_ok=True)
    pdf = document(request.getfixturevalue(which), language)
    with pypdfium2.PdfDocument(pdf) as opened:
        for number, page in enumerate(opened, 1):
            picture = OUT / f"refurbishment-{which}-{language.value}-{number}.png"
            page.render(scale=1.5).to_pil().save(picture)
            assert picture.stat().st_size > 5000


def odd_cases(study):
    """Give changes of the depot's case that leave little or nothing to print."""
    case = study.refurbishments[0]
    first, *others = case.categories
    back = msgspec.structs.replace(
        first, devices=parse_quantity("5 piece"), returned=parse_quantity("5 piece")
    )
    small = msgspec.structs.replace(first, devices=parse_quantity("1 piece"))
    sure = tuple(
        msgspec.structs.replace(
            each,
            data_set=None,
            steps=(),
            parts=(),
            packaging=(),
            **{name: amount("1 kgCO2e") for name in ("production", "delivery", *_TERMS)},
            **{name: amount("2 a") for name in ("life", "new_life")},
            **{name: amount("10 kgCO2e") for name in ("new_use_emissions", "use_emissions")},
        )
        for each in case.categories
    )
    plain = StatedShare(value=0.9, source="Ledger")
    return {
        "all displaced comes back": {"rebound": StatedShare(value=1.0, source="Panel")},
        "all devices came back": {"categories": (back,)},
        "one device": {"categories": (small,)},
        "all is certain": {"categories": sure, "steps": (), "transport": (), "success": plain},
        "no period and no site": {"period_start": None, "site": ""},
        "a second table beside": {"published": study.refurbishments[1].published},
        "one category without devices": {
            "categories": (msgspec.structs.replace(first, devices=None), *others)
        },
    }


_TERMS = ("refurbishing", "collection", "replaced_parts", "redistribution", "packing")


def amount(text: str) -> StatedAmount:
    return StatedAmount(amount=parse_quantity(text), source="Ledger")


@LANGUAGES
def test_odd_cases_give_a_whole_document(solve, study, language) -> None:
    texts = Texts(language)
    for name, changes in odd_cases(study).items():
        result = solve(**changes)
        pages = " ".join(pages_of(document(result, language)))
        text = squeezed(pages)
        assert squeezed(texts("refurbishment.subtitle")) in text, name
        assert not re.search(r"\b(nan|inf|None)\b", pages), name
        if result.is_certain and result.scenarios:
            assert squeezed(texts("refurbishment.no-interval")) in text, name
        if result.break_even is None and result.scenarios:
            assert squeezed(texts("refurbishment.break-even.none")) in text, name
