"""Checks of data quality: documented sources, ratings, age and statements.

Rows D02, D05 and S10 of the checklist. What concerns many lines is one finding that names the
largest of them.
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from pcf.background.dataset import DataSet
from pcf.conformity.named import listed, names_of
from pcf.findings import Finding, Severity
from pcf.model.quality import QualityStatement
from pcf.model.schemes import terms_of
from pcf.model.suppliers import SUPPLIERS
from pcf.results.data_quality import Scorer, source_of
from pcf.results.quality_statements import Statements
from pcf.results.result import PcfResult

MOST_IMPORTANT = 0.8
"""Share of |total| that the most important processes make up together (checklist D02)."""

RATED_FROM = 0.01
"""Share of |total| of a line from which its ratings must be known (checklist D05)."""

_BEST_OF_SECONDARY = 3.0

_NAMED = 3

_Fields = dict[str, str | int | float]


def check_data_quality(result: PcfResult) -> tuple[Finding, ...]:
    """Give what there is to say of the quality of a result's data."""
    uses = _uses(result)
    checks = (
        _check_documented(uses),
        _check_ages(result, uses),
        _check_rated(result),
        _check_statements(result),
    )
    return tuple(finding for found in checks for finding in found)


class _Use(msgspec.Struct):
    """A data set as a result uses it.

    Attributes:
        share: of |total| [0..1].
        is_primary: a line that uses it rests on primary data, as the user states.
    """

    data_set: DataSet
    share: float = 0.0
    is_primary: bool = False


def _uses(result: PcfResult) -> list[_Use]:
    """Give the data sets that contribute, the largest first."""
    uses: dict[int, _Use] = {}
    absolute = np.abs(result.headline_values)
    total = float(absolute.sum())
    for line, value in result.kinds.summed(absolute):
        data_set = source_of(line, result)
        if value and data_set is not None:
            uses.setdefault(id(data_set), _Use(data_set)).share += value / total
    if result.study.quality:
        scorer = Scorer(result)
        for place in np.flatnonzero(absolute).tolist():
            data_set = source_of(result.lines[place], result)
            if data_set is not None and scorer.of(result.lines[place]).primary_share:
                uses[id(data_set)].is_primary = True
    return sorted(uses.values(), key=lambda use: (-use.share, str(use.data_set.ref)))


def _check_documented(uses: Sequence[_Use]) -> list[Finding]:
    """D02: the data sets that make up 80 % together state source, year and place."""
    bare, covered = [], 0.0
    for use in uses:
        if covered >= MOST_IMPORTANT:
            break
        covered += use.share
        found = use.data_set
        if not (found.source.title and found.year and found.geography):
            bare.append(use)
    if not bare:
        return []
    return [_grouped(Severity.BLOCKS_DOCUMENT, "data-set-undocumented", "D02", bare)]


def _check_ages(result: PcfResult, uses: Sequence[_Use]) -> list[Finding]:
    """S10: secondary and primary data no older at the period than the scheme lets them be.

    Suppliers' footprints state a period of their own, which is checked with them.
    """
    start = result.study.goal.period_start
    if start is None:
        return []
    terms = terms_of(result.study.choices)
    found = []
    for key, is_primary, most in (
        ("data-old", False, terms.secondary_years),
        ("primary-data-old", True, terms.primary_years),
    ):
        old = [
            use
            for use in uses
            if use.data_set.table != SUPPLIERS
            and use.is_primary is is_primary
            and 0 < use.data_set.year < start.year - most
        ]
        if old:
            oldest = min(use.data_set.year for use in old)
            found.append(_grouped(Severity.WARNING, key, "S10", old, oldest=oldest, years=most))
    return found


def _grouped(
    severity: Severity, key: str, rule: str, uses: Sequence[_Use], **fields: int
) -> Finding:
    """Give one finding about some data sets, which names the largest."""
    largest = [use.data_set for use in uses[:_NAMED]]
    about: _Fields = {
        "rule": rule,
        "count": len(uses),
        "percent": 100 * sum(use.share for use in uses),
        "names": listed(each.name_en for each in largest),
        "names_zh": listed(each.name_zh for each in largest),
    }
    return Finding(severity=severity, key=key, fields={**about, **fields})


def _check_rated(result: PcfResult) -> list[Finding]:
    """D05: of lines above 1 % all that their ratings rest on is known.

    A missing period is found where it is stated (S09), not once more here.
    """
    absolute = np.abs(result.headline_values)
    total = float(absolute.sum())
    if not total:
        return []
    scorer = Scorer(result)
    places = np.flatnonzero(absolute > RATED_FROM * total).tolist()
    places.sort(key=lambda place: -absolute[place])
    unknown = [
        place
        for place in places
        if any(
            not score.is_known and score.reason != "time.period-unknown"
            for score in scorer.of(result.lines[place]).scores
        )
    ]
    if not unknown:
        return []
    nodes = list(dict.fromkeys(result.lines[place].exchange.node for place in unknown))
    english, chinese = names_of(result, nodes[:_NAMED])
    fields: _Fields = {
        "rule": "D05",
        "count": len(nodes),
        "percent": 100 * float(absolute[unknown].sum()) / total,
        "names": listed(english),
        "names_zh": listed(chinese),
    }
    return [Finding(severity=Severity.WARNING, key="ratings-unknown", node=nodes[0], fields=fields)]


def _check_statements(result: PcfResult) -> list[Finding]:
    """D05: statements name a node that there is, each another one, and say why."""
    statements = result.study.quality
    if not statements:
        return []
    known = {*result.nodes, ""}
    secondary = _rated_as_primary(result)
    seen: set[str] = set()
    found = []
    for each in statements:
        if each.about not in known:
            found.append(_of_statement("quality-node-gone", each, "about"))
        elif each.about in seen:
            found.append(_of_statement("quality-stated-twice", each, "about"))
        seen.add(each.about)
        if each.id in secondary:
            found.append(_of_statement("quality-secondary-as-primary", each, "technology"))
        if not (each.reason or each.reason_zh):
            found.append(_of_statement("quality-without-reason", each, "reason"))
        if each.primary_share and not each.evidence:
            found.append(_of_statement("primary-without-evidence", each, "evidence"))
    return found


def _rated_as_primary(result: PcfResult) -> set[str]:
    """Give the statements that rate the technology of secondary data as only primary data can be.

    Levels 1 and 2 are for measured and process-specific data (How-to Guide PACT 3.0, page 65).
    """
    best = {
        each.id
        for each in result.study.quality
        if each.technology is not None and each.technology < _BEST_OF_SECONDARY
    }
    if not best:
        return set()
    scorer, statements = Scorer(result), Statements(result.study)
    found = set[str]()
    for line in result.lines:
        data_set, stated = source_of(line, result), statements.of(line).by("technology")
        if stated is None or stated.id not in best or data_set is None:
            continue
        if data_set.table != SUPPLIERS and not scorer.of(line).primary_share:
            found.add(stated.id)
    return found


def _of_statement(key: str, statement: QualityStatement, field: str) -> Finding:
    return Finding(
        severity=Severity.WARNING,
        key=key,
        node=statement.id,
        field=field,
        fields={"rule": "D05"},
    )
