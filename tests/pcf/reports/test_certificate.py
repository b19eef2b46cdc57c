"""The certificate and the screening estimate: what stands on them, and that it fits on the page."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from pcf.background.elementary import ImpactCategory
from pcf.errors import CalculationError
from pcf.findings import Severity
from pcf.model.bom import Mass, MassOrigin, Part
from pcf.model.node import DataSetRef
from pcf.model.packaging import PackagingItem
from pcf.model.product import Company, Goal
from pcf.model.sites import Site
from pcf.model.study import Assumption, DocumentKind, Exclusion, Study
from pcf.model.transport import Cargo, TransportLeg
from pcf.reports.certificate import certificate_number, certificate_pdf
from pcf.reports.page import Paper, qr_modules, qr_text
from pcf.results.checklist import rules_of
from pcf.results.contributions import totals
from pcf.results.data_quality import assess
from pcf.results.display import fixed, significant
from pcf.results.estimates import document_kind, is_draft
from pcf.results.improvements import improvements
from pcf.results.names import Names
from pcf.results.quality_words import primary_share_words, ratings_words, weak_words
from pcf.results.result import PcfResult
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate, with_record

ISSUED = datetime.date(2025, 3, 26)
MM = 72 / 25.4
LANGUAGES = pytest.mark.parametrize("language", list(Language))
LONG_NUMBER = "X7" * 30
OUT = Path(__file__).parents[3] / "out"


def in_tiny(row_id: str) -> DataSetRef:
    return DataSetRef(database="tiny", id=row_id)


@pytest.fixture
def named(lamp: Study) -> Study:
    """The lamp with names in both languages and all that a document says in words."""
    product = msgspec.structs.replace(
        lamp.product,
        name="Desk lamp",
        name_zh="台灯",
        number="L-7",
        net_mass=parse_quantity("0.3 kg"),
    )
    plant = Site(
        id="plant", name="Plant 2", name_zh="二厂", country="AAA", place="Suzhou", place_zh="苏州"
    )
    flight = TransportLeg(
        id="flight",
        name="Air freight",
        name_zh="空运",
        cargo=Cargo.PARTS,
        parts=("screw",),
        distance=parse_quantity("9000 km"),
        data_set=in_tiny("plane"),
    )
    return msgspec.structs.replace(
        lamp,
        product=product,
        sites=(plant,),
        company=Company(name="Norden Motion Ltd.", name_zh="诺登传动有限公司"),
        goal=Goal(period_start=datetime.date(2024, 1, 1), period_end=datetime.date(2024, 12, 31)),
        transport=(*lamp.transport, flight),
        assumptions=(Assumption(text="Screws are plain steel.", text_zh="螺钉为普通钢。"),),
        exclusions=(
            Exclusion(
                what="Grease",
                what_zh="润滑脂",
                reason="below 0.1 % of the mass",
                reason_zh="低于质量的 0.1 %",
                estimate=parse_quantity("0.002 kgCO2e"),
            ),
        ),
    )


@pytest.fixture
def result(named: Study, tiny: Background) -> PcfResult:
    return recorded(named, tiny)


def recorded(study: Study, background: Background) -> PcfResult:
    calculated = calculate(study, background).result
    assert calculated is not None
    return with_record(calculated, background)


def with_guessed_masses(study: Study) -> Study:
    """Give the study with its housing's mass estimated: more than the limit of the certificate."""
    housing, *others = study.bom.parts
    assert housing.mass is not None
    guessed = msgspec.structs.replace(housing.mass, origin=MassOrigin.VOLUME)
    bom = msgspec.structs.replace(
        study.bom, parts=(msgspec.structs.replace(housing, mass=guessed), *others)
    )
    return msgspec.structs.replace(study, bom=bom)


def with_parts(study: Study, *parts: Part) -> Study:
    bom = msgspec.structs.replace(study.bom, parts=(*study.bom.parts, *parts))
    return msgspec.structs.replace(study, bom=bom)


def document(result: PcfResult, language: Language = Language.ENGLISH, issuer: str = "") -> bytes:
    return certificate_pdf(result, Texts(language), issued=ISSUED, issuer=issuer)


def pages_of(pdf: bytes) -> list[str]:
    """Give the text of each page with single blanks."""
    with pypdfium2.PdfDocument(pdf) as opened:
        texts = [page.get_textpage().get_text_range() for page in opened]
    return [" ".join(text.split()) for text in texts]


def text_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))


