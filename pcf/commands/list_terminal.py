"""Parts lists, matches, reviews and merges in words for a terminal, and as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pcf.background.catalogue import Catalogue
from pcf.background.match import Proposal
from pcf.commands.terminal import counts, table
from pcf.exchange.sheet_cells import column_letter
from pcf.findings import Finding, worst_first
from pcf.model.bom import Mass, Part, walk
from pcf.model.revision import ChangeKind, LineChange
from pcf.model.study import Study
from pcf.results import display
from pcf.texts import Texts
from pcf.workflow.matching import Matched
from pcf.workflow.merging import Merged

if TYPE_CHECKING:
    from pcf.exchange.bom_sheet import BomSheet
    from pcf.exchange.review_answers import Review

_ALIKE_SHOWN = 5
_LINES_SHOWN = 200
_ROWS_SHOWN = 30
_LONGEST_CELL = 44
_SHOWN = ("name", "number", "quantity", "material", "mass")


def read_list(path: Path, sheet: "BomSheet", texts: Texts) -> str:
    """Show what a parts list is read as: where its headings are, its columns, its first lines."""
    head = [
        texts("lists.column"),
        texts("lists.heading"),
        texts("lists.holds"),
        texts("lists.unit"),
    ]
    columns = [
        [
            column_letter(each.place),
            _cut(each.heading),
            texts(f"column-field.{each.field}"),
            each.unit,
        ]
        for each in sheet.columns
    ]
    parts = [part for top in sheet.parts for part in _below(top, 1)]
    lines = [
        [
            "  " * (level - 1) + _cut(part.label),
            _cut(part.number),
            _cut(_quantity(part)),
            _cut(part.material),
            _cut(part.mass.amount.text) if part.mass else "",
        ]
        for part, level in parts[:_LINES_SHOWN]
    ]
    titles = [texts(f"review.column.{each}") for each in _SHOWN]
    return "\n\n".join(
        [
            texts(
                "lists.read",
                path=texts("lists.of-sheet", path=path.name, sheet=sheet.sheet)
                if sheet.sheet
                else path.name,
                headings=texts("lists.headings", row=", ".join(map(str, sheet.heading_rows)))
                if sheet.heading_rows
                else texts("lists.no-headings"),
                lines=sheet.rows,
                excluded=sum(bool(part.excluded) for part, _ in parts),
                skipped=len(sheet.skipped),
            ),
            _filled_table(head, columns, right=set()),
            _filled_table(titles, lines, right={2, 4}) + _more(len(parts), texts),
            _findings(sheet.findings, texts),
        ]
    )


def matched(path: Path, found: Matched, catalogue: Catalogue, texts: Texts) -> str:
    """Say what the lines of a study are matched with, and what is only proposed."""
    lines = _open_parts(found.study)
    head = [
        texts("lists.line"),
        texts("terminal.data-set"),
        "id",
        texts("review.column.confidence"),
        texts("review.column.mass"),
    ]
    rows = [_match_row(part, found.proposals, catalogue, texts) for part in lines[:_LINES_SHOWN]]
    # What was taken over stands in the table; its reasons are in the review and in the JSON.
    said = [each for each in found.findings if each.key.partition("-")[0] not in {"match", "mass"}]
    body = table(head, rows, right={3, 4}) + _more(len(lines), texts) if rows else ""
    return "\n\n".join(filter(None, (_matches(path, found, texts), body, _findings(said, texts))))


def _matches(path: Path, found: Matched, texts: Texts) -> str:
    """Say how many lines of a study have a data set and a mass."""
    lines = _open_parts(found.study)
    taken = sum(part.data_set is not None for part in lines)
    return texts(
        "lists.matched",
        path=str(path),
        lines=len(lines),
        taken=taken,
        proposed=len(found.proposals),
        nothing=len(lines) - taken - len(found.proposals),
        masses=sum(part.mass is not None for part in lines),
        estimated=sum(part.mass is not None and part.mass.origin.is_estimate for part in lines),
    )


def reviewed(path: Path, answers: "Review", texts: Texts) -> str:
    """Say what a review file answered."""
    summary = texts(
        "lists.reviewed",
        path=str(path),
        rows=answers.rows,
        edits=len({(each.node, each.field) for each in answers.edits if each.field != "match"}),
        confirmed=len(answers.confirmed),
    )
    said = _findings(answers.findings, texts, alike_shown=_LINES_SHOWN)  # each is to be mended
    return "\n\n".join(filter(None, (summary, said)))


def merged(path: Path, found: Merged, texts: Texts, *, kept: bool) -> str:
    """Say what a newer list changed, line by line."""
    revision = found.revision
    changes = [each.kind for each in revision.changes]
    summary = texts(
        "lists.merged" if kept else "lists.would-merge",
        path=str(path),
        lines=revision.lines,
        unchanged=revision.unchanged,
        **{kind.value: changes.count(kind) for kind in ChangeKind},
    )
    said = [_change(each, texts) for each in revision.changes]
    findings = _findings(revision.findings, texts)
    matches = _matches(path, found.matched, texts)
    return "\n\n".join(filter(None, (summary, "\n".join(said), findings, matches)))


def list_json(path: Path, sheet: "BomSheet", texts: Texts) -> dict[str, Any]:
    """Give what a parts list is read as."""
    return {
        "file": str(path),
        "sheet": sheet.sheet,
        "heading_rows": list(sheet.heading_rows),
        "columns": [
            {
                "column": column_letter(each.place),
                "place": each.place,
                "heading": each.heading,
                "field": each.field,
                "unit": each.unit,
            }
            for each in sheet.columns
        ],
        "lines": [
            _line_json(part) | {"level": level, "row": sheet.row_of.get(part.id)}
            for top in sheet.parts
            for part, level in _below(top, 1)
        ],
        "skipped": [
            {"row": each.row, "reason": each.reason, "text": each.text} for each in sheet.skipped
        ],
        "findings": _findings_json(sheet.findings, texts),
    }


def matched_json(path: Path, found: Matched, texts: Texts) -> dict[str, Any]:
    """Give the lines of a study with data sets, masses and proposals."""
    return {
        "study": str(path),
        "lines": [
            _line_json(part)
            | {
                "proposals": [
                    _proposal_json(each, texts) for each in found.proposals.get(part.id, ())
                ]
            }
            for part in _open_parts(found.study)
        ],
        "findings": _findings_json(found.findings, texts),
    }


def merged_json(path: Path, found: Merged, texts: Texts) -> dict[str, Any]:
    """Give what a newer list changed."""
    return {
        "study": str(path),
        "lines": found.revision.lines,
        "unchanged": found.revision.unchanged,
        "changes": [
            {
                "kind": each.kind.value,
                "node": each.node,
                "number": each.number,
                "name": each.label,
                "field": each.field,
                "before": each.before,
                "after": each.after,
            }
            for each in found.revision.changes
        ],
        "findings": _findings_json((*found.revision.findings, *found.matched.findings), texts),
    }


def reviewed_json(path: Path, answers: "Review", texts: Texts) -> dict[str, Any]:
    """Give what a review file answered."""
    return {
        "study": str(path),
        "rows": answers.rows,
        "confirmed": list(answers.confirmed),
        "edited": sorted({each.node for each in answers.edits}),
        "findings": _findings_json(answers.findings, texts),
    }


def _open_parts(study: Study) -> list[Part]:
    """Give the lines that take a data set of their own."""
    return [part for part in walk(study.bom)[1:] if not (part.parts or part.excluded)]


def _below(part: Part, level: int) -> Iterable[tuple[Part, int]]:
    yield part, level
    for child in part.parts:
        yield from _below(child, level + 1)


def _match_row(
    part: Part,
    proposals: Mapping[str, tuple[Proposal, ...]],
    catalogue: Catalogue,
    texts: Texts,
) -> list[str]:
    first = next(iter(proposals.get(part.id, ())), None)
    ref = part.data_set or (first.data_set if first else None)
    known = catalogue.get(ref) if ref else None
    name = texts.choose(known.name_en, known.name_zh) if known else ""
    match = part.current_match
    sure = match.confidence if match else None if part.data_set or not first else first.confidence
    return [
        _cut(part.label),
        _cut(("" if part.data_set or not name else "? ") + name),
        ref.id if ref else "–",
        "" if sure is None else display.percent(sure, 0),
        _mass(part.mass),
    ]


def _mass(mass: Mass | None) -> str:
    if mass is None:
        return "–"
    return f"≈ {mass.amount.text}" if mass.origin.is_estimate else mass.amount.text


def _quantity(part: Part) -> str:
    return part.quantity.text if part.quantity else "–"


def _change(change: LineChange, texts: Texts) -> str:
    name = " ".join(dict.fromkeys(map(_cut, filter(None, (change.number, change.label)))))
    return "  " + texts(
        f"revision.{change.kind.value}",
        name=name,
        field=texts(f"field.{change.field}") if change.field else "",
        before=_cut(change.before) or "–",
        after=_cut(change.after) or "–",
    )


def _cut(text: str) -> str:
    """Give a text as one short line, without signs that would command the terminal."""
    line = "".join(filter(str.isprintable, " ".join(text.split())))
    return line if len(line) <= _LONGEST_CELL else f"{line[: _LONGEST_CELL - 1]}…"


def _filled_table(head: Sequence[str], body: Sequence[Sequence[str]], right: set[int]) -> str:
    """Give a table without the columns in which no row says anything."""
    filled = [place for place in range(len(head)) if any(row[place] for row in body)]
    return table(
        [head[place] for place in filled],
        [[row[place] for place in filled] for row in body],
        right={number for number, place in enumerate(filled) if place in right},
    )


def _more(count: int, texts: Texts) -> str:
    hidden = count - _LINES_SHOWN
    return "\n" + texts("terminal.more", count=hidden) if hidden > 0 else ""


def _findings(found: Sequence[Finding], texts: Texts, *, alike_shown: int = _ALIKE_SHOWN) -> str:
    """Say findings worst first, the first few of each kind, and in which rows there are more."""
    if not found:
        return ""
    kinds: dict[str, list[Finding]] = {}
    for each in worst_first(list(found)):
        kinds.setdefault(each.key, []).append(each)
    lines = [counts(found, texts)]
    for alike in kinds.values():
        for each in alike[:alike_shown]:
            severity = texts(f"severity.{each.severity.value}")
            what, mend = texts.what(each), texts.mend(each)
            lines.append(texts("lists.finding", severity=severity, what=what, mend=mend))
        if more := alike[alike_shown:]:
            lines.append("  " + _more_alike(more, texts))
    return "\n".join(lines)


def _more_alike(found: Sequence[Finding], texts: Texts) -> str:
    rows = [str(each.fields["row"]) for each in found if "row" in each.fields]
    if not rows:
        return texts("lists.more-alike", count=len(found))
    dots = ", …" if len(rows) > _ROWS_SHOWN else ""
    said = ", ".join(rows[:_ROWS_SHOWN]) + dots
    return texts("lists.more-alike-in-rows", count=len(found), rows=said)


def _line_json(part: Part) -> dict[str, Any]:
    mass, match = part.mass, part.current_match
    return {
        "id": part.id,
        "position": part.position,
        "number": part.number,
        "name": part.name,
        "name_zh": part.name_zh,
        "material": part.material,
        "designators": part.designators,
        "package": part.package,
        "manufacturer": part.manufacturer,
        "manufacturer_number": part.manufacturer_number,
        "quantity": None
        if part.quantity is None
        else {
            "text": part.quantity.text,
            "number": part.quantity.number,
            "unit": part.quantity.unit,
        },
        "mass": None
        if mass is None
        else {
            "text": mass.amount.text,
            "kg": mass.amount.si,
            "low_kg": mass.low,
            "high_kg": mass.high,
            "origin": mass.origin.value,
            "basis": mass.basis,
        },
        "data_set": str(part.data_set) if part.data_set else None,
        "confidence": match.confidence if match else None,
        "match": match.origin.value if match else None,
        "excluded": part.excluded,
        "note": part.note,
    }


def _proposal_json(proposal: Proposal, texts: Texts) -> dict[str, Any]:
    return {
        "data_set": str(proposal.data_set),
        "confidence": round(proposal.confidence, 3),
        "reason": texts(proposal.reason, **proposal.fields),
        "has_amount": proposal.has_amount,
    }


def _findings_json(found: Iterable[Finding], texts: Texts) -> list[dict[str, Any]]:
    return [
        {
            "severity": each.severity.value,
            "key": each.key,
            "node": each.node,
            "field": each.field,
            "row": each.fields.get("row"),
            "what": texts.what(each),
            "mend": texts.mend(each),
        }
        for each in worst_first(list(found))
    ]
