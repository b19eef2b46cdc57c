"""Refurbishment cases and registers in words for a terminal, and as JSON."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pcf.circularity.case import CaseResult, Estimate, Life
from pcf.circularity.case_words import (
    break_even_words,
    case_name,
    claim,
    headline_reason,
    life_name,
    rate_words,
)
from pcf.circularity.refurbishment import new_year, refurbished_year
from pcf.commands.terminal import counts, findings_json, table
from pcf.findings import Severity
from pcf.model.refurbishment import DeviceRegister
from pcf.results.display import MISSING, fixed, significant
from pcf.texts import Texts

if TYPE_CHECKING:
    from pcf.exchange.device_register import RegisterReading

_KG_PER_T = 1000.0
_HEADS = ("category", "devices", "new-device", "lives", "new-year", "refurbished-year")


def case(result: CaseResult, texts: Texts) -> str:
    """Give one case: its fleet, the scenarios side by side, break-even, findings."""
    blocks = [f"{case_name(result.case, texts)}\n{texts('terminal.not-a-footprint')}"]
    if result.scenarios:
        blocks += [_fleet(result, texts), _scenarios(result, texts)]
    if result.case.published:
        blocks.append(_published(result, texts))
    blocks.append(_findings(result, texts))
    return "\n\n".join(blocks)


def _fleet(result: CaseResult, texts: Texts) -> str:
    heads = [texts(f"terminal.fleet.{each}") for each in _HEADS]
    heads += [f"d {rate_words(each.displacement)}, t" for each in result.scenarios]
    rows = [
        [
            *_life_cells(each, texts),
            *(_tonnes(scenario.lives[place]) for scenario in result.scenarios),
        ]
        for place, each in enumerate(result.lives)
    ]
    total = [
        texts("terminal.fleet.all"),
        f"{result.devices:,.0f}".replace(",", " "),
        "",
        "",
        "",
        "",
    ]
    rows.append([*total, *(_tonnes(each.fleet) for each in result.scenarios)])
    return table(heads, rows, right={1, 2, 4, 5, 6, 7, 8})


def _life_cells(life: Life, texts: Texts) -> list[str]:
    name = life_name(life, texts)
    devices = MISSING if life.devices is None else f"{life.devices:,.0f}".replace(",", " ")
    terms = life.terms
    if terms is None:
        return [name, devices, MISSING, MISSING, MISSING, MISSING]
    return [
        name,
        devices,
        significant(float(terms.production + terms.delivery)),
        f"{float(terms.new_life):g} / {float(terms.life):g}",
        significant(float(new_year(terms))),
        significant(float(refurbished_year(terms))),
    ]


def _tonnes(estimate: Estimate | None) -> str:
    return MISSING if estimate is None else fixed(estimate.value / _KG_PER_T, 1)


def _scenarios(result: CaseResult, texts: Texts) -> str:
    lines = []
    for each in result.scenarios:
        key = "terminal.scenario" if not result.is_certain else "terminal.scenario.certain"
        words = texts(
            key,
            name=texts(f"scenario.{each.name}"),
            rate=rate_words(each.displacement),
            value=significant(each.fleet.value / _KG_PER_T),
            low=significant(each.fleet.low / _KG_PER_T),
            high=significant(each.fleet.high / _KG_PER_T),
        )
        lines.append(f"{words}  ←" if each is result.headline else words)
    lines += [headline_reason(result, texts), break_even_words(result, texts)]
    if said := claim(result, texts):
        lines.append(said)
    lines.append(
        texts(
            "terminal.draws",
            count=result.case.iterations,
            seed=result.case.seed,
            sha256=result.sha256,
        )
    )
    return "\n".join(lines)


def _published(result: CaseResult, texts: Texts) -> str:
    heads = [
        texts(f"terminal.published.{each}")
        for each in ("row", "devices", "unit", "total", "product", "range", "unrounded", "fits")
    ]
    rows = []
    for row in result.case.published:
        found = result.reproductions.get(row.id)
        name = texts.choose(row.name, row.name_zh)
        devices = f"{row.devices.si:,.0f}".replace(",", " ") if row.devices else MISSING
        if found is None:
            rows.append([name, devices, row.unit_text, row.total_text, *[MISSING] * 4])
            continue
        rows.append(
            [
                name,
                devices,
                row.unit_text,
                row.total_text,
                fixed(found.product_t, 2),
                f"{fixed(found.possible_t.low, 1)} – {fixed(found.possible_t.high, 1)}",
                f"{found.unit_kg.low:.5f} – {found.unit_kg.high:.5f}",
                texts("word.yes" if found.is_possible else "word.no"),
            ]
        )
    return "\n".join(
        [table(heads, rows, right={1, 2, 3, 4, 5, 6}), texts("terminal.published.note")]
    )


def _findings(result: CaseResult, texts: Texts) -> str:
    lines = [counts(result.findings, texts)]
    for severity in Severity:
        group = [each for each in result.findings if each.severity is severity]
        if group:
            lines.append(f"\n{texts(f'severity.{severity.value}')} ({len(group)})")
        for each in group:
            lines += [f"  - {texts.what(each)}", f"    {texts.mend(each)}"]
    return "\n".join(lines)


def case_json(result: CaseResult, texts: Texts) -> dict[str, Any]:
    """Give a case as JSON: unrounded, each number beside its displacement rate."""
    headline = result.headline
    return {
        "case": result.case.id,
        "name": texts.choose(result.case.name, result.case.name_zh),
        "ledger": "avoided_emissions",
        "result": result.id,
        "sha256": result.sha256,
        "booking": result.case.booking.value,
        "is_blocked": result.is_blocked,
        "break_even_displacement": result.break_even,
        "devices": result.devices,
        "headline": headline.name if headline else None,
        "scenarios": [
            {
                "name": each.name,
                "displacement": each.displacement.rate,
                "fleet_kg_co2e": _estimate_json(each.fleet),
                "lives": [
                    {
                        "category": life.category.id,
                        "life": life.place + 1,
                        "devices": life.devices,
                        "kg_co2e": _estimate_json(each.lives[place]),
                        "kg_co2e_per_device": _estimate_json(each.per_device[place]),
                    }
                    for place, life in enumerate(result.lives)
                ],
            }
            for each in result.scenarios
        ],
        "findings": findings_json(Path(), result.findings, texts)["findings"],
    }


def _estimate_json(estimate: Estimate | None) -> dict[str, float] | None:
    if estimate is None:
        return None
    return {
        "value": estimate.value,
        "p2_5": estimate.low,
        "median": estimate.median,
        "p97_5": estimate.high,
        "share_above_zero": estimate.positive,
    }


# ---------------------------------------------------------------- registers


def register(reading: "RegisterReading", texts: Texts) -> str:
    """Say how a register was read: its columns, what was counted, what was not and why."""
    found = reading.register
    columns = [
        [texts(f"register.column.{column.value}"), heading]
        for column, heading in reading.columns.items()
    ]
    sold: dict[str, list[int]] = {}
    for each in found.sums:
        counted = sold.setdefault(each.category, [0, 0, 0])
        for place, number in enumerate((each.received, each.sold, each.returned)):
            counted[place] += number
    heads = [
        texts(f"terminal.register.{each}") for each in ("category", "listed", "sold", "returned")
    ]
    rows = [
        [category, *(f"{number:,}".replace(",", " ") for number in counted)]
        for category, counted in sold.items()
    ]
    blocks = [
        texts("terminal.register-read", file=found.file, rows=found.rows, sha256=found.sha256),
        table(
            [texts("terminal.register.holds"), texts("terminal.register.heading")],
            columns,
            right=set(),
        ),
        table(heads, rows, right={1, 2, 3}),
    ]
    if found.rejected:
        blocks.append(
            "\n".join(
                texts(
                    "terminal.register-rejected",
                    reason=texts(f"register.{each.reason}"),
                    count=each.rows,
                    rows=", ".join(map(str, each.first))
                    + (" …" if each.rows > len(each.first) else ""),
                )
                + f"\n  {texts(f'register.mend.{each.reason}')}"
                for each in found.rejected
            )
        )
    return "\n\n".join(blocks)


def register_json(found: DeviceRegister, texts: Texts) -> Mapping[str, Any]:
    """Give what a study would keep of a register."""
    return {
        "file": found.file,
        "sha256": found.sha256,
        "rows": found.rows,
        "sums": [
            {
                "category": each.category,
                "month": each.month,
                "received": each.received,
                "sold": each.sold,
                "returned": each.returned,
            }
            for each in found.sums
        ],
        "rejected": [
            {
                "reason": texts(f"register.{each.reason}"),
                "rows": each.rows,
                "first": list(each.first),
            }
            for each in found.rejected
        ],
    }