def squeezed(text: str) -> str:
    """Give a text without blanks: lines of Chinese are broken anywhere."""
    return "".join(text.split()).replace("\ufffe", "-")  # a hyphen at the end of a line


def number_after(name: str, text: str) -> float:
    """Give the first number behind a name, as a row of a table prints it."""
    found = re.search(re.escape(name) + r" (−?[\d ]*\d\.\d+)", text)
    assert found, name
    return float(found[1].replace("−", "-").replace(" ", ""))


def block(text: str, start: str, end: str) -> str:
    assert start in text, start
    return text.split(start, 1)[1].split(end, 1)[0]


@LANGUAGES
def test_headline_has_three_digits_and_stands_beside_the_total_with_uptake(
    result: PcfResult, language: Language
) -> None:
    texts, whole = Texts(language), totals(result)
    assert whole.with_uptake < whole.headline
    text = squeezed(text_of(document(result, language)))
    assert (
        f"{significant(whole.headline)}kgCO₂e{squeezed(texts('paper.per-declared-unit'))}" in text
    )
    beside = f"{texts('paper.total-with-uptake')}{significant(whole.with_uptake)}kgCO₂e"
    assert squeezed(beside) in text
    assert squeezed(texts("paper.interval") + texts("quality.interval.none")) in text


@LANGUAGES
def test_the_printed_split_closes_to_the_printed_sums(
    result: PcfResult, language: Language
) -> None:
    texts = Texts(language)
    text = text_of(document(result, language))
    table = block(text, texts("certificate.split.head"), texts("certificate.split.note")[:20])
    upper, lower = table.split(texts("paper.headline"), 1)
    headline = number_after(texts("paper.headline"), table)
    categories = ("fossil", "biogenic_non_co2", "land_use_change", "unsplit")
    parts = [number_after(texts(f"category.{each}"), upper) for each in categories]
    rounding = texts("paper.rounding")
    parts += [number_after(rounding, upper)] if rounding in upper else []
    assert sum(parts) == pytest.approx(headline, abs=1e-9)

    added, rest = lower.split(texts("paper.total-with-uptake"), 1)
    outside = [
        number_after(texts(f"category.{each}"), added) for each in ("biogenic_co2", "uptake")
    ]
    outside += [number_after(rounding, added)] if rounding in added else []
    with_uptake = number_after(texts("paper.total-with-uptake"), table)
    assert headline + sum(outside) == pytest.approx(with_uptake, abs=1e-9)
    aircraft = totals(result).categories
    assert number_after(texts("category.aircraft"), rest) > 0
    assert any(each.value == "aircraft" and value > 0 for each, value in aircraft.items())


@LANGUAGES
def test_stages_and_largest_contributions_close_to_the_headline(
    result: PcfResult, language: Language
) -> None:
    texts, rounding = Texts(language), Texts(language)("paper.rounding")
    text = text_of(document(result, language))
    stages = block(text, f"{texts('certificate.stages.head')} kg CO₂e", texts("paper.headline"))
    parts = [number_after(texts(f"stage.S{at}"), stages) for at in range(1, 5)]
    parts += [number_after(rounding, stages)] if rounding in stages else []
    headline = number_after(texts("paper.headline"), text)
    assert sum(parts) == pytest.approx(headline, abs=1e-9)
    assert number_after(texts("paper.outbound-apart"), text) > 0

    largest = block(text, texts("contributions.heading"), texts("paper.headline"))
    shown = [
        float(number.replace("−", "-"))
        for number in re.findall(r"(−?\d+\.\d+) [\d.< −]+ %", largest)
    ]
    assert sum(shown) == pytest.approx(headline, abs=1e-9)


def test_small_totals_keep_three_digits_in_columns(named: Study, tiny: Background) -> None:
    tiny_part = Part(
        name="Pin", quantity=parse_quantity("1 piece"), mass=Mass(amount=parse_quantity("20 mg")),
        data_set=in_tiny("steel"),
    )  # fmt: skip
    bare = msgspec.structs.replace(
        named, bom=Part(name="Pins", parts=(tiny_part,)), transport=(), packaging=()
    )
    small = recorded(bare, tiny)
    headline = totals(small).headline
    assert headline == pytest.approx(4e-5)
    assert fixed(headline, 7) == "0.0000400"
    assert "0.0000400 100.0 %" in text_of(document(small))


