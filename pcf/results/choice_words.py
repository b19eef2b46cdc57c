"""Value choices in words: allocation rules, recycling methods, and the effects of other ones."""

from pcf.background.recycling_parameters import GENERAL_KNOWLEDGE
from pcf.inventory.inventory import RuleShares, StepAllocation
from pcf.model.allocation import MAIN, AllocationRule
from pcf.model.processes import ProcessStep
from pcf.results.display import percent, significant
from pcf.results.effects import Effect, RecycledLine
from pcf.results.names import Names
from pcf.results.result import PcfResult
from pcf.texts import Language, Texts


def rule_words(shares: RuleShares, texts: Texts) -> str:
    """Give the name of an allocation rule, with the property under the physical one."""
    rule = texts(f"allocation.rule.{shares.rule.value}")
    if shares.rule is not AllocationRule.PHYSICAL:
        return rule
    measured = shares.name or texts(f"allocation.property.{shares.property.value}")
    return texts("allocation.by", rule=rule, property=measured)


def shared_steps(result: PcfResult) -> list[tuple[ProcessStep, StepAllocation]]:
    """Give the steps with co-products that were calculated, in the order of the routing."""
    found = {each.node: each.allocation for each in result.inventory.processes}
    steps = [step for part in result.parts for step in part.steps]
    pairs = ((step, found.get(step.id)) for step in steps)
    return [(step, allocation) for step, allocation in pairs if allocation is not None]


def choice_words(effect: Effect, texts: Texts, names: Names) -> str:
    """Give what an effect is about: the recycling method, or the allocation at a step."""
    if effect.method is not None:
        return texts("effect.recycling")
    return texts("effect.allocation", step=names.node(effect.node))


def option_words(effect: Effect, texts: Texts) -> str:
    """Give the method or rule that an effect is of."""
    if effect.method is not None:
        return texts(f"recycling.name.{effect.method.value}")
    return rule_words(effect.shares or RuleShares(AllocationRule.SUBDIVISION), texts)


def allocation_sentences(result: PcfResult, texts: Texts) -> list[str]:
    """Say for each step with co-products how its burden is shared, and why; none without any."""
    names = Names(result, texts)
    return [_sentence(step, found, texts, names) for step, found in shared_steps(result)]


def _sentence(step: ProcessStep, found: StepAllocation, texts: Texts, names: Names) -> str:
    others = texts("paper.list-separator").join(
        names.node(output) for output in found.outputs if output != MAIN
    )
    facts = {"step": names.node(step.id), "outputs": others}
    words = [texts(f"allocation.said.{found.rule.value if found.rule else 'none'}", **facts)]
    if found.chosen is not None:
        fields = {
            "rule": rule_words(found.chosen, texts),
            "percent": percent(found.chosen.shares[0]),
        }
        words.append(texts("allocation.said.shares", **fields))
    if found.prices and min(found.prices) > 0:
        ratio = significant(max(found.prices) / min(found.prices))
        words.append(texts("allocation.said.ratio", ratio=ratio))
    stated = step.allocation
    why = texts.choose(stated.justification, stated.justification_zh).strip()
    if why:
        words.append(texts("allocation.said.why", why=why))
    elif found.rule is not AllocationRule.PHYSICAL:
        words.append(texts("allocation.said.no-why"))
    return ("" if texts.language is Language.CHINESE else " ").join(words)


def parameter_source(line: RecycledLine, texts: Texts) -> str:
    """Give where a line's default parameters come from, "" where it states all itself."""
    if line.source == GENERAL_KNOWLEDGE:
        return texts("recycling.general-knowledge")
    return line.source
