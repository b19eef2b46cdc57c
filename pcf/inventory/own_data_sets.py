"""Data sets of the study's own: of suppliers, fuels of legs, upstreams of mixes, split copies.

Each is a unit process of the foreground that emits CO2 equivalents by category, under the
assessment report that its figures rest on. So the fast path and the solve of record see the same
process, and the background stays as it was read. What took the data set takes the process instead.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from pcf.background.catalogue import Catalogue
from pcf.background.dataset import Confidence, DataSet, SplitOrigin
from pcf.background.elementary import ElementaryFlow, GwpReport, ImpactCategory
from pcf.background.source import Source
from pcf.inventory.inventory import Exchange, ProcessOutput, Stage, UnitProcess
from pcf.model.bom import Part, walk
from pcf.model.electricity import UPSTREAMS, OwnMix, upstream_ref
from pcf.model.node import DataSetRef
from pcf.model.packaging import PackagingItem
from pcf.model.processes import StepInput
from pcf.model.sites import SupplyLine
from pcf.model.splits import Split, StatedSplit
from pcf.model.study import Study
from pcf.model.suppliers import SUPPLIERS, SupplierFootprint, supplier_ref
from pcf.model.vehicle import FUELS, FuelFactor, fuel_ref
from pcf.texts import Language, Texts
from pcf.units import Dimension, unit_si_factor

# What a split leaves of its total below this share is rounding of the sum, not a rest.
_ROUNDING = 1e-12

_BOUNDARIES = {True: "well-to-wheel", False: "not well-to-wheel", None: ""}

Supplied = Part | StepInput | PackagingItem | SupplyLine

Own = Mapping[DataSetRef, UnitProcess]
"""A process by the reference of the data set in whose place it stands."""


def copies_with_split(study: Study, used: Iterable[DataSet]) -> dict[DataSetRef, UnitProcess]:
    """Give a copy of each used data set that the study states a split for; the first one counts."""
    known = {data_set.ref: data_set for data_set in used} if study.splits else {}
    copies: dict[DataSetRef, UnitProcess] = {}
    for stated in study.splits:
        data_set = known.get(stated.data_set) if stated.data_set else None
        if data_set is not None and data_set.ref not in copies:
            copies[data_set.ref] = _copy(stated, data_set)
    return copies


def stated_totals(study: Study, catalogue: Catalogue) -> dict[DataSetRef, float]:
    """Give the totals of the data sets that the study states a split for, used in it or not.

    In kg CO2e per unit: as published, or as the split puts in place of that.
    """
    named = (catalogue.get(each.data_set) for each in study.splits if each.data_set is not None)
    copies = copies_with_split(study, filter(None, named))
    return {ref: copy.data_set.kg_co2e for ref, copy in copies.items() if copy.data_set is not None}


def stated_data_sets(study: Study) -> dict[DataSetRef, UnitProcess]:
    """Give what suppliers of parts, inputs, packaging and electricity state, fuels, upstreams."""
    suppliers = {
        supplier_ref(node.id): _footprint(node, node.supplier)
        for node in supplied_nodes(study, walk(study.bom))
        if node.supplier is not None
    }
    fuels = {
        fuel_ref(leg.id): _fuel(leg.id, leg.vehicle.factor)
        for leg in study.transport
        if leg.vehicle is not None and leg.vehicle.factor is not None
    }
    upstreams = {
        upstream_ref(mix.id): _upstream(mix, mix.upstream.si)
        for mix in study.mixes
        if mix.upstream is not None
    }
    return suppliers | fuels | upstreams


def _upstream(mix: OwnMix, kg_co2e: float) -> UnitProcess:
    """Give the upstream term of a mix: fossil, like the families of fuels whose supply it is.

    Of which assessment report and year it is no field says.
    """
    english, chinese = Texts(Language.ENGLISH), Texts(Language.CHINESE)
    source = mix.upstream_source.strip()
    data_set = DataSet(
        ref=upstream_ref(mix.id),
        name_en=english("dataset.upstream", mix=mix.name or mix.name_zh or mix.id),
        name_zh=chinese("dataset.upstream", mix=mix.name_zh or mix.name or mix.id),
        table=UPSTREAMS,
        family="",
        route="",
        unit="kWh",
        geography=mix.country,
        year=0,
        kg_co2e=kg_co2e,
        boundary="",
        confidence=Confidence.B if source else Confidence.C,
        source=Source(f"{UPSTREAMS}-{mix.id}", source, "", "", "", ""),
        source_locator="",
        licence="",
        note="",
        split=SplitOrigin.BY_FAMILY,
        is_default=False,
    )
    return _process(f"{mix.id}-{UPSTREAMS}", data_set, kg_co2e, Split(fossil=kg_co2e), 1.0)


def supplied_nodes(study: Study, parts: Sequence[Part]) -> list[Supplied]:
    """Give the parts, inputs, packaging and supply lines that have a supplier's footprint.

    Args:
        study: with its packaging and sites.
        parts: all parts of it.
    """
    inputs = (taken for part in parts for step in part.steps for taken in step.inputs)
    return [
        *(part for part in parts if part.supplier is not None),
        *(taken for taken in inputs if taken.supplier is not None),
        *(item for item in study.packaging if item.supplier is not None),
        *(line for site in study.sites for line in site.electricity if line.supplier is not None),
    ]


def with_own_data_sets(processes: Sequence[UnitProcess], own: Own) -> Sequence[UnitProcess]:
    """Give the processes taking the study's own data sets where they stand for others.

    Those that nothing takes are left out.
    """
    if not own:
        return processes
    outputs = {ref: ProcessOutput(process.id) for ref, process in own.items()}
    # By identity: the exchanges of a data set share its reference, and hashing is slow.
    inputs = {id(each.input): each.input for process in processes for each in process.exchanges}
    instead = {
        key: outputs[taken]
        for key, taken in inputs.items()
        if isinstance(taken, DataSetRef) and taken in outputs
    }
    used = {output.process for output in instead.values()}
    return [
        *(_redirected(process, instead) for process in processes),
        *(process for process in own.values() if process.id in used),
    ]


def _redirected(process: UnitProcess, instead: Mapping[int, ProcessOutput]) -> UnitProcess:
    """Give a process that takes other inputs in place of some, which are named by identity."""
    keys = [id(exchange.input) for exchange in process.exchanges]
    if instead.keys().isdisjoint(keys):
        return process
    exchanges = tuple(
        msgspec.structs.replace(exchange, input=instead[key]) if key in instead else exchange
        for key, exchange in zip(keys, process.exchanges, strict=True)
    )
    return msgspec.structs.replace(process, exchanges=exchanges)


def _copy(stated: StatedSplit, data_set: DataSet) -> UnitProcess:
    """Give a data set with the split that the study states for it, its origin kept."""
    report = GwpReport(stated.report.value) if stated.replaces_total else data_set.report
    split = stated.split.of(data_set.kg_co2e)
    total = split.headline if stated.replaces_total else data_set.kg_co2e
    title = stated.source or stated.source_zh
    source = Source(f"split-{stated.id}", title, "", "", "", "")
    copied = msgspec.structs.replace(
        data_set,
        kg_co2e=total,
        split=SplitOrigin.BY_USER,
        report=report,
        recipe=None,
        states_land_use=stated.split.land_use_change is not None,
        further_sources=(*data_set.further_sources, *((source,) if title else ())),
    )
    return _process(stated.id, copied, total, split, 1.0)


def _footprint(node: Supplied, stated: SupplierFootprint) -> UnitProcess:
    """Give a supplier's footprint as a process per unit of what it is stated for."""
    unit, per = _per(node, stated)
    split = (stated.split or Split()).of(stated.value.si)
    if stated.with_uptake is not None and split.uptake is None and split.biogenic_co2 is None:
        # What both totals differ by is the uptake that stays, or what is emitted beyond it.
        beside = stated.with_uptake.si - stated.value.si
        side = {"uptake": beside} if beside <= 0 else {"biogenic_co2": beside}
        split = msgspec.structs.replace(split, **side)
    year = stated.period_end or stated.period_start or stated.valid_until
    data_set = DataSet(
        ref=supplier_ref(node.id),
        name_en=_name(stated.supplier or stated.supplier_zh, stated.product or node.name),
        name_zh=_name(stated.supplier_zh or stated.supplier, stated.product or node.name_zh),
        table=SUPPLIERS,
        family="",
        route="",
        unit=unit,
        geography=stated.geography,
        year=year.year if year else 0,
        kg_co2e=stated.value.si / per,
        boundary=stated.boundary.value.replace("_", "-"),
        confidence=Confidence.A if stated.document else Confidence.C,
        source=Source(
            f"{SUPPLIERS}-{node.id}",
            stated.document or stated.supplier,
            stated.supplier,
            str(year.year) if year else "",
            "",
            "",
        ),
        source_locator=stated.verification,
        licence="",
        note="",
        split=SplitOrigin.NONE if stated.split is None else SplitOrigin.STATED,
        is_default=False,
        report=GwpReport(stated.report.value),
        states_land_use=split.land_use_change is not None,
    )
    return _process(f"{node.id}-{SUPPLIERS}", data_set, stated.value.si, split, per)


