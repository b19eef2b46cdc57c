"""Merges a newer list into a study: what the list changed goes in, what was typed stays.

Three states are compared: the list before, the newer list, and the study. Where both the list and
the user changed a value, the user's stays and both are told. Steps, transport, and lines that were
added or moved by hand are kept.
"""

import enum
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from pcf.errors import EditError
from pcf.findings import Finding, Severity
from pcf.model.bom import Mass, MassOrigin, MatchOrigin, Part, walk
from pcf.model.bom_import import LISTED_FIELDS, BomImport, is_same, with_import
from pcf.model.edits import find
from pcf.model.pairing import pair_lines
from pcf.model.study import Study

# A blank cell takes back a mark or designators; it says nothing of a mass or a material.
_TAKEN_BACK_BY_BLANK = frozenset({"designators", "excluded"})
# One line more renumbers all that follow; whether a mark means "not in it" is told with the mark.
_NOT_TOLD = frozenset({"position", "left_out"})
# What proposals and estimates were made from.
_WORDS = frozenset({"number", "name", "name_zh", "material", "package"})
_STATED_ESTIMATES = frozenset({MassOrigin.ASSUMED, MassOrigin.REST})


class ChangeKind(enum.StrEnum):
    """What a newer list does to a line."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"
    KEPT = "kept"
    """The list says something new, but what was typed stays."""
    DROPPED = "dropped"
    """What the program had made from words that changed is taken out."""


class LineChange(msgspec.Struct, frozen=True, kw_only=True):
    """One change of one line.

    Attributes:
        node: id of the part.
        number: its part number.
        label: what names it in a sentence.
        field: the field concerned, "" for the line as a whole.
        before: what the study said; of a moved line, the assembly that it was in.
        after: what it says now; of a kept value, what the newer list says.
    """

    kind: ChangeKind
    node: str
    number: str
    label: str
    field: str = ""
    before: str = ""
    after: str = ""


class Revision(msgspec.Struct, frozen=True):
    """What a newer list makes of a study.

    Attributes:
        study: with the list merged in.
        changes: in the order of the newer list; removed lines last.
        findings: those of the list, by the ids of the study, then what the merge found.
        lines: how many lines the newer list has.
        unchanged: how many of them are as they were.
    """

    study: Study
    changes: tuple[LineChange, ...]
    findings: tuple[Finding, ...]
    lines: int
    unchanged: int


def merge_list(study: Study, newer: BomImport) -> Revision:
    """Merge a newer list into the assembly that it is for (`newer.into`).

    A study that remembers no list for the assembly, nor one of an assembly above it, is taken to be
    as its list was.

    Raises:
        EditError: the study has no such assembly.
    """
    assembly = find(study, newer.into)
    if not isinstance(assembly, Part):
        raise EditError("edit-node-unknown", where=newer.into)
    listed = _parts_as_listed(study, assembly)
    merging = _Merging(assembly, listed, newer)
    merged = merging.merged()
    known = {part.id for top in newer.parts for part in walk(top)}
    changed = {change.node for change in merging.changes if change.kind is not ChangeKind.REMOVED}
    remembered = msgspec.structs.replace(
        newer,
        parts=tuple(merging.as_known(part) for part in newer.parts),
        findings=tuple(merging.about_known(each) for each in newer.findings),
    )
    return Revision(
        study=msgspec.structs.replace(
            study,
            bom=_with_assembly(study.bom, merged),
            imports=with_import(study.imports, remembered),
        ),
        changes=tuple(merging.changes),
        findings=(*remembered.findings, *merging.findings),
        lines=len(known),
        unchanged=len(known) - len(changed),
    )


def _parts_as_listed(study: Study, assembly: Part) -> tuple[Part, ...]:
    """Give the parts of an assembly as its own list had them, else as a list above it had them."""
    for each in study.imports:
        if each.into == assembly.id:
            return each.parts
    for each in study.imports:
        if (line := each.lines().get(assembly.id)) is not None:
            return line.parts
    return assembly.parts


def _with_assembly(root: Part, assembly: Part) -> Part:
    """Give a tree with one of its assemblies replaced by a state of it."""
    if root.id == assembly.id:
        return assembly
    parts = tuple(_with_assembly(part, assembly) for part in root.parts)
    is_same_tree = all(new is old for new, old in zip(parts, root.parts, strict=True))
    return root if is_same_tree else msgspec.structs.replace(root, parts=parts)


class _Merging:
    """One merge: which lines are the same, and what was found on the way."""

    def __init__(self, assembly: Part, listed: Sequence[Part], newer: BomImport) -> None:
        self.changes: list[LineChange] = []
        self.findings: list[Finding] = []
        self._assembly = assembly
        self._fields = [field for field in LISTED_FIELDS if field in newer.fields]
        self._tops = newer.parts
        self._known_of = pair_lines(assembly.parts, newer.parts)
        self._newer_of = {
            self._known_of[part.id].id: part
            for top in newer.parts
            for part in walk(top)
            if part.id in self._known_of
        }
        self._listed = {part.id: part for top in listed for part in walk(top)}
        self._parent = _parents(assembly.id, assembly.parts)
        self._label = {part.id: part.label for part in walk(assembly)}
        self._label |= {part.id: part.label for top in newer.parts for part in walk(top)}
        was_under = _parents(assembly.id, listed)
        is_under = {
            self._id(child): self._id(parent)
            for child, parent in _parents(assembly.id, newer.parts).items()
        }
        self._moved_by_hand = {
            line
            for line in self._newer_of
            if line in was_under
            and self._parent[line] != was_under[line] == is_under[line]
            and self._stays(self._parent[line])
        }

    def merged(self) -> Part:
        """Give the assembly with the newer list in it."""
        parts = self._children(self._tops, self._assembly)
        rescued = [
            self._as_kept(part)
            for part in walk(self._assembly)[1:]
            if self._is_by_hand(part) and not self._stays(self._parent[part.id])
        ]
        for part in rescued:
            self._find(Severity.WARNING, "merge-line-rescued", part)
        self._tell_removed()
        return msgspec.structs.replace(self._assembly, parts=(*parts, *rescued))

    def as_known(self, newer: Part) -> Part:
        """Give a line of the newer list, with all below it, under the ids of the study."""
        parts = tuple(map(self.as_known, newer.parts))
        return msgspec.structs.replace(newer, id=self._id(newer.id), parts=parts)

    def about_known(self, finding: Finding) -> Finding:
        """Give a finding of the newer list by the id that its line has in the study."""
        return msgspec.structs.replace(finding, node=self._id(finding.node))

    def _id(self, newer_id: str) -> str:
        known = self._known_of.get(newer_id)
        return newer_id if known is None else known.id

    def _stays(self, line: str) -> bool:
        return line in self._newer_of or line not in self._listed

    def _is_by_hand(self, part: Part) -> bool:
        return part.id not in self._newer_of and part.id not in self._listed

    def _line(self, newer: Part, parent: str) -> Part:
        """Give a line of the newer list as it stands in the study then.

        Args:
            newer: as the newer list has it.
            parent: id of the assembly under which it comes to stand.
        """
        known = self._known_of.get(newer.id)
        if known is None:
            self._tell(ChangeKind.ADDED, newer)
            empty = msgspec.structs.replace(newer, parts=())
            return msgspec.structs.replace(empty, parts=self._children(newer.parts, empty))
        if self._parent[known.id] != parent:
            before, after = (self._label.get(each, "") for each in (self._parent[known.id], parent))
            self._tell(ChangeKind.MOVED, newer, before=before, after=after, node=known.id)
        merged = self._with_words_checked(known, self._with_fields(known, newer))
        return msgspec.structs.replace(merged, parts=self._children(newer.parts, known))

    def _children(self, newer: Iterable[Part], known: Part) -> tuple[Part, ...]:
        """Give the parts of an assembly: the list's in its order, those by hand among them."""
        placed = [
            self._line(part, known.id)
            for part in newer
            if self._id(part.id) not in self._moved_by_hand
        ]
        places = {part.id: place for place, part in enumerate(placed)}
        behind: dict[int, list[Part]] = {}
        last = -1
        for part in known.parts:
            last = places.get(part.id, last)
            if self._is_by_hand(part):
                behind.setdefault(last, []).append(self._as_kept(part))
            elif part.id in self._moved_by_hand:
                behind.setdefault(last, []).append(self._line(self._newer_of[part.id], known.id))
        ordered = list(behind.get(-1, []))
        for place, part in enumerate(placed):
            ordered += [part, *behind.get(place, [])]
        return tuple(ordered)

    def _as_kept(self, part: Part) -> Part:
        """Give a line that was added by hand, without what the list puts elsewhere."""
        if not part.parts:
            return part
        return msgspec.structs.replace(part, parts=self._children((), part))

    def _with_fields(self, known: Part, newer: Part) -> Part:
        """Give a line of the study with what the list changed about it."""
        listed = self._listed.get(known.id)
        changes: dict[str, Any] = {}
        for field in self._fields:
            ours, theirs = getattr(known, field), getattr(newer, field)
            was = ours if listed is None else getattr(listed, field)
            says_nothing = not theirs and field not in _TAKEN_BACK_BY_BLANK
            if is_same(ours, theirs) or is_same(was, theirs) or says_nothing:
                continue
            keeps = not is_same(was, ours) and not _is_made(known, field)
            kind = ChangeKind.KEPT if keeps else ChangeKind.CHANGED
            if field not in _NOT_TOLD:
                self._tell(kind, newer, field, _text(ours), _text(theirs), node=known.id)
            if not keeps:
                changes[field] = theirs
        return msgspec.structs.replace(known, **changes) if changes else known

    def _with_words_checked(self, known: Part, merged: Part) -> Part:
        """Take out what was proposed or estimated from words that changed; tell what was typed."""
        changed = {each for each in _WORDS if getattr(known, each) != getattr(merged, each)}
        if not changed:
            return merged
        dropped: dict[str, Any] = {}
        for field in ("data_set", "mass"):
            value = getattr(merged, field)
            if value is None or not is_same(value, getattr(known, field)):
                continue
            if _is_made(merged, field):
                self._tell(ChangeKind.DROPPED, merged, field, _text(value))
                dropped[field] = None
            elif changed - {"name", "name_zh"}:
                self._find(Severity.WARNING, "merge-value-kept", merged, field, _text(value))
        return msgspec.structs.replace(merged, **dropped) if dropped else merged

    def _tell_removed(self) -> None:
        for part in walk(self._assembly)[1:]:
            if self._stays(part.id):
                continue
            self._tell(ChangeKind.REMOVED, part)
            if part.steps:
                self._find(Severity.WARNING, "merge-steps-removed", part, text=str(len(part.steps)))
            listed = self._listed[part.id]
            for field in ("data_set", "mass"):
                value = getattr(part, field)
                is_stated = value is not None and not _is_made(part, field)
                if is_stated and not is_same(getattr(listed, field), value):
                    self._find(Severity.WARNING, "merge-value-removed", part, field, _text(value))

    def _tell(  # noqa: PLR0913, PLR0917  one argument a fact
        self,
        kind: ChangeKind,
        part: Part,
        field: str = "",
        before: str = "",
        after: str = "",
        node: str = "",
    ) -> None:
        self.changes.append(
            LineChange(
                kind=kind,
                node=node or part.id,
                number=part.number,
                label=part.label,
                field=field,
                before=before,
                after=after,
            )
        )

    def _find(
        self, severity: Severity, key: str, part: Part, field: str = "", text: str = ""
    ) -> None:
        fields: dict[str, str | int | float] = {"name": part.label, "text": text}
        if field:
            fields["what"] = f"@field.{field}"
        self.findings.append(
            Finding(severity=severity, key=key, node=part.id, field=field, fields=fields)
        )


def _parents(top: str, parts: Sequence[Part]) -> dict[str, str]:
    """Give the id of the assembly of each line, `top` for the topmost."""
    parents = {part.id: top for part in parts}
    for each in parts:
        for part in walk(each):
            parents |= {child.id: part.id for child in part.parts}
    return parents


def _is_made(part: Part, field: str) -> bool:
    """Tell whether the program made a value, so that it may make it anew."""
    if field == "data_set":
        match = part.current_match
        return match is not None and match.origin is MatchOrigin.PROPOSED
    mass = part.mass
    made = mass is not None and mass.origin.is_estimate and mass.origin not in _STATED_ESTIMATES
    return field == "mass" and made


def _text(value: Any) -> str:  # noqa: ANN401  any field's value
    """Give a value as it was typed."""
    amount = value.amount if isinstance(value, Mass) else value
    return "" if value is None else getattr(amount, "text", str(amount))
