"""The tables of figures in the document of a refurbishment case; each number with its rate."""

import math
from collections import defaultdict
from collections.abc import Sequence

from reportlab.platypus import Flowable

from pcf.circularity.basis import ProcessEntry, new_device_data, process_entries, sold_factor
from pcf.circularity.case import CaseResult, Estimate, Life, Scenario, break_even_of_life
from pcf.circularity.case_words import (
    KG,
    fleet_unit,
    interval_words,
    life_name,
    node_names,
    rate_words,
)
from pcf.circularity.inputs import Origin
from pcf.circularity.process import PROCESS_TERMS
from pcf.circularity.published_methods import Method, MethodValue, by_published_methods
from pcf.circularity.refurbishment import new_year, refurbished_year
from pcf.circularity.symbols import SYMBOLS
from pcf.reports.formula import Formula, formula_width
from pcf.reports.style import DocumentLook
from pcf.reports.tables import Rows, figure_table, figure_widths, wide_table
from pcf.reports.text import Text
from pcf.reports.wording import amount, joined, mass, place_name
from pcf.results.contributions import input_key
from pcf.results.display import MISSING, fixed, percent, significant
from pcf.results.names import Names, node_name, typed_number
from pcf.texts import Texts

_KG_PER_TONNE = 1000.0
_MOST_ENTRIES = 12
"""Largest entries of the process on paper; the workbook has all."""

Entry = tuple[str, str, str]


def category_table(result: CaseResult, texts: Texts, look: DocumentLook) -> Rows:
    """Give each life with devices, lives, both years and its avoided emissions by scenario."""
    unit, scale = fleet_unit(result)
    heads = [
        texts("refurbishment.head.device"),
        texts("refurbishment.head.devices"),
        texts("refurbishment.head.new-device", unit=KG),
        texts("refurbishment.head.lives"),
        texts("refurbishment.head.new-year", unit=KG),
        texts("refurbishment.head.refurbished-year", unit=KG),
        *_rate_heads(result, unit, texts),
    ]
    largest = max(abs(each.fleet.value) for each in result.scenarios) / scale
    decimals = max(1, 2 - math.floor(math.log10(largest))) if largest else 1
    rows = [_category_cells(result, place, scale, decimals, texts) for place in _order(result)]
    sums = [each.fleet.value / scale for each in result.scenarios]
    rounding = [
        round(total, decimals)
        - sum(round(_kg(each, place) / scale, decimals) for place in _order(result))
        for each, total in zip(result.scenarios, sums, strict=True)
    ]
    closing = [_closing(texts("refurbishment.all"), fixed(result.devices, 0), sums, decimals)]
    if any(round(each, decimals) for each in rounding):
        closing.insert(0, _closing(texts("paper.rounding"), "", rounding, decimals))
    strong = 6 + next(
        place for place, each in enumerate(result.scenarios) if each is result.headline
    )
    table_rows = [*rows, *closing]
    return figure_table(
        _heads(heads, look),
        table_rows,
        figure_widths(heads, table_rows, look.width, look),
        look,
        strong=(strong,),
        sums=len(closing),
    )


def _order(result: CaseResult) -> range:
    return range(len(result.lives))


def _kg(scenario: Scenario, place: int) -> float:
    found = scenario.lives[place]
    return found.value if found else 0.0


def _closing(name: str, devices: str, values: Sequence[float], decimals: int) -> list[str]:
    return [name, devices, "", "", "", "", *(fixed(each, decimals) for each in values)]


def _category_cells(
    result: CaseResult, place: int, scale: float, decimals: int, texts: Texts
) -> list[str]:
    life = result.lives[place]
    inputs, terms = life.inputs, life.terms
    new = (inputs["production"].value, inputs["delivery"].value)
    whole = None if new[0] is None else new[0] + (new[1] or 0.0)
    years = " / ".join(_years(inputs[name].value) for name in ("new_life", "life"))
    return [
        life_name(life, texts),
        MISSING if life.devices is None else fixed(life.devices, 0),
        _one_decimal(whole),
        years,
        _one_decimal(float(new_year(terms)) if terms else None),
        _one_decimal(float(refurbished_year(terms)) if terms else None),
        *(
            fixed(each.value / scale, decimals) if each else MISSING
            for each in (scenario.lives[place] for scenario in result.scenarios)
        ),
    ]


def _years(value: float | None) -> str:
    return MISSING if value is None else typed_number(float(f"{value:.3g}"))


def _one_decimal(value: float | None) -> str:
    """Give a number of a column with one decimal, more where it would lose digits."""
    return significant(value) if value is not None and abs(value) < 1 else fixed(value, 1)


