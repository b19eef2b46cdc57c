"""Charts as files: every format opens, the words are there in both languages, tables add up."""

import csv
import io
import xml.etree.ElementTree as ET

import pypdfium2
import pytest
from PIL import Image

from pcf.charts.figures import FIGURES, _font, shortened
from pcf.results.contributions import totals
from pcf.results.names import Names
from pcf.results.result import PcfResult
from pcf.texts import Language, Texts
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate
from pcf.workflow.charts import CHART_FORMATS, CHARTS, chart_files
from pcf.workflow.samples import SAMPLES
from pcf.workflow.samples import read_sample_study as sample

LANGUAGES = pytest.mark.parametrize("language", Language)


@pytest.fixture(scope="module")
def result(shipped: Background) -> PcfResult:
    found = calculate(sample(SAMPLES[0]), shipped).result
    assert found is not None
    return found


def test_every_chart_that_can_be_asked_for_can_be_drawn():
    assert tuple(FIGURES) == CHARTS


@LANGUAGES
@pytest.mark.parametrize("kind", CHARTS)
def test_every_format_opens(result, kind, language):
    files = chart_files(result, kind, Texts(language), CHART_FORMATS)
    assert list(files) == ["svg", "pdf", "png", "csv"]
    root = ET.fromstring(files["svg"])
    tags = {each.tag.rpartition("}")[2] for each in root.iter()}
    assert "path" in tags
    assert "text" not in tags  # outlines look the same without the fonts
    with pypdfium2.PdfDocument(files["pdf"]) as document:
        words = document[0].get_textpage().get_text_bounded()
        pages = len(document)
    assert pages == 1
    largest = Names(result, Texts(language)).stage(next(iter(result.lines)).cause.stage)
    if kind == "stages":
        assert largest in words
    picture = Image.open(io.BytesIO(files["png"]))
    assert picture.width >= 2 * 700
    assert len(set(picture.convert("RGB").resize((200, 120)).get_flattened_data())) > 20


@LANGUAGES
def test_the_table_of_stages_adds_up(result, language):
    table = chart_files(result, "stages", Texts(language), ["csv"])["csv"].decode("utf-8-sig")
    head, *rows = list(csv.reader(io.StringIO(table)))
    assert "kg CO₂e" in head
    kg = head.index("kg CO₂e")
    assert sum(float(row[kg]) for row in rows) == pytest.approx(totals(result).headline)


def test_the_same_result_gives_the_same_file(result):
    texts = Texts(Language.ENGLISH)
    first, second = (chart_files(result, "flow", texts, ["svg", "pdf"]) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "text", ["Primary aluminium, world average", "原铝,全球平均(国际铝协)", "$x_1$ $"]
)
def test_long_names_are_cut_to_their_room(text):
    font = _font(12.0, bold=False)
    assert shortened(text, font, 10_000) == text
    cut = shortened(text * 5, font, 80)
    assert cut.endswith("…")
    assert len(cut) < len(text * 5)
