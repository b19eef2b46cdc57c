"""Tables of published factors as data sets: the rules by which a row is read.

A row becomes a data set whose elementary flows follow product rules: gases where the source
resolves them, kilograms of CO2 equivalent with the source's assessment report where not, the
source's split where it has one, a family's "taken as fossil" where that is allowed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from pcf.background.database import (
    WORLD,
    Database,
    Exchanges,
    GridLoss,
    GridSupply,
    Recognised,
)
from pcf.background.dataset import Confidence, DataSet, DeviceStatistics, EnergyRecipe, SplitOrigin
from pcf.background.elementary import (
    GWP_SETS,
    ElementaryFlow,
    Gas,
    GasGroup,
    GwpReport,
    ImpactCategory,
)
from pcf.background.source import Source
from pcf.model.choices import GwpSet
from pcf.model.node import DataSetRef
from pcf.texts import Language, Texts, normalised

Row = dict[str, str]

# Which column of a table says what kind of thing a row is, and which says how it was made.
_FAMILY_COLUMN = {
    "fuels": "fuel",
    "electricity_technology": "technology_key",
    "electricity_grid": "region_code",
    "transport": "mode",
    "materials": "material_family",
    "packaging": "material_family",
    "waste": "waste_material",
    "chemicals": "chemical_group",
    "electronics": "component_type",
    "devices": "device_category",
    "processes": "process_family",
    "spend_usd": "naics",
}
_ROUTE_COLUMN = {
    "fuels": "life_cycle_part",
    "electricity_grid": "scope_kind",
    "transport": "vehicle",
    "materials": "route",
    "packaging": "route",
    "waste": "treatment",
    "devices": "subset",
}
_MIX_COLUMNS = (
    "coal", "gas", "oil", "nuclear", "hydro", "wind", "solar", "bioenergy", "other_renewables",
)  # fmt: skip
_GAS_GROUPS = {"CO2": GasGroup.CO2, "CH4": GasGroup.CH4, "N2O": GasGroup.N2O, "HFC": GasGroup.HFC}
_GAS_GROUPS |= {"PFC": GasGroup.PFC, "SF6": GasGroup.SF6, "NF3": GasGroup.NF3}
# What a product consists of: a family of these that may not be taken as fossil grew, or may have.
_MATERIAL_TABLES = frozenset({"materials", "packaging"})
# The World Bank writes the European Union otherwise than the tables of grid factors.
_LOSS_CODES = {"EUR": "EUU"}
# How the freight table names rows with radiative forcing, which no footprint may hold (ISO 14083).
_WITH_RADIATIVE_FORCING = "-with-rf"
# Fuels that burn in a manufacturing process, each with its upstream: per kWh net calorific value,
# and per kg.
_MAKER = "manufacturer "
_FEWEST = 2  # footprints that make a statistic
_HEAT_FUEL = "fuel-natural-gas-combustion-incl-upstream-per-kwh-net-cv"
_COAL = "fuel-coal-industrial-combustion-incl-upstream-per-kg"
_MJ_PER_KWH = 3.6
_CO2, _CH4_FOSSIL, _N2O = "gwp-co2", "gwp-ch4-fossil", "gwp-n2o"


class FactorTables:
    """The tables of one database, and what is read from them row by row."""

    def __init__(self, about: dict[str, str], tables: dict[str, list[Row]]) -> None:
        """Take what the database is called, and its tables by name.

        Raises:
            KeyError: a table lacks a column, or a row names a source that there is not.
            ValueError: a value can't be read.
        """
        self.about = about
        self.tables = tables
        self.english, self.chinese = Texts(Language.ENGLISH), Texts(Language.CHINESE)
        self.sources = {row["source_id"]: _source(row) for row in tables["sources"]}
        self.gases = {row["id"]: _gas(row, self.sources) for row in tables.get("gwp", [])}
        self.default_mixes = {
            row["iso3"]: row
            for row in tables.get("electricity_mix", [])
            if row["is_default"] == "1"
        }
        self.technologies: dict[tuple[str, str], list[Row]] = defaultdict(list)
        self.default_technologies: dict[str, Row] = {}
        for row in tables.get("electricity_technology", []):
            self.technologies[row["technology_key"], row["geography"]].append(row)
            if row["is_default"] == "1":
                self.default_technologies.setdefault(row["technology_key"], row)
        self.biogenic_share = self._biogenic_shares()
        self.fossil_families = self._fossil_families()
        self.losses = self._losses()
        self.data_sets: list[DataSet] = []
        self.emissions: list[list[tuple[ElementaryFlow, float]]] = []
        self.inputs: list[list[tuple[str, float]]] = []

    def database(self, notice: str) -> Database:
        """Give the database in memory; errors as above."""
        for table in _FAMILY_COLUMN:
            for row in self.tables.get(table, []):
                self._add_row(table, row)
        generation = {known.ref.id: known for known in self.data_sets if known.unit == "kWh"}
        for row in self.tables.get("electricity_mix", []):
            self._add_mix(row, generation)
        index = {data_set.ref.id: place for place, data_set in enumerate(self.data_sets)}
        flows = sorted(
            {flow for emitted in self.emissions for flow, _ in emitted}, key=lambda flow: flow.id
        )
        flow_index = {flow: place for place, flow in enumerate(flows)}
        return Database(
            id=self.about["id"],
            title_en=self.about["title_en"],
            title_zh=self.about["title_zh"],
            version=self.about["version"],
            licence=self.about["licence"],
            checksum=self.about["checksum"],
            notice=notice,
            data_sets=tuple(self.data_sets),
            flows=tuple(flows),
            inputs=_exchanges(
                (index[taken], column, amount)
                for column, taken_by in enumerate(self.inputs)
                for taken, amount in taken_by
            ),
            emissions=_exchanges(
                (flow_index[flow], column, amount)
                for column, emitted in enumerate(self.emissions)
                for flow, amount in emitted
            ),
            gases=self.gases,
            supplies=self._supplies(),
            losses=self.losses,
            grids=self._default_grids(),
            synonyms=self._synonyms(),
            recognised=self._recognised(),
        )

    def _synonyms(self) -> tuple[tuple[str, ...], ...]:
        groups: dict[str, list[str]] = defaultdict(list)
        for row in self.tables.get("search_synonyms", []):
            groups[row["group_id"]].append(normalised(row["term"]))
        return tuple(tuple(terms) for terms in groups.values())

    def _recognised(self) -> tuple[Recognised, ...]:
        return tuple(
            Recognised(
                key=row["key"],
                form=row["form"],
                route=row["route"],
                rank=int(row["rank"]),
                data_set=self._ref(row["data_set_id"]),
            )
            for row in self.tables.get("recognised", [])
        )

    def _add_row(self, table: str, row: Row) -> None:
        split, flows = self._split_and_flows(table, row)
        headline = sum(
            amount * self._source_factor(flow, row)
            for flow, amount in flows
            if flow.category.in_headline
        )
        self.data_sets.append(
            DataSet(
                ref=DataSetRef(database=self.about["id"], id=row["id"]),
                name_en=row["name_en"],
                name_zh=row["name_zh"],
                table=table,
                family=row[_FAMILY_COLUMN[table]],
                route=row[_ROUTE_COLUMN[table]] if table in _ROUTE_COLUMN else "",
                unit=_UNIT_SYMBOLS.get(row["unit"], row["unit"]),
                geography=row["geography"],
                year=int(row["year"]),
                kg_co2e=headline,
                boundary=row["boundary"],
                confidence=Confidence(row["confidence"]),
                source=self.sources[row["source_id"]],
                source_locator=row["source_locator"],
                licence=row["licence"],
                note=row["technology_note"],
                split=split,
                is_default=row.get("is_default") == "1",
                quoted=row.get("quoted") == "1",
                gsd=_number(row["gsd"]),
                low=_number(row["min"]),
                high=_number(row["max"]),
                recipe=self._recipe(row) if table == "processes" else None,
                further_sources=self._further_sources(row, split, flows),
                has_radiative_forcing=row["id"].endswith(_WITH_RADIATIVE_FORCING),
                report=GwpReport(row["gwp_basis"]),
                may_be_bio_based=table in _MATERIAL_TABLES
                and not self._is_fossil_family(table, row),
                states_land_use=row["dluc"] != "",
                statistics=self._statistics(row) if table == "devices" else None,
            )
        )
        self.emissions.append(flows)
        self.inputs.append([])

    def _statistics(self, row: Row) -> DeviceStatistics | None:
        """Give what is known behind a median; the largest maker is known of whole kinds alone."""
        if not row["n"] or int(row["n"]) < _FEWEST:
            return None
        makers = [
            (int(other["n"]), other["subset"].removeprefix(_MAKER))
            for other in self.tables["devices"]
            if other["device_category"] == row["device_category"]
            and other["subset"].startswith(_MAKER)
        ]
        most, maker = max(makers, default=(0, ""))
        if row["subset"].startswith(_MAKER):
            most, maker = int(row["n"]), row["subset"].removeprefix(_MAKER)
        elif row["subset"]:
            most, maker = 0, ""
        return DeviceStatistics(
            count=int(row["n"]),
            p10=_number(row["p10"]),
            p90=_number(row["p90"]),
            lifetime_years=_number(row["lifetime_years_median"]),
            mass_kg=_number(row["weight_kg_median"]),
            largest_maker=maker,
            largest_maker_share=most / int(row["n"]),
        )

    def _split_and_flows(
        self, table: str, row: Row
    ) -> tuple[SplitOrigin, list[tuple[ElementaryFlow, float]]]:
        """Give the elementary flows of a row per unit, and where their split comes from."""
        total = float(row["kgco2e_per_unit"])
        report = GwpReport(row["gwp_basis"])
        flows: dict[ElementaryFlow, float] = defaultdict(float)
        fossil = _number(row["fossil"])
        if fossil is not None:
            split = SplitOrigin.STATED
            self._add_gases(flows, ImpactCategory.FOSSIL, fossil, row)
            flows[ElementaryFlow(_CO2, ImpactCategory.BIOGENIC_CO2)] += (
                _number(row["biogenic_emission"]) or 0
            )
            flows[ElementaryFlow(_CO2, ImpactCategory.UPTAKE)] += (
                _number(row["biogenic_removal"]) or 0
            )
            flows[ElementaryFlow("", ImpactCategory.LAND_USE_CHANGE, report)] += (
                _number(row["dluc"]) or 0
            )
        elif table == "electricity_grid" and row["geography"][:3] in self.biogenic_share:
            split = SplitOrigin.ESTIMATED
            biogenic = total * self.biogenic_share[row["geography"][:3]]
            flows[ElementaryFlow("", ImpactCategory.BIOGENIC_NON_CO2, report)] += biogenic
            self._add_gases(flows, ImpactCategory.FOSSIL, total - biogenic, row)
        elif self._is_fossil_family(table, row):
            split = SplitOrigin.BY_FAMILY
            self._add_gases(flows, ImpactCategory.FOSSIL, total, row)
        else:
            split = SplitOrigin.NONE
            self._add_gases(flows, ImpactCategory.UNSPLIT, total, row)
        flows[ElementaryFlow("", ImpactCategory.AIRCRAFT, report)] += _number(row["aircraft"]) or 0
        return split, [(flow, amount) for flow, amount in flows.items() if amount]

    def _add_gases(
        self, flows: dict[ElementaryFlow, float], category: ImpactCategory, total: float, row: Row
    ) -> None:
        """Add a total as its gases and, unchanged beside them, what the gases don't explain.

        The rest may be negative in the last printed digit; kept, it makes the source's own total
        come back exactly under the source's own GWPs.
        """
        report = GwpReport(row["gwp_basis"])
        if report is GwpReport.CO2_ONLY:
            flows[ElementaryFlow(_CO2, category, report)] += total
            return
        rest = total
        for column, gas in (("co2_kg", _CO2), ("ch4_kg", _CH4_FOSSIL), ("n2o_kg", _N2O)):
            mass_kg = _number(row[column])
            if mass_kg:
                flow = ElementaryFlow(gas, category)
                flows[flow] += mass_kg
                rest -= mass_kg * self._source_factor(flow, row)
        if abs(rest) > _ROUNDING * abs(total):
            flows[ElementaryFlow("", category, report)] += rest

    def _source_factor(self, flow: ElementaryFlow, row: Row) -> float:
        """Give the GWP100 that the source of a row used for a flow [kg CO2e/kg].

        AR5 where the source states none: four fifths of the rows that state one use it.
        """
        if not flow.gas or flow.report is GwpReport.CO2_ONLY:
            return 1.0
        gas = self.gases[flow.gas]
        is_ar6 = row["gwp_basis"] == GwpReport.AR6
        return gas.factors[GwpSet.AR6_GWP100 if is_ar6 else GwpSet.AR5_GWP100]

    def _further_sources(
        self, row: Row, split: SplitOrigin, flows: list[tuple[ElementaryFlow, float]]
    ) -> tuple[Source, ...]:
        """Give the sources of the estimated split and of the gases' factors."""
        found = [
            source
            for flow, _ in flows
            if flow.gas and flow.report is None
            for source in self.gases[flow.gas].sources
        ]
        if split is SplitOrigin.ESTIMATED:
            mix = self.default_mixes[row["geography"][:3]]
            technologies = (
                self.default_technologies[key] for key in _MIX_COLUMNS if float(mix[key])
            )
            found += [self.sources[each["source_id"]] for each in (mix, *technologies)]
        return tuple(dict.fromkeys(found))

    def _recipe(self, row: Row) -> EnergyRecipe | None:
        """Give the energy of a process; heat is natural gas, the only heat fuel of the table."""
        electricity, heat, coal = (
            _number(row[column]) or 0.0 for column in ("electricity_kwh", "heat_mj", "coal_kg")
        )
        if not (electricity or heat or coal):
            return None
        burnt = ((_HEAT_FUEL, heat / _MJ_PER_KWH), (_COAL, coal))
        fuels = tuple((self._ref(fuel), amount) for fuel, amount in burnt if amount)
        return EnergyRecipe(electricity, fuels)

    def _is_fossil_family(self, table: str, row: Row) -> bool:
        return any(
            "+".join(row[name] for name in columns.split("+")) in values
            for columns, values in self.fossil_families.get(table, {}).items()
        )

    def _fossil_families(self) -> dict[str, dict[str, set[str]]]:
        """Give, by table and deciding column, the values that may be taken as fossil."""
        families: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in self.tables.get("fossil_families", []):
            if row["taken_as_fossil"] == "1":
                families[row["table"]][row["column"]].add(row["value"])
        return families

    def _biogenic_shares(self) -> dict[str, float]:
        """Give, by country, the share of a grid factor that is biogenic methane and nitrous oxide.

        w = s_b e_b / sum(s_t e_t) with the shares s of generation and the default factors e of the
        technologies (product rule); biogenic CO2 itself is not estimated.
        """
        shares = {}
        for country, mix in self.default_mixes.items():
            emitted = {
                key: float(mix[key]) * float(self.default_technologies[key]["kgco2e_per_unit"])
                for key in _MIX_COLUMNS
            }
            total = sum(emitted.values())
            shares[country] = emitted["bioenergy"] / total if total else 0.0
        return shares

    def _add_mix(self, row: Row, generation: Mapping[str, DataSet]) -> None:
        """Add a country's generation mix as a unit process over its technologies."""
        taken = [
            (self._technology(key, row["iso3"])["id"], float(row[key]))
            for key in _MIX_COLUMNS
            if float(row[key])
        ]
        splits = {generation[technology].split for technology, _ in taken}
        self.data_sets.append(
            DataSet(
                ref=DataSetRef(database=self.about["id"], id=row["id"]),
                name_en=self.english("dataset.mix", place=row["name_en"], year=row["year"]),
                name_zh=self.chinese("dataset.mix", place=row["name_zh"], year=row["year"]),
                table="electricity_mix",
                family=row["iso3"],
                route="generation_mix",
                unit="kWh",
                geography=row["iso3"],
                year=int(row["year"]),
                kg_co2e=sum(generation[technology].kg_co2e * share for technology, share in taken),
                boundary="life cycle, generation (power plant busbar)",
                confidence=Confidence.B,
                source=self.sources[row["source_id"]],
                source_locator=row["source_locator"],
                licence=row["licence"],
                note="shares of generation times the factors of its technologies",
                split=SplitOrigin.BY_FAMILY
                if SplitOrigin.BY_FAMILY in splits
                else SplitOrigin.STATED,
                is_default=False,
                further_sources=tuple(
                    dict.fromkeys(generation[technology].source for technology, _ in taken)
                ),
            )
        )
        self.emissions.append([])
        self.inputs.append(taken)

    def _technology(self, key: str, country: str) -> Row:
        """Give the country's own technology factor, the latest and surest, else the world's."""
        known = self.technologies.get((key, country), [])
        own = [row for row in known if row.get("quoted") != "1"]
        if not own:
            return self.default_technologies[key]
        return max(own, key=lambda row: (int(row["year"]), -ord(row["confidence"]), row["id"]))

    def _supplies(self) -> dict[str, GridSupply]:
        """Give each grid factor with its losses: its source's term, or the country's share."""
        terms = {
            (row["geography"], row["source_id"]): row["id"]
            for row in self.tables.get("electricity_technology", [])
            if row["technology_key"] == "td_losses"
        }
        supplies = {}
        for row in self.tables.get("electricity_grid", []):
            supply = GridSupply(self._ref(row["id"]))
            term = terms.get((row["geography"], row["source_id"]))
            if row["includes_td_losses"] != "1":
                supply = (
                    GridSupply(supply.data_set, loss_term=self._ref(term))
                    if term and row["scope_kind"] == "life_cycle"
                    else GridSupply(supply.data_set, loss=self._loss(row["geography"][:3]))
                )
            supplies[row["id"]] = supply
        return supplies

    def _loss(self, code: str) -> GridLoss:
        return self.losses.get(_LOSS_CODES.get(code, code), self.losses[WORLD])

    def _losses(self) -> dict[str, GridLoss]:
        return {
            row["iso3"]: GridLoss(
                row["id"],
                float(row["loss_fraction"]),
                int(row["year"]),
                self.sources[row["source_id"]],
                row["source_locator"],
            )
            for row in self.tables.get("electricity_losses", [])
        }

    def _default_grids(self) -> dict[str, str]:
        return {
            row["region_code"]: row["id"]
            for row in self.tables.get("electricity_grid", [])
            if row["is_default"] == "1"
        }

    def _ref(self, row_id: str) -> DataSetRef:
        return DataSetRef(database=self.about["id"], id=row_id)