def device_table(result: CaseResult, texts: Texts, look: DocumentLook) -> Rows:
    """Give what one device of each life avoids, with interval, and its break-even."""
    heads = [texts("refurbishment.head.device"), "d*"]
    for head in _rate_heads(result, KG, texts):
        heads += [head, "" if result.is_certain else texts("refurbishment.head.interval")]
    rows = []
    for place, life in enumerate(result.lives):
        cells = _estimates(result, texts, [each.per_device[place] for each in result.scenarios])
        rows.append(
            [life_name(life, texts), significant(break_even_of_life(result.case, life), 2), *cells]
        )
    if result.devices > 0:
        average = _estimates(result, texts, [result.per_device(each) for each in result.scenarios])
        rows.append([texts("refurbishment.average"), significant(result.break_even, 2), *average])
    strong = 2 + 2 * next(
        place for place, each in enumerate(result.scenarios) if each is result.headline
    )
    return figure_table(
        _heads(heads, look),
        rows,
        figure_widths(heads, rows, look.width, look),
        look,
        strong=(strong,),
        plain=(3, 5, 7),
        sums=int(result.devices > 0),
    )


def _estimates(result: CaseResult, texts: Texts, estimates: Sequence[Estimate | None]) -> list[str]:
    cells = []
    for found in estimates:
        within = "" if found is None or result.is_certain else interval_words(found, texts)
        cells += [significant(found.value) if found else MISSING, within]
    return cells


def _rate_heads(result: CaseResult, unit: str, texts: Texts) -> list[str]:
    return [
        texts("refurbishment.head.rate", rate=rate_words(each.displacement), unit=unit)
        for each in result.scenarios
    ]


def _heads(heads: Sequence[str], look: DocumentLook) -> list[Flowable]:
    style = look.table.bold().coloured(look.theme.text2)
    return [Text(head, style.right() if place else style) for place, head in enumerate(heads)]


def number_table(result: CaseResult, texts: Texts, look: DocumentLook) -> Rows:
    """Give every number of every life under its letter."""
    symbols = {name: symbol for name, symbol in SYMBOLS.items() if name != "rebound"}
    rows = [
        [life_name(life, texts), *(significant(life.inputs[name].value) for name in symbols)]
        for life in result.lives
    ]
    style = look.table.bold().coloured(look.theme.text2)
    heads = [texts("refurbishment.head.device"), *symbols.values()]
    first, *others = heads
    flowables = [Text(first, style), *(Formula(each, style.right()) for each in others)]
    plain = [first, *("m" * round(formula_width(each, style) / style.size) for each in others)]
    return figure_table(flowables, rows, figure_widths(plain, rows, look.width, look), look)


def new_device_table(result: CaseResult, texts: Texts, look: DocumentLook) -> Rows | None:
    """Give the published footprints behind new devices, None where no data set stands for one."""
    rows = []
    for life in result.lives:
        data_set = new_device_data(life)
        if life.place or data_set is None:
            continue
        known = data_set.statistics
        maker = MISSING
        if known is not None and known.largest_maker:
            share = percent(known.largest_maker_share, 0)
            maker = texts("refurbishment.maker", maker=known.largest_maker, percent=share)
        rows.append(
            [
                node_name(life.category, texts),
                significant(data_set.kg_co2e),
                str(known.count) if known else MISSING,
                significant(known.p10 if known else None),
                significant(known.p90 if known else None),
                maker,
                str(data_set.year or MISSING),
                data_set.confidence.value,
            ]
        )
    if not rows:
        return None
    names = ("device", "median", "footprints", "p10", "p90", "maker", "year")
    heads = [texts(f"refurbishment.head.{name}", unit=KG) for name in names]
    heads.append(texts("contributions.confidence"))
    return figure_table(
        _heads(heads, look), rows, figure_widths(heads, rows, look.width, look), look
    )


def new_device_sources(result: CaseResult, texts: Texts) -> str:
    """Give where the footprints of new devices were published."""
    found = (new_device_data(life) for life in result.lives)
    return joined(dict.fromkeys(each.source.title for each in found if each is not None), texts)


def process_table(result: CaseResult, texts: Texts, look: DocumentLook) -> Rows | None:
    """Give what the process of the average device is made of, closing with its sum; None without.

    Per device sold: what is spent on a device collected is divided by the yield.
    """
    names = node_names(result.study, texts)
    sums: dict[Entry, float] = defaultdict(float)
    amounts: dict[Entry, float] = defaultdict(float)
    first: dict[Entry, ProcessEntry] = {}
    for entry in process_entries(result):
        # Categories have parts and packaging of one name each; on paper they are one row.
        key = (entry.term, names.get(entry.node, entry.node), input_key(entry.line))
        weight = _weight(entry.life, result) * sold_factor(entry.life, entry.term)
        sums[key] += entry.kg_co2e * weight
        amounts[key] += entry.amount * weight
        first.setdefault(key, entry)
    if not sums:
        return None
    typed = _typed_terms(result)
    whole = sum(sums.values()) + sum(typed.values())
    largest = sorted(sums, key=lambda key: -abs(sums[key]))
    rows = []
    for key in largest[:_MOST_ENTRIES]:
        item = texts("refurbishment.item", term=texts(f"term.{key[0]}"), name=key[1])
        rows.append(
            [item, *_data_cells(first[key], amounts[key], texts), *_share(sums[key], whole)]
        )
    for term, value in typed.items():
        item = texts("refurbishment.typed", term=texts(f"term.{term}"))
        rows.append([item, *[MISSING] * 5, *_share(value, whole)])
    if others := largest[_MOST_ENTRIES:]:
        rest = sum(sums[key] for key in others)
        name = texts("paper.other-contributions", count=len(others))
        rows.append([name, *[""] * 5, *_share(rest, whole)])
    rows.append([texts("word.sum"), *[""] * 5, *_share(whole, whole)])
    heads = [
        texts(f"contributions.{name}")
        for name in ("item", "data-set", "amount", "place", "year", "confidence")
    ]
    heads += [KG, texts("paper.share")]
    return wide_table(heads, rows, look, numbers=(2, 4, 5, 6, 7), closing=1)


