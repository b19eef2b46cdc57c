"""What documents say of electricity: supply by rule, certificates, mixes, location-based result."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import CondPageBreak, Flowable

from pcf.model.electricity import CRITERIA, ContractInstrument
from pcf.model.sites import ElectricityRule
from pcf.model.supply import Reason
from pcf.reports.blocks import gap, heading
from pcf.reports.style import DocumentLook
from pcf.reports.tables import wide_table
from pcf.reports.text import Text
from pcf.reports.wording import joined
from pcf.results.contributions import totals
from pcf.results.display import MISSING, fixed, percent, significant
from pcf.results.electricity import (
    SupplyRow,
    days,
    factor_name,
    has_location_based,
    instruments_used,
    supply_rows,
    uses_contracts,
)
from pcf.results.energy_balance import energy_balance
from pcf.results.names import Names, typed_amount
from pcf.results.result import PcfResult
from pcf.texts import Texts
from pcf.units import unit_si_factor

_HEADS = ("site", "line", "factor-name", "rule", "energy", "share", "factor", "emission")
_NUMBERS = (3, 4, 5, 6, 7)
_NEEDED_BELOW_A_HEADING = 70.0  # [pt]
_DECIMALS = 4  # of a factor [kg CO2e/kWh], as authorities print it


def electricity_block(result: PcfResult, texts: Texts, look: DocumentLook) -> list[Flowable]:
    """Give the section on the electricity of the sites, nothing where the product uses none."""
    rows = supply_rows(result)
    if not rows:
        return []
    names = Names(result, texts)
    total = sum(row.kg_co2e for row in rows)
    blanks = [""] * (len(_HEADS) - 2)
    closing = [texts("supply.sum"), *blanks, significant(total)]
    cells = [*(_cells(each, result, texts, names) for each in _alike(rows)), closing]
    heads = [texts(f"supply.{head}") for head in _HEADS]
    table = wide_table(heads, cells, look, numbers=_NUMBERS, closing=1)
    blocks = [
        CondPageBreak(_NEEDED_BELOW_A_HEADING),
        *heading(texts("supply.heading"), look),
        table,
        gap(1.6),
    ]
    for words in _paragraphs(result, texts, names):
        blocks += [Text(words, look.small), gap(1.0)]
    return [*blocks, gap(3)]


def _cells(
    rows: Sequence[SupplyRow], result: PcfResult, texts: Texts, names: Names
) -> Sequence[str]:
    """Give the cells of rows that are alike but for their site."""
    row, part = rows[0], rows[0].part
    line = names.node(part.line.id) if part.line else texts("electricity.no-line")
    if part.line is not None and part.reason is not Reason.STATED:
        reason = texts(f"electricity.reason.{part.reason.value}")
        line = texts("supply.reclassified", line=line, reason=reason)
    energy = sum(each.part.energy_si for each in rows) / unit_si_factor("MWh")
    return [
        joined([names.node(each.site.id) for each in rows], texts),
        line if row.site.electricity else MISSING,
        factor_name(row, result, names),
        str(list(ElectricityRule).index(part.rule) + 1),
        fixed(energy, 1) if energy else MISSING,
        percent(part.share),
        fixed(row.factor + row.loss, _DECIMALS),
        significant(sum(each.kg_co2e for each in rows)),
    ]


def _alike(rows: Sequence[SupplyRow]) -> Iterator[list[SupplyRow]]:
    """Give the rows one by one, sites on one grid without any supply line together."""
    on_grid: dict[tuple[object, ...], list[SupplyRow]] = {}
    for row in rows:
        if row.site.electricity:
            yield [row]
        else:
            on_grid.setdefault(
                (row.taken, row.factor, row.loss, row.part.energy_si > 0), []
            ).append(row)
    yield from on_grid.values()


def _paragraphs(result: PcfResult, texts: Texts, names: Names) -> Iterator[str]:
    """Give what stands below the table: rules, other view, certificates, mixes, meters."""
    yield texts("supply.rules")
    yield from _location(result, texts)
    yield from _reasons(result, texts, names)
    for _, _, instrument in instruments_used(result):
        yield _certificate(instrument, texts, names)
    yield from _mixes(result, texts, names)
    yield from _balances(result, texts, names)


def _location(result: PcfResult, texts: Texts) -> Iterator[str]:
    location = result.location
    if location is None:
        if uses_contracts(result):
            yield texts("supply.location-unknown")
        return
    if not has_location_based(result):
        yield texts("supply.location-same")
        return
    difference = location.headline - totals(result).headline
    sign = "+" if difference >= 0 else ""
    yield texts(
        "supply.location",
        total=significant(location.headline),
        difference=sign + significant(difference),
    )


def _reasons(result: PcfResult, texts: Texts, names: Names) -> Iterator[str]:
    """Give why untracked electricity takes no residual mix, the sites of one reason together."""
    sites: dict[str, list[str]] = {}
    for row in supply_rows(result):
        if row.part.rule is not ElectricityRule.GRID:
            continue
        line, site = row.part.line, row.site
        own = texts.choose(line.reason, line.reason_zh) if line else ""
        reason = own or texts.choose(site.untracked_reason, site.untracked_reason_zh)
        name = names.node(site.id)
        if reason and name not in sites.setdefault(reason, []):
            sites[reason].append(name)
    for reason, named in sites.items():
        yield texts("supply.reason", sites=joined(named, texts), reason=reason)


def _certificate(instrument: ContractInstrument, texts: Texts, names: Names) -> str:
    unknown = texts("word.not-stated")
    energy, cancelled = instrument.energy, instrument.cancelled_on
    technology = texts.choose(instrument.technology, instrument.technology_zh)
    return texts(
        "supply.certificate",
        name=names.node(instrument.id),
        energy=typed_amount(energy, texts) if energy else unknown,
        registry=instrument.registry or unknown,
        serials=instrument.serials or unknown,
        generated=days(instrument.generated_from, instrument.generated_to) or unknown,
        technology=technology or unknown,
        market=instrument.market or unknown,
        cancelled=cancelled.isoformat() if cancelled else unknown,
        beneficiary=instrument.beneficiary or unknown,
        met=len(CRITERIA) - len(instrument.failing_criteria),
    )


def _mixes(result: PcfResult, texts: Texts, names: Names) -> Iterator[str]:
    """Give each own mix that is used, with its difference to the official value."""
    used = {row.part.mix for row in supply_rows(result)}
    differences = {each.node: each for each in result.findings if each.key == "own-mix-differs"}
    for mix in result.study.mixes:
        if mix.id not in used:
            continue
        shares = [
            texts(
                "supply.mix.share",
                share=percent(share.share),
                technology=_share_name(share.id, share.data_set, result, names),
            )
            for share in mix.shares
            if share.share
        ]
        if mix.upstream is not None:
            source = mix.upstream_source or texts("word.not-stated")
            upstream = significant(mix.upstream.si)
            shares.append(texts("supply.mix.upstream", upstream=upstream, source=source))
        words = texts("supply.mix", name=names.node(mix.id), shares=joined(shares, texts))
        known = differences.get(mix.id)
        yield f"{words} {texts.what(known)}" if known else words


def _share_name(node: str, ref: object, result: PcfResult, names: Names) -> str:
    data_set = next((each for each in result.inventory.data_sets if each.ref == ref), None)
    return names.data_set(data_set) if data_set else names.node(node)


def _balances(result: PcfResult, texts: Texts, names: Names) -> Iterator[str]:
    """Give what the meters of each site counted, and what of it no step has."""
    for site in result.study.sites:
        balance = energy_balance(site, result)
        if balance is None or balance.typed is None:
            continue
        yield texts(
            "supply.balance",
            site=names.node(site.id),
            metered=significant(balance.metered / 1000),
            allocated=significant((balance.shared + balance.typed) / 1000),
            elsewhere=significant(balance.elsewhere / 1000),
            rest=significant(balance.not_allocated / 1000),
            percent=percent(balance.not_allocated / balance.metered),
        )
