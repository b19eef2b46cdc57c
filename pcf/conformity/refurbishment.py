"""Checks on a refurbishment case: is everything stated, with its source, and is nothing twice.

What the numbers then say is checked in `pcf.conformity.avoided_emissions`. None of it touches the
footprint of the study, and no finding of the footprint touches this.
"""

import datetime
from collections.abc import Iterator

from pcf.circularity.case import NEEDED, CaseResult, Life
from pcf.circularity.counts import unassigned
from pcf.circularity.inputs import Origin
from pcf.conformity.avoided_emissions import check_avoided_emissions
from pcf.conformity.case import BLOCKS, NOTES, WARNS
from pcf.conformity.found import found
from pcf.errors import InputError
from pcf.findings import Finding, Severity
from pcf.model.refurbishment import BurdenRule, DeviceCategory, RefurbishmentCase, StatedAmount
from pcf.model.suppliers import SupplierBoundary

STOPS = Severity.STOPS_CALCULATION

FEW_FOOTPRINTS = 10
"""Below so many published footprints a median says little (judgement)."""

MOST_OF_ONE_MAKER = 0.5
"""Share of one maker above which a median stands for that maker (judgement)."""

REJECTED_LIMIT = 0.01
"""Share of a register's rows that may be rejected without a warning (judgement)."""

BURDEN_MARGIN = 1e-9

_FIRST_SHOWN = 3


def check_refurbishment(result: CaseResult, on: datetime.date) -> tuple[Finding, ...]:
    """Give what a refurbishment case has to say.

    Args:
        result: of the case, without findings.
        on: day of the check, for what is valid for a time.
    """
    case = result.case
    findings = [*_check_case(case), *_check_burden(result), *_check_register(case)]
    for life in result.lives:
        findings += _check_stated(life, case)
        findings += _check_sources(life)
        findings += _check_counts(life)
    for category in case.categories:
        findings += _check_new_device(category, result, on)
    return (*findings, *check_avoided_emissions(result))


def prices_rise(category: DeviceCategory, error: InputError) -> Finding:
    """Give the finding that a device would be sold for more than it was bought for."""
    return found(STOPS, error.key, category, "price")


def _check_case(case: RefurbishmentCase) -> Iterator[Finding]:
    if not case.categories and not case.published:
        yield found(STOPS, "case-empty", case, "categories")
    if not case.categories:
        return
    if case.period_start is None or case.period_end is None or case.period_end < case.period_start:
        yield found(BLOCKS, "case-without-period", case, "period_start")
    if case.rebound is not None and any(each.is_net for each in case.scenarios):
        yield found(NOTES, "rebound-in-rate", case, "rebound")
    rates = [each.rate for each in case.scenarios]
    if rates != sorted(rates, reverse=True) or len(set(rates)) < len(rates):
        yield found(BLOCKS, "scenarios-not-apart", case, "central")
    if max(rates) > 1:
        yield found(WARNS, "displacement-above-one", case, "upper", rate=max(rates))
    if not any(each.source.strip() or each.source_zh.strip() for each in case.scenarios):
        rate = case.headline.rate
        yield found(WARNS, "displacement-without-source", case, "central", rate=rate)
    for field in ("rebound", "equivalence", "success"):
        stated = getattr(case, field)
        if stated is not None and not (stated.source.strip() or stated.source_zh.strip()):
            yield found(BLOCKS, "input-without-source", case, field, input=f"@term.{field}")


def _check_burden(result: CaseResult) -> Iterator[Finding]:
    case = result.case
    if case.burden is None:
        if case.categories:
            yield found(STOPS, "burden-not-chosen", case, "burden")
        return
    for category in case.categories:
        shares = [each.inputs["share"].value for each in result.lives if each.category is category]
        known = [share for share in shares if share is not None]
        if len(known) < len(shares):
            field = _FIELD_OF_RULE.get(case.burden, "burden")
            rule = f"@burden-rule.{case.burden.value}"
            yield found(STOPS, "burden-not-known", category, field, burden=rule)
        elif sum(known) > 1 + BURDEN_MARGIN:
            yield found(
                BLOCKS, "burden-above-one", category, "stated_share", percent=100 * sum(known)
            )
    carried = [each.inputs["share"].value or 0.0 for each in result.lives]
    if any(carried):
        if case.first_life_carries_rest is not True:
            yield found(BLOCKS, "first-life-carries-all", case, "first_life_carries_rest")
        if case.baseline_passes_on is not True:
            yield found(WARNS, "baseline-not-alike", case, "baseline_passes_on")


_FIELD_OF_RULE = {
    BurdenRule.BY_VALUE: "new_price",
    BurdenRule.BY_TIME: "first_life",
    BurdenRule.STATED: "stated_share",
    BurdenRule.FULL: "life",
}


def _check_stated(life: Life, case: RefurbishmentCase) -> Iterator[Finding]:
    """Report what a life lacks: what it can't be counted without, then what leaves a gap."""
    for name in NEEDED:
        stated = life.inputs[name]
        if not stated.value:
            node = life.category if name in {"production", "new_life"} else life.life
            key = "life-input-missing" if stated.value is None else "life-input-zero"
            yield found(STOPS, key, node, stated.field, input=f"@term.{name}", **_of(life))
    if life.devices is None:
        yield found(STOPS, "devices-missing", life.life, "devices", **_of(life))
    gaps = [each for each in life.missing if each.name not in (*NEEDED, "share")]
    for each in gaps:
        if each.name in {"rebound"}:
            if life.place == 0 and life.category is case.categories[0]:
                yield found(BLOCKS, "case-input-missing", case, each.name, input="@term.rebound")
            continue
        node = life.category if each.name in {"delivery", "new_use"} else life.life
        yield found(
            BLOCKS, "life-input-left-out", node, each.field, input=f"@term.{each.name}", **_of(life)
        )