def _weight(life: Life, result: CaseResult) -> float:
    return (life.devices or 0.0) / result.devices if life.is_counted and result.devices else 0.0


def _typed_terms(result: CaseResult) -> dict[str, float]:
    """Give the terms of the process that are typed, of the average device [kg CO2e]."""
    sums: dict[str, float] = defaultdict(float)
    for life in result.lives:
        for term in PROCESS_TERMS:
            stated = life.inputs[term]
            if stated.origin is Origin.TYPED and stated.value:
                sums[term] += stated.value * _weight(life, result) * sold_factor(life, term)
    return sums


def _share(value: float, whole: float) -> list[str]:
    return [significant(value), percent(value / whole if whole > 0 else None)]


def _data_cells(entry: ProcessEntry, taken: float, texts: Texts) -> list[str]:
    """Give data set, amount, place, year and confidence of an entry."""
    data_set = entry.line.data_set
    if data_set is None:
        gas = Names(entry.life.process, texts).input(entry.line) if entry.life.process else ""
        what = texts("paper.direct-emission", gas=gas)
        return [what, mass(taken, texts), MISSING, MISSING, MISSING]
    return [
        texts.choose(data_set.name_en, data_set.name_zh),
        amount(significant(taken), data_set.unit, texts),
        place_name(data_set.geography, texts),
        str(data_set.year) if data_set.year else MISSING,
        data_set.confidence.value,
    ]


def method_table(result: CaseResult, texts: Texts, look: DocumentLook) -> Rows:
    """Give what published methods give for one device beside our reported number."""
    shown = [each for each in Method if each is not Method.LX_ANNUAL]
    if all(life.category.market_share is None for life in result.lives):
        shown.remove(Method.MARKET_MIX)
    heads = [texts("refurbishment.head.device")]
    if result.headline is not None:
        rate = rate_words(result.headline.displacement)
        heads.append(texts("refurbishment.head.ours", rate=rate, unit=KG))
    for method in shown:
        unit = texts("refurbishment.unit-per-year", unit=KG) if method is Method.ADEME else KG
        heads += ["d", texts(f"refurbishment.head.{method.value}", unit=unit)]
    rows = []
    for place, life in enumerate(result.lives):
        cells = [life_name(life, texts)]
        if result.headline is not None:
            own = result.headline.per_device[place]
            cells.append(significant(own.value if own else None))
        values = {each.method: each for each in methods_of(life)}
        for method in shown:
            found = values.get(method)
            cells += [
                significant(found.rate if found else None, 2),
                significant(found.value if found else None),
            ]
        rows.append(cells)
    return figure_table(
        _heads(heads, look), rows, figure_widths(heads, rows, look.width, look), look, strong=(1,)
    )


def methods_of(life: Life) -> tuple[MethodValue, ...]:
    """Give what published methods give for a life, nothing where it has no number."""
    if life.terms is None:
        return ()
    share = life.category.market_share
    return by_published_methods(life.terms, share.value if share else None)


def published_table(result: CaseResult, texts: Texts, look: DocumentLook) -> Rows:
    """Give each row of a published table beside what its rounded numbers can stand for."""
    names = ("unit", "devices", "total", "product", "difference", "possible", "unrounded")
    heads = [
        texts("refurbishment.head.device"),
        *(texts(f"refurbishment.printed.{name}") for name in names),
        texts("refurbishment.printed.fits"),
    ]
    rows = []
    for row in result.case.published:
        found = result.reproductions.get(row.id)
        printed = [
            row.unit_text or MISSING,
            fixed(row.devices.si if row.devices else None, 0),
            row.total_text or MISSING,
        ]
        if found is None:
            rows.append([node_name(row, texts), *printed, *[MISSING] * 5])
            continue
        total = (found.total_t.low + found.total_t.high) / 2
        possible, unrounded = (
            f"{fixed(of.low, digits)}–{fixed(of.high, digits)}"
            for of, digits in ((found.possible_t, 1), (found.unit_kg, 5))
        )
        rows.append(
            [
                node_name(row, texts),
                *printed,
                fixed(found.product_t, 2),
                fixed(found.product_t - total, 2),
                possible,
                unrounded,
                texts("word.yes" if found.is_possible else "word.no"),
            ]
        )
    widths = figure_widths(heads, rows, look.width, look)
    return figure_table(_heads(heads, look), rows, widths, look, plain=(5,))
