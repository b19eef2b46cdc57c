"""The look: every colour that has to be read or told apart reaches its contrast (WCAG 2.x)."""

import sys

import msgspec
import pytest

from pcf.background.elementary import ImpactCategory
from pcf.findings import Severity
from pcf.inventory.inventory import Stage
from pcf.style import Form, Style, Theme, contrast, load_style, mixed

THEMES = ("light", "dark")
GROUNDS = ("window", "surface", "sunken", "nav", "hover", "selection", "accent_soft")
OUTLINED_GROUNDS = ("window", "surface", "sunken", "nav")
TEXTS = ("text", "text2", "text3", "accent", "accent_hover")
TEXT_RATIO = 4.5
AREA_RATIO = 3.0


@pytest.fixture(scope="module")
def style() -> Style:
    return load_style()


@pytest.fixture(params=THEMES)
def theme(style: Style, request: pytest.FixtureRequest) -> Theme:
    return getattr(style, request.param)


def too_weak(pairs: dict[str, tuple[str, str]], least: float) -> dict[str, float]:
    ratios = {name: contrast(*pair) for name, pair in pairs.items()}
    return {name: round(ratio, 2) for name, ratio in ratios.items() if ratio < least}


def tones(theme: Theme) -> dict:
    return {**theme.severity, "ok": theme.ok, "avoided": theme.avoided}


def test_contrast_gives_known_ratios() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert contrast("#0B5F66", "#0B5F66") == 1


def test_text_is_readable_on_every_ground(theme: Theme) -> None:
    inks = {name: getattr(theme, name) for name in TEXTS}
    inks |= {name: tone.ink for name, tone in tones(theme).items()}
    pairs = {
        f"{name} on {ground}": (ink, getattr(theme, ground))
        for name, ink in inks.items()
        for ground in GROUNDS
    }
    assert too_weak(pairs, TEXT_RATIO) == {}


def test_severity_text_is_readable_on_its_own_soft_fill(theme: Theme) -> None:
    pairs = {name: (tone.ink, tone.soft) for name, tone in tones(theme).items()}
    assert too_weak(pairs, TEXT_RATIO) == {}


def test_text_on_accent_and_toast_is_readable(theme: Theme) -> None:
    pairs = {
        name: (theme.on_accent, getattr(theme, name))
        for name in ("accent", "accent_hover", "accent_press")
    }
    pairs |= {name: (getattr(theme, name), theme.toast) for name in ("toast_text", "toast_action")}
    assert too_weak(pairs, TEXT_RATIO) == {}


def test_outlines_of_controls_are_seen(theme: Theme) -> None:
    pairs = {ground: (theme.control, getattr(theme, ground)) for ground in OUTLINED_GROUNDS}
    assert too_weak(pairs, AREA_RATIO) == {}


def test_chart_colours_are_seen_on_surface(theme: Theme) -> None:
    pairs = {name: (colour, theme.surface) for name, colour in theme.stages.items()}
    pairs |= {name: (ghg.colour, theme.surface) for name, ghg in theme.ghg.items()}
    assert too_weak(pairs, AREA_RATIO) == {}


def test_every_stage_severity_and_category_has_its_colour(theme: Theme) -> None:
    assert list(theme.stages) == [*Stage, "other"]
    assert list(theme.severity) == list(Severity)
    assert set(theme.ghg) == set(ImpactCategory)


def test_categories_differ_by_form_where_colour_is_not_enough(theme: Theme) -> None:
    assert theme.ghg["uptake"].form is Form.HATCHED
    assert theme.ghg["aircraft"].form is Form.DASHED
    assert theme.ghg["unsplit"].form is Form.DOTTED
    assert theme.ghg["unsplit"].colour == theme.text3
    ratio = contrast(theme.ghg["biogenic_non_co2"].colour, "#000000")
    assert ratio > contrast(theme.ghg["biogenic_co2"].colour, "#000000"), "should be the lighter"


def test_children_of_a_stage_step_away_from_it_and_carry_readable_text(theme: Theme) -> None:
    for stage, colour in theme.stages.items():
        shades = [theme.child_colour(stage, rank) for rank in range(6)]
        assert len({colour, *shades}) == 7
        for shade in shades:
            # The rule takes white from 4.5 on, else near black, which leaves 4.0 in between.
            assert contrast(theme.text_on(shade), shade) >= 3.9
    assert theme.child_colour("S1", 40) == theme.child_colour("S1", 60)


def test_mixing_goes_from_one_colour_to_the_other() -> None:
    assert mixed("#102030", "#FFFFFF", 0) == "#102030"
    assert mixed("#102030", "#FFFFFF", 100) == "#FFFFFF"
    assert mixed("#000000", "#FFFFFF", 20) == "#333333"


def test_columns_fill_the_page_between_its_margins(style: Style) -> None:
    page = style.document.page
    used = 2 * (page.margin_side_mm + page.column_mm) + page.gutter_mm
    assert used == page.width_mm


def test_a_look_is_frozen_and_refuses_unknown_names(style: Style) -> None:
    with pytest.raises(AttributeError):
        style.light.text = "#000000"  # type: ignore[misc]  # what must not work
    table = msgspec.to_builtins(style)
    assert msgspec.convert(table, Style) == style
    with pytest.raises(msgspec.ValidationError, match="txet"):
        msgspec.convert(table | {"txet": {}}, Style)
    table["light"]["text"] = "black"
    with pytest.raises(msgspec.ValidationError, match=r"light\.text"):
        msgspec.convert(table, Style)


def test_style_module_imports_no_drawing_library() -> None:
    names = vars(sys.modules["pcf.style"])
    modules = {getattr(value, "__module__", "") or "" for value in names.values()}
    roots = {name.partition(".")[0] for name in modules}
    assert not roots & {"PySide6", "matplotlib", "reportlab"}