def test_title_rules_in_english(named: Study, result: PcfResult, tiny: Background) -> None:
    title = "Partial carbon footprint certificate"
    allowed = "issued by the manufacturer; self-declared, not a third-party certification"
    pdf = document(result)
    assert title in text_of(pdf)
    assert size_at(pdf, allowed) / size_at(pdf, title) >= 0.7
    screening = document(recorded(with_guessed_masses(named), tiny))
    title = "Screening estimate of a partial carbon footprint"
    assert size_at(screening, allowed) / size_at(screening, title) >= 0.7
    for each in (pdf, screening):
        text = text_of(each)
        assert "Calculated following ISO 14067:2018" in text
        rest = text.replace(allowed, "").lower()
        forbidden = r"certified|certification|complian\w*|complies|conform\w*|green|low-carbon"
        assert re.findall(rf"\b({forbidden})\b", rest) == []


def test_title_rules_in_chinese(named: Study, result: PcfResult, tiny: Background) -> None:
    allowed = "（企业自我声明，非第三方认证）"
    pdf = document(result, Language.CHINESE)
    assert size_at(pdf, allowed) / size_at(pdf, "产品部分碳足迹声明书") >= 0.7
    screening = document(recorded(with_guessed_masses(named), tiny), Language.CHINESE)
    assert size_at(screening, allowed) / size_at(screening, "产品部分碳足迹筛查估算") >= 0.7
    for each in (pdf, screening):
        text = squeezed(text_of(each))
        assert "依据GB/T24067-2024计算" in text
        assert text.count(allowed) == 1
        rest = text.replace(allowed, "")
        assert [
            word for word in ("认证", "证书", "符合", "合规", "绿色", "低碳") if word in rest
        ] == []


def size_at(pdf: bytes, words: str) -> float:
    """Give the font size of the largest place where some words stand [pt]."""
    sizes = []
    with pypdfium2.PdfDocument(pdf) as opened:
        page = opened[0].get_textpage()
        searcher = page.search(words, match_case=True)
        while (found := searcher.get_next()) is not None:
            sizes.append(pdfium.FPDFText_GetFontSize(page, found[0]))
    assert sizes, words
    return float(max(sizes))


@LANGUAGES
def test_the_certificate_is_a_draft_and_a_screening_estimate_is_issued_whole(
    named: Study,
    result: PcfResult,
    tiny: Background,
    language: Language,
    stated: Callable[[Study], Study],
) -> None:
    draft = Texts(language)("paper.draft")
    certificate = document(result, language)
    for page in pages_of(certificate):
        assert page.startswith(draft)  # the watermark, below everything else
    whole = recorded(stated(with_guessed_masses(named)), tiny)
    assert not whole.is_blocked
    screening = squeezed(text_of(document(whole, language)))
    assert draft not in screening
    assert squeezed(Texts(language)("certificate.screening.title")) in screening


@LANGUAGES
def test_a_screening_estimate_with_a_blocking_finding_is_a_draft_too(
    named: Study, tiny: Background, language: Language, stated: Callable[[Study], Study]
) -> None:
    unmatched = Part(name="Cable", quantity=parse_quantity("1 piece"))
    blocked = recorded(with_parts(stated(with_guessed_masses(named)), unmatched), tiny)
    pages = pages_of(document(blocked, language))
    texts = Texts(language)
    assert all(page.startswith(texts("paper.draft")) for page in pages)
    assert squeezed(texts("certificate.draft.blocked", count=1)) in squeezed(pages[0])
    assert squeezed(texts("certificate.title.screening")) in squeezed(pages[0])


@LANGUAGES
def test_what_the_checks_found_stands_in_full_with_its_place(
    result: PcfResult, language: Language
) -> None:
    texts, text = Texts(language), squeezed(text_of(document(result, language)))
    printed = [each for each in result.findings if each.severity is not Severity.NOTE]
    assert {each.severity for each in printed} == {Severity.BLOCKS_DOCUMENT, Severity.WARNING}
    of_kind = {(each.key, *rules_of(each)): each for each in reversed(printed)}
    names = Names(result, texts)
    for each in of_kind.values():
        assert squeezed(texts.what(each)) in text
        assert squeezed(names.node(each.node)) in text
    notes = [each for each in result.findings if each.severity is Severity.NOTE]
    assert notes
    assert not [each.key for each in notes if squeezed(texts.what(each)) in text]


@pytest.fixture
def issued(named: Study, tiny: Background, stated: Callable[[Study], Study]) -> PcfResult:
    """A result whose certificate is no draft."""
    found = calculate(stated(named), tiny, on=ISSUED).result
    assert found is not None
    assert document_kind(found) is DocumentKind.CERTIFICATE
    assert not is_draft(found)
    return with_record(found, tiny)


