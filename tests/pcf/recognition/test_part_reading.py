"""What single lines are read as, and the tables behind it."""

import pytest

from pcf.model.bom import Part
from pcf.recognition.components import Nature, component_classes, component_signs
from pcf.recognition.evidence import Evidence
from pcf.recognition.lexicon import Kind, Lexicon, Term, Trust
from pcf.recognition.materials import find_material, materials
from pcf.recognition.part_reading import read_part
from pcf.recognition.terms import lexicon, rows_of


def key(**texts: str) -> str:
    found = read_part(Part(**texts))
    return found[0].key if found else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SUS304", "stainless_austenitic"),
        ("06Cr19Ni10", "stainless_austenitic"),
        ("1.4301 (X5CrNi18-10)", "stainless_austenitic"),
        ("S30400", "stainless_austenitic"),
        ("A2-70", "stainless_austenitic"),
        ("12Х18Н10Т", "stainless_austenitic"),
        ("SUS430", "stainless_ferritic"),
        ("440C", "stainless_martensitic"),
        ("Q235B", "steel_unalloyed"),
        ("S235JR", "steel_unalloyed"),
        ("SPCC t=1.5", "steel_unalloyed"),
        ("45钢", "steel_unalloyed"),
        ("SGCC", "steel_galvanised"),
        ("42CrMo4", "steel_alloyed"),
        ("GCr15", "steel_bearing"),
        ("65Mn", "steel_spring"),
        ("Cr12MoV", "steel_tool"),
        ("HT250", "iron_grey"),
        ("EN-GJS-400-15", "iron_ductile"),
        ("6061-T6", "aluminium_wrought"),
        ("EN AW-6082", "aluminium_wrought"),
        ("АМг5", "aluminium_wrought"),
        ("ADC12", "aluminium_cast"),
        ("AlSi9Cu3(Fe)", "aluminium_cast"),
        ("H62 黄铜", "brass"),
        ("C3604", "brass"),
        ("C1100", "copper"),
        ("Zamak 5", "zinc_alloy"),
        ("AZ91D", "magnesium_alloy"),
        ("TC4", "titanium"),
        ("Inconel 718", "nickel_alloy"),
        ("PC+ABS", "pc_abs"),
        ("PBT-GF30", "pbt"),
        ("PPS+GF40", "pps"),
        ("POM-C", "pom"),
        ("Delrin", "pom"),
        ("赛钢", "pom"),
        ("PE-HD", "pe_hd"),
        ("NBR 70", "nbr"),
        ("Viton", "fkm"),
        ("亚克力", "pmma"),
        ("Plexiglas", "pmma"),
        ("Sn63Pb37", "solder_leaded"),
        ("DC01 + Zn", "steel_unalloyed"),
    ],
)
def test_grades_and_names_of_a_material_column(text: str, expected: str) -> None:
    found = find_material(text)
    assert found is not None
    assert found.key == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "see drawing",
        "lead-free",
        "12345",
        "镀锌",
        "anodised",
        "金属",
        "五金件",
        "合金",
        "银白色",
        "silver",
    ],
)
def test_what_is_no_material(text: str) -> None:
    assert find_material(text) is None


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"name": "Aluminium electrolytic capacitor 100 µF"}, "capacitor_electrolytic"),
        ({"name": "铝电解电容 470uF"}, "capacitor_electrolytic"),
        ({"name": "Carbon film resistor 10k"}, "resistor"),
        ({"name": "磁珠 600R"}, "ferrite_bead"),
        ({"name": "Lead screw Tr8x8"}, "steel_unalloyed"),
        ({"name": "M3 nylon nut"}, "pa"),
        ({"name": "Screw for aluminium profile"}, "steel_unalloyed"),
        ({"name": "6061 hex shaft"}, "aluminium_wrought"),
        ({"name": "Винт ISO 7380 А2 М3х10"}, "stainless_austenitic"),
        ({"name": "Motor cover", "material": "ABS"}, "abs"),
        ({"name": "Buchse", "material": "CuZn39Pb3"}, "brass"),
        ({"name": "aço", "material": "chapa galvanizada"}, "steel_galvanised"),
        ({"name": "铜柱 M3×10"}, "brass"),
        ({"name": "608ZZ"}, "bearing"),
        ({"name": "2-layer PCB 80x60"}, "pcb_bare"),
        ({"name": "4Pin风扇座", "designators": "J3"}, "connector"),
        ({"name": "47uF", "designators": "C39", "package": "CP_Elec_10x10"},
         "capacitor_electrolytic"),
        ({"name": "220nF", "designators": "C1,C2", "package": "C_0603_1608"}, "capacitor_ceramic"),
        ({"name": "LED red", "designators": "D1"}, "led"),
        ({"name": "STM32F103C8T6", "designators": "U1", "package": "LQFP-48"}, "ic"),
        ({"name": "Bateria", "material": "LiFePO4 2S 800 mAh"}, "battery_liion"),
        ({"name": "Printed washer", "material": "3D print"}, ""),
        ({"name": "Crystal 16MHz", "designators": "Y1"}, ""),
    ],
)  # fmt: skip
def test_lines(texts: dict[str, str], expected: str) -> None:
    assert key(**texts) == expected