# What gases leave unexplained below this share of a total is rounding of the sum, not a rest.
_ROUNDING = 1e-12
_UNIT_SYMBOLS = {"unit": "piece"}


def _exchanges(entries: Iterable[tuple[int, int, float]]) -> Exchanges:
    found = list(entries)
    rows, columns, amounts = zip(*found, strict=True) if found else ((), (), ())
    return Exchanges(
        np.array(rows, dtype=np.int64),
        np.array(columns, dtype=np.int64),
        np.array(amounts, dtype=float),
    )


def _source(row: Row) -> Source:
    return Source(
        row["source_id"],
        row["title"],
        row["publisher"],
        row["year"],
        row["licence"],
        row["attribution"],
    )


def _gas(row: Row, sources: dict[str, Source]) -> Gas:
    read_in = dict.fromkeys((row["source_id"], row["ar5_source_id"]))
    return Gas(
        id=row["id"],
        name_en=row["name_en"],
        name_zh=row["name_zh"],
        formula=row["formula"],
        cas=row["cas"],
        group=_GAS_GROUPS.get(row["category"], GasGroup.OTHER),
        is_biogenic=row["origin"] == "biogenic",
        factors={
            gwp_set: float(row[terms.column])
            for gwp_set, terms in GWP_SETS.items()
            if row[terms.column]
        },
        sources=tuple(sources[source_id] for source_id in read_in if source_id),
    )


def _number(text: str) -> float | None:
    return float(text) if text else None
