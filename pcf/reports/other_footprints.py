"""What a document says of the footprints that its own is set against, by name or by time."""

from pcf.model.other_footprints import ComparedFootprint, EarlierFootprint
from pcf.reports.facts import Fact
from pcf.reports.wording import period
from pcf.results.contributions import totals
from pcf.results.display import MISSING, significant
from pcf.results.names import node_name, typed_amount
from pcf.results.result import PcfResult
from pcf.texts import Texts
from pcf.units import Quantity


def other_footprint_facts(result: PcfResult, texts: Texts) -> list[Fact]:
    """Give each other footprint as a fact, with the difference to that of the result."""
    own_kg = totals(result).headline
    compared = [_compared(each, own_kg, texts) for each in result.study.compared]
    earlier = [_earlier(each, own_kg, texts) for each in result.study.earlier]
    named = (("statement.set-beside", compared), ("statement.earlier", earlier))
    return [Fact(texts(key), "\n".join(said)) for key, said in named if said]


def _compared(other: ComparedFootprint, own_kg: float, texts: Texts) -> str:
    unit = other.method.declared_unit
    why = texts.choose(other.same_function, other.same_function_zh).strip()
    return texts(
        "statement.set-beside.one",
        name=node_name(other, texts),
        value=_kg(other.value),
        unit=typed_amount(unit, texts) if unit else MISSING,
        own=significant(own_kg),
        difference=_signed(own_kg - other.value.si) if other.value else MISSING,
        source=other.source.strip() or texts("paper.not-stated"),
        why=why or texts("paper.not-stated"),
    )


def _earlier(earlier: EarlierFootprint, own_kg: float, texts: Texts) -> str:
    value, published = earlier.value, earlier.published
    by_method = value.si - published.si if value and published else None
    return texts(
        "statement.earlier.one",
        period=period(earlier.period_start, earlier.period_end, texts),
        published=_kg(published),
        value=_kg(value),
        own=significant(own_kg),
        process=_signed(earlier.by_process.si) if earlier.by_process else MISSING,
        data=_signed(earlier.by_data.si) if earlier.by_data else MISSING,
        method=MISSING if by_method is None else _signed(by_method),
        causes=texts.choose(earlier.causes, earlier.causes_zh).strip(),
    )


def _kg(emission: Quantity | None) -> str:
    return MISSING if emission is None else significant(emission.si)


def _signed(kg_co2e: float) -> str:
    """Give a change with its sign, which a number above zero has too."""
    return f"+{significant(kg_co2e)}" if kg_co2e > 0 else significant(kg_co2e)
