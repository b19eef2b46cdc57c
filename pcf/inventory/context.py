"""What the builders of an inventory share: the catalogue, the findings, the data sets used."""

import functools

import msgspec

from pcf.background.catalogue import Catalogue
from pcf.background.database import GridLoss
from pcf.background.dataset import DataSet
from pcf.findings import Finding, Severity
from pcf.inventory.inventory import Exchange, Input, ProcessOutput, Role, Stage, UnitProcess
from pcf.model.bom import Part, per_reference_unit, walk
from pcf.model.edits import nodes_below
from pcf.model.node import DataSetRef, Node
from pcf.model.study import Study
from pcf.units import Dimension, Quantity, find_unit


class SharedEnergy(msgspec.Struct, frozen=True, gc=False):
    """Metered electricity that falls on a step.

    Attributes:
        node: id of the share that says so.
        site: id of the site whose electricity it is.
        kwh: in the period [kWh].
        output: good output of the step in that time [count or mass].
    """

    node: str
    site: str
    kwh: float
    output: Quantity


class Context:
    """The one mutable thing while an inventory is built; nothing of it outlives the build.

    Attributes:
        sites_with_electricity: ids of the sites whose supply is known.
        findings: what was found so far.
        losses: shares of grid losses that were used so far, by id.
        own: the data sets of the study's own, by reference: suppliers' footprints.
        location_losses: the same of the location-based variant.
        mixes: the study's own mixes of electricity, by id.
        mix_processes: the unit processes of those that can be told, by id.
        shared: metered electricity that falls on steps, by id of the step.
        loops: how often a step has named a part elsewhere in the tree so far.
    """

    def __init__(self, catalogue: Catalogue, study: Study) -> None:
        """Take the catalogue and the study."""
        self.catalogue = catalogue
        self._study = study
        self.own = dict[DataSetRef, DataSet]()
        self.loops = 0
        self.gwp_set = study.choices.gwp_set
        self.recycling = study.choices.recycling
        self.sites = frozenset(site.id for site in study.sites)
        self._root, self._run_gives = study.bom.id, study.product.bom_yields
        self._part = study.bom
        self._near: dict[str, Node] | None = None
        self.sites_with_electricity: frozenset[str] = frozenset()
        self.findings: list[Finding] = []
        self.losses = dict[str, GridLoss]()
        self.location_losses = dict[str, GridLoss]()
        self.mixes = {mix.id: mix for mix in study.mixes}
        self.mix_processes = dict[str, UnitProcess]()
        self.shared = dict[str, list[SharedEnergy]]()

    def report(
        self, severity: Severity, key: str, node: str, field: str = "", **fields: str | float
    ) -> None:
        """Add a finding; a name in it goes in both languages where its node has both."""
        chinese = self._chinese_name(node) if "name" in fields else ""
        named = {**fields, "name_zh": chinese} if chinese else fields
        self.findings.append(
            Finding(severity=severity, key=key, node=node, field=field, fields=named)
        )

    def report_once(
        self, severity: Severity, key: str, node: str, field: str = "", **fields: str | float
    ) -> None:
        """Add a finding unless the same was found at the node already."""
        if not any(each.key == key and each.node == node for each in self.findings):
            self.report(severity, key, node, field, **fields)

    @functools.cached_property
    def parts(self) -> dict[str, Part]:
        """Give the parts of the study by id, for legs and loops that name some."""
        return {part.id: part for part in walk(self._study.bom)}

    @functools.cached_property
    def has_co_products(self) -> bool:
        """Tell whether any step of the study has co-products."""
        return any(step.co_products for part in self.parts.values() for step in part.steps)

    def begin(self, part: Part) -> None:
        """Take note of the part that is being built: most that is found is at its own nodes."""
        self._part, self._near = part, None

    def _chinese_name(self, node_id: str) -> str:
        """Give the Chinese name of a node; the whole study is only looked through if need be."""
        if self._near is None:
            of_steps = (node for step in self._part.steps for node in nodes_below(step))
            self._near = {node.id: node for node in (self._part, *self._part.parts, *of_steps)}
        return getattr(self._near.get(node_id) or self._nodes.get(node_id), "name_zh", "")

    @functools.cached_property
    def _nodes(self) -> dict[str, Node]:
        return {node.id: node for node in nodes_below(self._study)}

    def has_reported(self, node: str) -> bool:
        """Tell whether anything was found at a node so far."""
        return any(finding.node == node for finding in self.findings)

    def report_unit_mismatch(  # noqa: PLR0913, PLR0917  each is one fact of the finding
        self,
        node: str,
        name: str,
        dimension: Dimension,
        unit: str,
        data_set: str,
        field: str = "amount",
    ) -> None:
        """Report an amount that measures something else than its data set counts."""
        self.report(
            Severity.BLOCKS_DOCUMENT,
            "unit-mismatch",
            node,
            field,
            name=name,
            unit=unit,
            dimension=f"@dimension.{dimension.value}",
            data_set=data_set,
        )

    def content(self, part: Part, dimension: Dimension) -> float | None:
        """Give how much of a dimension one unit of a part's process holds [SI], None if unknown.

        That is its reference unit; of the product itself it is one run of the bill of materials.
        """
        if part.id == self._root and dimension is self._run_gives.dimension:
            return self._run_gives.si
        return per_reference_unit(part, dimension)

    def data_set(
        self, ref: DataSetRef, node: str, name: str, field: str = "data_set"
    ) -> DataSet | None:
        """Give the data set of a reference; report it where this computer lacks it."""
        found = self.catalogue.get(ref) or self.own.get(ref)
        if found is None:
            self.report(
                Severity.BLOCKS_DOCUMENT,
                "data-set-unknown",
                node,
                field,
                name=name,
                data_set=ref.id,
                database=ref.database,
            )
        return found

    def take(  # noqa: PLR0913  each argument is one fact of an exchange
        self,
        data_set: DataSet,
        amount_si: float,
        dimension: Dimension,
        node: str,
        stage: Stage,
        *,
        site: str = "",
        role: Role = Role.DIRECT,
        name: str = "",
    ) -> list[Exchange]:
        """Give the exchanges by which an amount of a data set is taken.

        A process whose energy is known takes electricity from its site instead of the source's.
        """
        unit = find_unit(data_set.unit)
        if unit.dimension is not dimension:
            self.report_unit_mismatch(node, name, dimension, data_set.unit, data_set.ref.id)
            return []
        if data_set.has_radiative_forcing:
            self.report(
                Severity.BLOCKS_DOCUMENT,
                "radiative-forcing",
                node,
                "data_set",
                name=name,
                data_set=data_set.ref.id,
            )
        amount = amount_si / unit.si_factor
        if data_set.recipe is None:
            return [Exchange(data_set.ref, amount, node, stage, role)]
        if site not in self.sites_with_electricity:
            self.report(
                Severity.WARNING,
                "process-energy-elsewhere",
                node,
                name=name,
                data_set=data_set.ref.id,
            )
            return [Exchange(data_set.ref, amount, node, stage, role)]
        recipe = data_set.recipe
        parts: list[tuple[Input, float]] = [(ProcessOutput(site), recipe.electricity_kwh)]
        for ref, per_unit in recipe.fuels:
            fuel = self.data_set(ref, node, name)
            if fuel is not None:
                parts.append((fuel.ref, per_unit))
        return [
            Exchange(taken, amount * per_unit, node, stage, role, data_set.ref)
            for taken, per_unit in parts
            if per_unit
        ]