def _check_sources(life: Life) -> Iterator[Finding]:
    for each in life.inputs.values():
        if each.origin is not Origin.TYPED or each.source.strip() or each.source_zh.strip():
            continue
        if life.place and each.node == life.category.id:  # said at the first life
            continue
        node = life.category if each.node == life.category.id else life.life
        yield found(
            BLOCKS,
            "input-without-source",
            node,
            each.field,
            input=f"@term.{each.name}",
        )
    category = life.category
    if life.place == 0 and category.new_price is not None and not category.price_source.strip():
        yield found(
            BLOCKS, "input-without-source", category, "price_source", input="@term.new_price"
        )


def _check_counts(life: Life) -> Iterator[Finding]:
    node = life.life
    if life.devices is not None and life.devices < 0:
        yield found(BLOCKS, "returned-above-devices", node, "returned")
    success = life.inputs["success"].value
    if success is not None and (success > 1 or success == 0):
        yield found(STOPS if not success else BLOCKS, "success-outside", node, "success")
    quality = life.inputs["equivalence"].value
    if quality is not None and quality > 1:
        yield found(WARNS, "equivalence-above-one", node, "equivalence", value=quality)
    years = life.inputs["life"].value
    support = node.support
    if support is not None and node.life is not None and node.life.amount.si > support.si:
        texts = {"life": node.life.amount.text, "support": support.text}
        yield found(WARNS, "life-beyond-support", node, "life", **texts)
    new = life.inputs["new_life"].value
    if years is not None and new is not None and years > new:
        yield found(WARNS, "life-beyond-new", node, "life", years=years, new=new)


def _check_new_device(
    category: DeviceCategory, result: CaseResult, on: datetime.date
) -> Iterator[Finding]:
    answers = ("production", "own_study", "supplier", "data_set")
    stated = [field for field in answers if getattr(category, field) is not None]
    if len(stated) > 1:
        yield found(WARNS, "new-device-twice", category, stated[0])
    supplier = category.supplier
    if stated[:1] == ["supplier"] and supplier is not None:
        if supplier.boundary is not SupplierBoundary.CRADLE_TO_GATE:
            boundary = f"@supplier-boundary.{supplier.boundary.value}"
            yield found(BLOCKS, "new-device-boundary", category, "supplier", boundary=boundary)
        if not supplier.document.strip():
            yield found(BLOCKS, "supplier-without-document", category, "supplier")
        if supplier.outbound_included and _is_above_zero(category.delivery):
            yield found(WARNS, "delivery-twice", category, "delivery")
        if supplier.valid_until is not None and supplier.valid_until < (
            result.case.period_start or on
        ):
            day = supplier.valid_until.isoformat()
            yield found(WARNS, "new-device-expired", category, "supplier", valid_until=day)
    if stated[:1] == ["data_set"]:
        yield from _check_statistics(category, result)


def _check_statistics(category: DeviceCategory, result: CaseResult) -> Iterator[Finding]:
    solved = next((each.new_device for each in result.lives if each.category is category), None)
    data_set = solved.data_sets.get(category.data_set) if solved and category.data_set else None
    if data_set is None:
        return
    if "distribution" in data_set.boundary and _is_above_zero(category.delivery):
        yield found(WARNS, "delivery-twice", category, "delivery")
    statistics = data_set.statistics
    if statistics is None:
        yield found(WARNS, "device-without-statistics", category, "data_set")
        return
    if statistics.count < FEW_FOOTPRINTS:
        yield found(WARNS, "device-few", category, "data_set", count=statistics.count)
    if statistics.largest_maker_share > MOST_OF_ONE_MAKER:
        yield found(
            WARNS,
            "device-one-maker",
            category,
            "data_set",
            maker=statistics.largest_maker,
            percent=100 * statistics.largest_maker_share,
            count=statistics.count,
        )


def _check_register(case: RefurbishmentCase) -> Iterator[Finding]:
    register = case.register
    if register is None:
        return
    rejected = sum(each.rows for each in register.rejected)
    severity = WARNS if rejected > REJECTED_LIMIT * register.rows else NOTES
    for each in register.rejected:
        yield found(
            severity,
            "register-rejected",
            case,
            "register",
            file=register.file,
            count=each.rows,
            rows=register.rows,
            reason=f"@register.{each.reason}",
            mend=f"@register.mend.{each.reason}",
            first=", ".join(map(str, each.first[:_FIRST_SHOWN])),
        )
    for name, count in unassigned(case).items():
        yield found(WARNS, "register-unassigned", case, "register", category=name, count=count)


def _is_above_zero(stated: StatedAmount | None) -> bool:
    return stated is not None and stated.amount.si > 0


def _of(life: Life) -> dict[str, str]:
    """Give what names the life in a sentence besides its category."""
    return {"device": life.category.name or life.category.name_zh or life.category.id}