@LANGUAGES
def test_a_certificate_carries_a_number_beside_hash_and_code(
    issued: PcfResult, language: Language
) -> None:
    """Its day and the beginning of its result's id: one number in both languages."""
    number = f"20250326-{issued.id[:8].upper()}"
    head, foot = Texts(language)("paper.document-number", number=number), issued.id
    pages = pages_of(document(issued, language))
    assert head in pages[0]
    for page in pages:
        assert re.search(f"{re.escape(head)} .{{0,12}}{foot}", page)
    paper = msgspec.structs.replace(paper_of(issued), number=number)
    assert qr_text(paper).splitlines()[0] == f"certificate {number}"


def test_drafts_and_screening_estimates_carry_no_number(
    named: Study, result: PcfResult, tiny: Background, stated: Callable[[Study], Study]
) -> None:
    screening = recorded(stated(with_guessed_masses(named)), tiny)
    assert is_draft(result)
    assert not is_draft(screening)
    for each in (result, screening):
        assert certificate_number(each, ISSUED) == ""
        assert "No. 2025" not in text_of(document(each))


def test_share_of_estimates_and_its_limit_are_printed(named: Study, tiny: Background) -> None:
    strict = msgspec.structs.replace(named.choices, screening_limit=0.05)
    study = msgspec.structs.replace(with_guessed_masses(named), choices=strict)
    text = text_of(document(recorded(study, tiny)))
    assert re.search(r"\d+\.\d % of the sum of absolute contributions rests on estimates", text)
    assert "screening estimate is 5 %" in text


@LANGUAGES
def test_an_incomplete_result_says_so_and_names_what_is_missing(
    named: Study, tiny: Background, language: Language
) -> None:
    broken = [
        Part(name=f"Lens {at}", name_zh=f"透镜{at}", data_set=in_tiny("steel")) for at in range(7)
    ]
    pdf = document(recorded(with_parts(named, *broken), tiny), language)
    text, texts = squeezed(pages_of(pdf)[0]), Texts(language)
    headline = squeezed(texts("paper.per-declared-unit") + texts("paper.incomplete"))
    assert headline in text
    assert squeezed(texts("certificate.incomplete.text", count=7)) in text
    assert squeezed(texts.choose("Lens 0", "透镜0")) in text
    assert squeezed(texts.choose("Lens 4", "透镜4")) in text
    assert squeezed(texts.choose("Lens 5", "透镜5")) not in text


@LANGUAGES
def test_data_quality_and_what_the_interval_covers_are_stated(
    result: PcfResult, language: Language
) -> None:
    texts, quality = Texts(language), assess(result)
    text = squeezed(text_of(document(result, language)))
    assert squeezed(texts("data.quality") + ratings_words(quality, texts)) in text
    assert squeezed(texts("data.primary-share") + primary_share_words(quality, texts)) in text
    assert squeezed(texts("data.uncertainty") + texts("quality.interval.none-stated")) in text
    assert squeezed(texts("improve.heading")) in text
    for each in improvements(result):
        assert squeezed(weak_words(each, texts)) in text


def test_product_method_and_limits_are_stated(result: PcfResult) -> None:
    text = text_of(document(result, issuer="Li Wen, Engineering"))
    for words in (
        "Norden Motion Ltd.", "Desk lamp", "L-7", "Plant 2, Suzhou, AAA",
        "1 piece, 300 g without packaging", "2024-01-01 to 2024-12-31", "cradle-to-gate",
        "cut-off, no credits", "Plant 2: 100 % grid-term, grid loss added",
        "Two solution procedures give the same total. This says nothing about data or model.",
        "Screws are plain steel.", "Grease. Reason: below 0.1 % of the mass.",
        "Estimated at most 0.00200 kg CO₂e", "Tiny 1", "Li Wen, Engineering", "2025-03-26",
    ):  # fmt: skip
        assert words in text, words
    assert re.search(r"GWP100: AR6 \d+\.\d %, AR5 (< )?\d+\.\d %", text)


def test_names_and_pieces_are_in_the_language_of_the_document(result: PcfResult) -> None:
    text = squeezed(text_of(document(result, Language.CHINESE)))
    for words in (
        "诺登传动有限公司",
        "台灯",
        "苏州，二厂",
        "1件，300g（不含包装）",
        "螺钉为普通钢。",
        "润滑脂",
    ):
        assert words in text, words