def test_designators_of_two_kinds_say_nothing() -> None:
    assert component_signs(Part(designators="R1, C1")) == []


def test_form_and_route_and_layers_are_kept() -> None:
    (sheet, *_) = read_part(Part(name="Plate", material="recycled aluminium sheet"))
    assert (sheet.form, sheet.route) == ("sheet", "recycled")
    assert read_part(Part(name="PCB 4 layers"))[0].form == "layers_4"


def test_what_else_is_mentioned_comes_second() -> None:
    found = read_part(Part(name="Ball bearing with rubber seal"))
    assert [each.evidence for each in found] == [Evidence.COMPONENT_WORD, Evidence.SECOND]


@pytest.mark.parametrize(
    ("pattern", "text", "is_there"),
    [
        ("PA66 GF?", "PA66-GF30 black", True),
        ("PA66 GF?", "pa66+gf", False),
        ("stahl*", "Stahlblech", True),
        ("*schraube", "Zylinderschrauben M3", True),
        ("PP", "PPS", False),
        ("screw", "screwdriver", False),
        ("acier", "ACIER", True),
        ("黄铜", "铅黄铜棒", True),
    ],
)
def test_how_terms_are_found(pattern: str, text: str, is_there: bool) -> None:
    found = Lexicon([Term(pattern, Kind.MATERIAL, "x")]).mentions(text)
    assert bool(found) is is_there


def test_the_longest_term_hides_those_inside_it() -> None:
    found = lexicon().mentions("stainless steel screw")
    assert [each.words for each in found] == ["stainless steel", "screw"]


def test_the_tables_name_only_what_there_is() -> None:
    classes = component_classes()
    assert {row["key"] for row in rows_of("component_terms")} <= classes.keys()
    assert {row["key"] for row in rows_of("material_terms")} <= materials().keys()
    for table in ("designator_prefixes", "package_components", "number_components"):
        assert {row["component"] for row in rows_of(table) if row["component"]} <= classes.keys()
    assert {each.material for each in classes.values() if each.material} <= materials().keys()
    assert {row["trust"] for row in rows_of("other_terms")} <= {each.value for each in Trust}


def test_what_a_number_sign_shows_is_recognised_by_it() -> None:
    for row in rows_of("number_components"):
        signs = component_signs(Part(number=row["what"].split()[-1]))
        assert [each.component for each in signs][:1] == [row["component"]], row["what"]


def test_every_device_has_a_data_set_and_every_shape_a_material_or_none(catalogue) -> None:
    known = {choice.key for base in catalogue.databases for choice in base.recognised}
    devices = {each.key for each in component_classes().values() if each.nature is Nature.DEVICE}
    assert devices <= known
    assert {key for key in materials() if key not in known} == set()
