"""What limits a document's result, and the sources that it rests on with their attributions."""

from pcf.findings import Severity
from pcf.model.bom import LeftOut, Part, walk
from pcf.model.edits import nodes_below
from pcf.model.study import Exclusion
from pcf.reports.wording import joined, shortened
from pcf.results.display import significant, with_unit
from pcf.results.names import Names
from pcf.results.result import PcfResult
from pcf.results.sources import SourceUse
from pcf.texts import Texts
from pcf.units import Quantity

UNIT = "kg CO₂e"
_NAMED_AT_MOST = 5


def missing_lines(result: PcfResult, texts: Texts) -> tuple[int, list[str]]:
    """Give how many lines could not be calculated, and the names of the first ones in the study."""
    names = Names(result, texts)
    stopped = {
        finding.node
        for finding in result.findings
        if finding.severity is Severity.STOPS_CALCULATION
    }
    in_order = [node.id for node in nodes_below(result.study) if node.id in stopped]
    first = [*in_order, *sorted(stopped.difference(in_order))][:_NAMED_AT_MOST]
    return len(stopped), [shortened(names.node(node)) for node in first]


def assumptions(result: PcfResult, texts: Texts) -> list[str]:
    """Give what was taken as true, what was left out and why, and how many masses are guesses."""
    study, names = result.study, Names(result, texts)
    taken = [texts.choose(each.text, each.text_zh) for each in study.assumptions]
    left_out = [_exclusion(each, texts) for each in study.exclusions]
    lines_by_reason: dict[str, list[str]] = {}
    for part in _excluded_parts(result):
        reason = texts.choose(part.excluded, part.excluded_zh)
        if part.left_out is LeftOut.NOT_IN_PRODUCT:
            lines_by_reason.setdefault(reason, []).append(names.node(part.id))
        else:
            left_out.append(_with_estimate(names.node(part.id), reason, part.estimate, texts))
    masses = [part.mass for part in walk(study.bom)] + [item.mass for item in study.packaging]
    guessed = [mass for mass in masses if mass is not None and mass.origin.is_estimate]
    words = [texts("limits.assumption", text=text) for text in taken if text.strip()]
    words += [texts("limits.exclusion", text=text) for text in left_out]
    words += [
        texts("limits.not-in-product", what=joined(lines, texts), reason=reason)
        for reason, lines in lines_by_reason.items()
    ]
    if guessed:
        words.append(texts("limits.estimated-masses", count=len(guessed)))
    stated = study.interpretation
    further = texts.choose(stated.limitations, stated.limitations_zh).strip()
    annex = [texts(f"limits.{each}") for each in ("one-category", "method", "gate")]
    return [*words, *annex, *([further] if further else [])]


def exclusion_count(result: PcfResult) -> int:
    """Give how much was left out: exclusions of the study, and excluded lines of the product."""
    lines = [part for part in _excluded_parts(result) if part.left_out is LeftOut.ESTIMATED]
    return len(result.study.exclusions) + len(lines)


def _exclusion(exclusion: Exclusion, texts: Texts) -> str:
    what = texts.choose(exclusion.what, exclusion.what_zh) or texts("limits.unnamed")
    reason = texts.choose(exclusion.reason, exclusion.reason_zh) or texts("limits.no-reason")
    return _with_estimate(what, reason, exclusion.estimate, texts)


def _with_estimate(what: str, reason: str, estimate: Quantity | None, texts: Texts) -> str:
    if estimate is None:
        return texts("limits.exclusion.no-estimate", what=what, reason=reason)
    at_most = with_unit(significant(estimate.si), UNIT)
    return texts("limits.exclusion.estimate", what=what, reason=reason, estimate=at_most)


def _excluded_parts(result: PcfResult) -> list[Part]:
    """Give the lines of the bill of materials that are excluded with a reason."""
    root = result.study.bom
    return [part for part in walk(root) if part.excluded and part is not root]


def source_words(used: SourceUse, texts: Texts) -> tuple[str, str]:
    """Give a source's title, and the rest that is to be said of it."""
    source = used.source
    if not (source.licence or source.attribution):
        # The study names it itself: a supplier's document, where a split was read.
        by = texts("paper.list-separator").join(filter(None, (source.publisher, source.year)))
        key = "sources.about.stated" if by else "sources.about.stated-alone"
        return source.title, texts(key, publisher=by)
    about = texts(
        "sources.about.quoted" if used.is_quoted else "sources.about",
        publisher=source.publisher or texts("paper.not-stated"),
        year=source.year or texts("paper.not-stated"),
        licence=source.licence or texts("paper.not-stated"),
        attribution=source.attribution,
    )
    return source.title, about