def test_no_document_without_the_solve_of_record(named: Study, tiny: Background) -> None:
    fast = calculate(named, tiny).result
    assert fast is not None
    with pytest.raises(CalculationError, match="record-missing"):
        document(fast)


def test_the_printed_number_is_that_of_the_record(named: Study, tiny: Background) -> None:
    result = with_record(calculate(named, tiny).result, tiny)
    other = dict.fromkeys(ImpactCategory, 0.0) | {ImpactCategory.FOSSIL: 777.0}
    record = msgspec.structs.replace(result.record, totals=other)
    assert "777" in text_of(document(msgspec.structs.replace(result, record=record)))


@LANGUAGES
def test_every_source_used_is_attributed(shipped: Background, language: Language) -> None:
    rows = (
        "mat-primary-aluminium-ingot-north-america-uslci",
        "mat-pom-acetal-estimate",
        "pack-board-corrugated-and-solid-primary-uk",
    )
    parts = tuple(
        Part(name=row, quantity=parse_quantity("1 kg"), data_set=ref)
        for row in rows
        if (ref := ref_of(shipped, row))
    )
    truck = TransportLeg(
        name="truck", distance=parse_quantity("100 km"),
        data_set=ref_of(shipped, "tr-heavy-diesel-truck-china"),
    )  # fmt: skip
    study = Study(
        product=msgspec.structs.replace(Study().product, declared_unit=parse_quantity("1 piece")),
        bom=Part(name="Kit", parts=parts),
        transport=(truck,),
    )
    result = recorded(study, shipped)
    text = squeezed(text_of(document(result, language)))
    sources = {data_set.source for data_set in result.inventory.data_sets}
    assert len(sources) >= 3
    assert any(data_set.quoted for data_set in result.inventory.data_sets)
    for source in sources:
        for words in (source.title, source.publisher, source.licence, source.attribution):
            assert squeezed(words) in text, words
    quoted = {Language.ENGLISH: "Singlefiguresquoted", Language.CHINESE: "引用单个数值"}
    assert quoted[language] in text


def ref_of(background: Background, row_id: str) -> DataSetRef:
    data_set = background.catalogue.find(row_id)
    assert data_set is not None, row_id
    return data_set.ref


@LANGUAGES
def test_fonts_are_embedded_subsets_and_no_others_are_named(
    result: PcfResult, language: Language
) -> None:
    pdf = document(result, language)
    named = re.findall(rb"/BaseFont /(\S+)", pdf)
    assert named
    assert all(re.match(rb"[A-Z]{6}\+CradlegateSansSC", name) for name in named), named
    assert len(pdf) < 400_000  # the two font files have 20 MB
    with pypdfium2.PdfDocument(pdf) as opened:
        for page in opened:
            for piece in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                font = pdfium.FPDFTextObj_GetFont(piece)
                assert pdfium.FPDFFont_GetIsEmbedded(font) == 1


@LANGUAGES
def test_pdf_names_its_title_author_language_and_sections(
    result: PcfResult, language: Language
) -> None:
    texts, pdf = Texts(language), document(result, language)
    with pypdfium2.PdfDocument(pdf) as opened:
        about = opened.get_metadata_dict()
        outline = {entry.get_title(): entry.get_dest().get_index() for entry in opened.get_toc()}
        last = len(opened) - 1
    assert about["Title"] == texts("certificate.title.certificate")
    assert about["Author"] == texts.choose("Norden Motion Ltd.", "诺登传动有限公司")
    assert {"en": b"/Lang (en)", "zh_CN": b"/Lang (zh-CN)"}[language] in pdf
    assert outline[texts("certificate.split")] == 0
    assert 0 < outline[texts("sources.heading")] <= last


def test_the_same_input_gives_the_same_bytes(result: PcfResult) -> None:
    assert document(result) == document(result)
    assert document(result) != document(result, issuer="Somebody else")


def paper_of(result: PcfResult) -> Paper:
    return Paper(
        title="", subject="", author="", issuer="", issued=ISSUED, kind="certificate",
        result_id=result.id, sha256=result.sha256, program="",
    )  # fmt: skip


