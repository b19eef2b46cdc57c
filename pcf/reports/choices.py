"""What a document says of value choices: co-products, the effect of other choices, recycling."""

from pcf.reports.limits import UNIT
from pcf.reports.wording import joined, mass
from pcf.results.choice_frames import evidence_of
from pcf.results.choice_words import (
    allocation_sentences,
    choice_words,
    option_words,
    parameter_source,
)
from pcf.results.display import MISSING, fixed, percent, significant, with_unit
from pcf.results.names import Names
from pcf.results.result import PcfResult
from pcf.texts import Texts

EFFECT_HEADS = ("choice", "option", "main-share", "headline", "difference")
EFFECT_NUMBERS = (2, 3, 4)
RECYCLING_HEADS = ("part", "r1", "a", "quality", "defaults", "bought", "saving")
RECYCLING_NUMBERS = (1, 2, 3, 5, 6)


def has_choices(result: PcfResult) -> bool:
    """Tell whether a result has co-products or recycled content to speak of."""
    return bool(result.effects or result.recycled)


def choice_sentences(result: PcfResult, texts: Texts) -> list[str]:
    """Give what is to be said above the table of effects."""
    words = allocation_sentences(result, texts)
    return [*words, texts("choices.note")] if result.effects else words


def effect_rows(result: PcfResult, texts: Texts) -> list[list[str]]:
    """Give the headline under each option, the chosen one marked."""
    names = Names(result, texts)
    chosen = {each.node: each.headline for each in result.effects if each.is_chosen}
    rows = []
    for each in result.effects:
        option, base = option_words(each, texts), chosen.get(each.node)
        is_known = each.headline is not None and bool(base)
        change = (each.headline or 0.0) / (base or 1.0) - 1 if is_known else None
        rows.append(
            [
                choice_words(each, texts, names),
                texts("choices.chosen", option=option) if each.is_chosen else option,
                percent(each.shares.shares[0]) if each.shares and each.shares.shares else MISSING,
                significant(each.headline),
                MISSING if each.is_chosen else percent(change),
            ]
        )
    return rows


def recycling_rows(result: PcfResult, texts: Texts) -> list[list[str]]:
    """Give each line with recycled content: its parameters and what it saves by the method."""
    names = Names(result, texts)
    rows = []
    for each in result.recycled:
        saved = each.saving.total * each.bought_kg if each.saving and each.bought_kg else None
        default = each.row
        if each.confidence:
            default = texts("choices.default", row=each.row, confidence=each.confidence.value)
        rows.append(
            [
                names.node(each.node),
                percent(each.r1),
                fixed(each.a, 2),
                fixed(each.quality_in, 2),
                default or texts("choices.typed"),
                mass(each.bought_kg, texts) if each.bought_kg is not None else MISSING,
                significant(saved),
            ]
        )
    return rows


def recycling_sentences(result: PcfResult, texts: Texts) -> list[str]:
    """Say what the method takes in, and what the end of life would be, in no total."""
    if not result.recycled:
        return []
    method = result.inventory.choices.recycling
    words = [texts("choices.gate", method=texts(f"recycling.name.{method.value}"))]
    sources = dict.fromkeys(parameter_source(each, texts) for each in result.recycled if each.row)
    if sources:
        words.append(texts("choices.sources", sources=joined(sources, texts)))
    names = Names(result, texts)
    shown = [
        texts("choices.evidence.of", name=names.node(each.node), evidence=evidence)
        for each in result.recycled
        if (evidence := evidence_of(each, result))
    ]
    if shown:
        listed = texts("statement.separator").join(shown)
        words.append(texts("choices.evidence", evidence=listed))
    known = [each.after_gate_kg_co2e for each in result.recycled]
    ends = [each for each in known if each is not None]
    if ends:
        amount = with_unit(significant(sum(ends)), UNIT)
        words.append(texts("choices.end-of-life", amount=amount, count=len(ends)))
    return words