def _fuel(leg: str, stated: FuelFactor) -> UnitProcess:
    """Give the typed factor of a leg's fuel as a process per unit of fuel."""
    split = (stated.split or Split()).of(stated.value.si)
    data_set = DataSet(
        ref=fuel_ref(leg),
        name_en=stated.name,
        name_zh=stated.name_zh or stated.name,
        table="fuels",
        family="",
        route="",
        unit=stated.per.unit,
        geography=stated.geography,
        year=stated.year or 0,
        kg_co2e=stated.value.si / stated.per.number,
        boundary=_BOUNDARIES[stated.well_to_wheel],
        confidence=Confidence.B if stated.source else Confidence.C,
        source=Source(f"{FUELS}-{leg}", stated.source, "", str(stated.year or ""), "", ""),
        source_locator="",
        licence="",
        note="",
        split=SplitOrigin.NONE if stated.split is None else SplitOrigin.STATED,
        is_default=False,
        report=GwpReport(stated.report.value),
        states_land_use=split.land_use_change is not None,
    )
    return _process(f"{leg}-{FUELS}", data_set, stated.value.si, split, stated.per.number)


def _per(node: Supplied, stated: SupplierFootprint) -> tuple[str, float]:
    """Give the unit that a supplier's footprint is counted in, and how many of it are stated.

    That is the supplier's own; the electricity of a site is counted in kWh, like all factors of it.
    """
    if isinstance(node, SupplyLine) and stated.per.dimension is Dimension.ENERGY:
        return "kWh", stated.per.si / unit_si_factor("kWh")
    return stated.per.unit, stated.per.number