def test_qr_code_stands_on_every_page_and_names_result_and_hash(result: PcfResult) -> None:
    paper = paper_of(result)
    assert qr_text(paper) == f"certificate\nresult {result.id}\nsha256 {result.sha256}"
    code = qr_modules(paper)
    scale, side = 8.0, 22 * MM
    module = side / len(code)
    with pypdfium2.PdfDocument(document(result)) as opened:
        assert len(opened) > 1
        for page in opened:
            image = page.render(scale=scale, grayscale=True).to_pil()
            top = page.get_height() - (12 * MM + side)
            for line, row in enumerate(code):
                for place, is_dark in enumerate(row):
                    x = 18 * MM + (place + 0.5) * module
                    y = top + (line + 0.5) * module
                    shade = image.getpixel((int(x * scale), int(y * scale)))
                    assert (shade < 128) is is_dark, (line, place)


@LANGUAGES
def test_hash_and_result_id_stand_on_every_page(result: PcfResult, language: Language) -> None:
    for page in pages_of(document(result, language)):
        assert result.sha256 in squeezed(page)
        assert result.id in page


def crowded(named: Study) -> Study:
    """Give a study with 60 parts, long names in both scripts and unbroken part numbers."""
    parts = tuple(
        Part(
            name=f"Bracket {at}, stainless, with a description as long as PLM systems export it",
            name_zh=f"支架 {at}（不锈钢，带 PLM 系统导出的很长的说明 LM-160/{at}，含供应商）",
            number=LONG_NUMBER if at % 2 else f"4711-{at}",
            quantity=parse_quantity("3 piece"),
            mass=Mass(amount=parse_quantity("120 g")),
            data_set=in_tiny("steel"),
        )
        for at in range(60)
    )
    boxes = tuple(
        PackagingItem(
            name="Box " * 40, name_zh="纸箱" * 60, amount=parse_quantity("1 kg"),
            data_set=in_tiny("carton"),
        )
        for _ in range(3)
    )  # fmt: skip
    study = with_parts(named, *parts)
    wordy = Assumption(
        text="A long assumption. " * 150, text_zh="很长的假设，含 Latin 与中文。" * 150
    )
    product = msgspec.structs.replace(
        study.product, name="Lamp " * 300, name_zh="台灯" * 900, number=LONG_NUMBER * 2
    )
    return msgspec.structs.replace(
        study,
        product=product,
        packaging=(*study.packaging, *boxes),
        assumptions=(wordy, wordy, wordy),
        company=Company(name="Norden " * 90, name_zh="诺登传动" * 90),
    )


@LANGUAGES
@pytest.mark.parametrize("case", [lambda study: study, crowded], ids=["plain", "crowded"])
def test_nothing_leaves_the_margins_or_runs_into_the_foot(
    named: Study, tiny: Background, language: Language, case: Callable[[Study], Study]
) -> None:
    pdf = document(recorded(case(named), tiny), language, issuer="Issuer " * 40)
    feet = set()
    with pypdfium2.PdfDocument(pdf) as opened:
        for page in opened:
            text = page.get_textpage()
            boxes = [text.get_charbox(at) for at in range(text.count_chars())]
            drawn = [box for box in boxes if box[2] > box[0]]
            assert min(box[0] for box in drawn) >= 18 * MM - 3
            assert max(box[2] for box in drawn) <= (210 - 18) * MM + 1
            assert min(box[1] for box in drawn) >= 12 * MM - 2
            foot = text.get_text_bounded(0, 0, 210 * MM, 38 * MM)
            feet.add(re.sub(r"\d+ / \d+", "", foot))
    assert len(feet) == 1


@LANGUAGES
def test_long_contents_flow_to_more_pages_and_tables_repeat_their_heads(
    named: Study, tiny: Background, language: Language
) -> None:
    pages = pages_of(document(recorded(crowded(named), tiny), language))
    texts, count = Texts(language), len(pages)
    assert count >= 4
    for at, page in enumerate(pages, 1):
        assert f"{texts('paper.page')} {at} / {count}" in page
    heads = f"{texts('contributions.item')} {texts('contributions.data-set')}"
    whole = squeezed("".join(pages))
    assert squeezed(heads) in whole
    assert LONG_NUMBER in whole


@LANGUAGES
def test_pages_can_be_looked_at(
    result: PcfResult, named: Study, tiny: Background, language: Language
) -> None:
    OUT.mkdir(exist_ok=True)
    cases = {"certificate": result, "screening": recorded(with_guessed_masses(named), tiny)}
    for name, each in cases.items():
        with pypdfium2.PdfDocument(document(each, language)) as opened:
            for at, page in enumerate(opened, 1):
                image = page.render(scale=110 / 72).to_pil()
                image.save(OUT / f"{name}-{language}-{at}.png")
                assert image.size == (910, 1287)  # A4 at 110 dpi
