"""What the checks say, as rows: findings to mend, or the rows of the checklist, in groups."""

import enum
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from pcf.findings import Finding, Severity
from pcf.model.edits import nodes_below
from pcf.results.checklist import ChecklistRow, RowState, remark, requirement, rule_of, rules_of
from pcf.results.names import node_name
from ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex

RowRole = Qt.ItemDataRole.UserRole + 20
"""The `CheckRow` of a row."""


class Show(enum.Enum):
    """Which rows are shown."""

    TO_DO = "to-do"
    ALL = "all"
    PASSED = "passed"
    NOT_APPLICABLE = "not-applicable"


class Grouping(enum.Enum):
    """By what rows stand together."""

    SEVERITY = "severity"
    PAGE = "page"
    RULE = "rule"


class CheckRow(NamedTuple):
    """One row: a finding, a row of the checklist, or the head of a group.

    Attributes:
        group: what the head of its group says.
        order: of its group among the others.
        rule: id of the checklist's row, "" for none.
        what: the sentence.
        where: page and node, or how a row of the checklist stands.
        said: short word for severity or state.
    """

    group: str
    order: int
    rule: str
    what: str
    where: str
    said: str
    severity: Severity | None = None
    state: RowState | None = None
    finding: Finding | None = None
    is_head: bool = False


class CheckListModel(QAbstractTableModel):
    """The rows that are shown, with a head above each group."""

    HEADS = ("severity", "rule", "what")

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__()
        self._desk = desk
        self._show = Show.TO_DO
        self._grouping = Grouping.SEVERITY
        self._pages: dict[str, str] = {}
        self.rows: list[CheckRow] = []

    def arrange(self, show: Show, grouping: Grouping, pages: dict[str, str]) -> None:
        """Show some rows in groups.

        Args:
            show: which rows.
            grouping: by what they stand together.
            pages: page of each node, by its id.
        """
        self.beginResetModel()
        self._show, self._grouping, self._pages = show, grouping, pages
        rows = self._findings() if show is Show.TO_DO else self._checklist(show)
        self.rows = list(_with_heads(rows)) if grouping is not Grouping.SEVERITY else rows
        self.endResetModel()

    def counts(self) -> dict[Show, int]:
        """Give how many rows each choice shows."""
        calculation = self._desk.open.calculation
        checklist = calculation.checklist if calculation else ()
        states = [each.state for each in checklist]
        apart = {RowState.NOT_APPLICABLE, RowState.ANSWERED}
        return {
            Show.TO_DO: len(self._desk.open.findings),
            Show.ALL: len(states),
            Show.PASSED: states.count(RowState.FULFILLED),
            Show.NOT_APPLICABLE: sum(state in apart for state in states),
        }

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Give the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Give the number of columns."""
        return 0 if parent.isValid() else len(self.HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401  Qt's own
        """Give the heads."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._desk.texts(f"ui.checks.head-{self.HEADS[section]}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Leave heads of groups out of the selection."""
        flags = super().flags(index)
        is_head = index.isValid() and self.rows[index.row()].is_head
        return flags & ~Qt.ItemFlag.ItemIsSelectable if is_head else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Give the words of a cell; the delegate draws them from the row."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return (row.said, row.rule, row.what)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and row.finding is not None:
            return f"{row.what}\n{self._desk.texts.mend(row.finding)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.said} {row.rule} {row.what} {row.where}"
        return None

    def _findings(self) -> list[CheckRow]:
        texts = self._desk.texts
        nodes = {node.id: node for node in nodes_below(self._desk.open.study)}
        severities = list(Severity)
        found = []
        for each in self._desk.open.findings:
            page = texts(f"ui.page.{self._pages.get(each.node, 'scope')}")
            node = nodes.get(each.node)
            name = node_name(node, texts) if node else ""
            where = texts("ui.checks.where", page=page, name=name) if name else page
            said, rule = texts(f"severity.{each.severity.value}"), rule_of(each)
            group = {Grouping.SEVERITY: said, Grouping.PAGE: page, Grouping.RULE: rule}
            found.append(
                CheckRow(
                    group[self._grouping],
                    severities.index(each.severity) if self._grouping is Grouping.SEVERITY else 0,
                    rule,
                    texts.what(each),
                    where,
                    said,
                    severity=each.severity,
                    finding=each,
                )
            )
        return sorted(found, key=lambda row: (row.order, row.group)) if found else []

    def _checklist(self, show: Show) -> list[CheckRow]:
        calculation = self._desk.open.calculation
        checklist = calculation.checklist if calculation else ()
        return [self._checklist_row(each) for each in checklist if _is_shown(each, show)]

    def _checklist_row(self, row: ChecklistRow) -> CheckRow:
        texts = self._desk.texts
        findings = self._desk.open.findings
        finding = next((each for each in findings if row.id in rules_of(each)), None)
        said = texts(f"ui.checks.state-{row.state.value}")
        chapter = texts(f"ui.checks.chapter-{row.id[0].lower()}")
        group = said if self._grouping is Grouping.SEVERITY else chapter
        return CheckRow(
            group,
            0,
            row.id,
            requirement(row, texts),
            remark(row, texts),
            said,
            severity=row.severity if row.state is RowState.OPEN else None,
            state=row.state,
            finding=finding,
        )


def _is_shown(row: ChecklistRow, show: Show) -> bool:
    match show:
        case Show.PASSED:
            return row.state is RowState.FULFILLED
        case Show.NOT_APPLICABLE:
            return row.state in {RowState.NOT_APPLICABLE, RowState.ANSWERED}
        case _:
            return True


def _with_heads(rows: list[CheckRow]) -> list[CheckRow]:
    """Give the rows with a head above each group, groups in the order in which they come."""
    groups: dict[str, list[CheckRow]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    found = []
    for group, members in groups.items():
        found.append(CheckRow(group, 0, "", group, "", str(len(members)), is_head=True))
        found += members
    return found