def _name(supplier: str, product: str) -> str:
    return f"{supplier}: {product}" if product else supplier


def _process(
    process_id: str, data_set: DataSet, total: float, split: Split, per: float
) -> UnitProcess:
    """Give the process that emits a total by its split; what the split leaves is not split."""
    report = data_set.report
    rest = total - split.headline
    unsplit = rest if abs(rest) > _ROUNDING * abs(total) else 0.0
    # CO2 itself is 1 under every set: these two rest on no assessment report.
    emitted = (
        (ImpactCategory.FOSSIL, report, split.fossil),
        (ImpactCategory.BIOGENIC_NON_CO2, report, split.biogenic_non_co2),
        (ImpactCategory.LAND_USE_CHANGE, report, split.land_use_change),
        (ImpactCategory.UNSPLIT, report, unsplit),
        (ImpactCategory.BIOGENIC_CO2, GwpReport.CO2_ONLY, split.biogenic_co2),
        (ImpactCategory.UPTAKE, GwpReport.CO2_ONLY, split.uptake),
        (ImpactCategory.AIRCRAFT, report, split.aircraft),
    )
    exchanges = tuple(
        Exchange(ElementaryFlow("", category, basis), value / per, process_id, Stage.MATERIALS)
        for category, basis, value in emitted
        if value or (value is not None and category is not ImpactCategory.UNSPLIT)
    )
    return UnitProcess(process_id, process_id, exchanges, data_set=data_set)
