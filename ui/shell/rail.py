"""The steps of the study at the left: where one is, and how each step stands."""

import enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QToolButton, QVBoxLayout, QWidget

from pcf.findings import Severity
from pcf.results.names import typed_amount
from ui.desk import Desk
from ui.look import SEVERITY_ICONS
from ui.pages.registry import PAGES, PageEntry
from ui.widgets.basics import column, rule, text_label

WIDTH_PX = 236
NARROW_PX = 52


class StepState(enum.Enum):
    """How a step of the study stands, where no finding says it."""

    COMPLETE = enum.auto()
    BEGUN = enum.auto()
    NOT_BEGUN = enum.auto()


_STATE_ICONS = {
    StepState.COMPLETE: ("circle-check-filled", "ok"),
    StepState.BEGUN: ("circle-half-2", "text3"),
    StepState.NOT_BEGUN: ("circle-dashed", "text3"),
}


class Rail(QFrame):
    """Buttons of the pages, with the study's name above and the program's pages below."""

    page_chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        """Make a button a page."""
        super().__init__()
        self._desk = desk
        self.setProperty("role", "rail")
        self._name = text_label("", "rail_title", wrap=True)
        self._facts = text_label("", "hint", wrap=True)
        self._head = QWidget()
        self._head.setLayout(column(self._name, self._facts, spacing=2))
        self._group = QButtonGroup(self)
        self.items = {entry.id: RailItem(desk, entry) for entry in PAGES}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 12, 6, 8)
        layout.setSpacing(1)
        self._head.setContentsMargins(10, 0, 10, 8)
        layout.addWidget(self._head)
        group = "input"
        for entry in PAGES:
            if entry.group != group:
                layout.addSpacing(8)
                if entry.group == "program":
                    layout.addStretch(1)
                else:
                    layout.addWidget(rule())
                    layout.addSpacing(8)
                group = entry.group
            item = self.items[entry.id]
            layout.addWidget(item)
            self._group.addButton(item)
            item.clicked.connect(lambda _=False, page=entry.id: self.page_chosen.emit(page))
        self.set_narrow(narrow=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show icons alone, with the names as tips."""
        self.setFixedWidth(NARROW_PX if narrow else self._desk.look.px(WIDTH_PX))
        self._head.setVisible(not narrow)
        for item in self.items.values():
            item.set_narrow(narrow=narrow)

    def show_page(self, page: str) -> None:
        """Mark a page as the one that is shown."""
        self.items[page].setChecked(True)

    def show_study(self, *, is_open: bool) -> None:
        """Show name and facts of the study, or that none is open."""
        texts, product = self._desk.texts, self._desk.open.study.product
        for entry in PAGES:
            self.items[entry.id].setEnabled(is_open or not entry.needs_study)
        if not is_open:
            self._name.setText(texts("ui.rail.no-study"))
            self._facts.setText(texts("ui.rail.no-study-hint"))
            return
        self._name.setText(texts.choose(product.name, product.name_zh) or texts("ui.rail.unnamed"))
        amounts = (product.declared_unit, product.net_mass)
        facts = [product.number, *(typed_amount(each, texts) for each in amounts if each)]
        self._facts.setText(" · ".join(filter(None, facts)))

    def show_state(self, page: str, worst: Severity | None, state: StepState, count: int) -> None:
        """Show how the step of a page stands: its worst finding, else how far it is."""
        self.items[page].show_state(worst, state, count)


class RailItem(QToolButton):
    """The button of one page."""

    def __init__(self, desk: Desk, entry: PageEntry) -> None:
        """Name it."""
        super().__init__()
        self._desk = desk
        self._entry = entry
        self.setProperty("role", "rail_item")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(desk.look.px(34))
        self._text = desk.texts(f"ui.page.{entry.id}")
        self.setText(f" {self._text}")  # the style leaves no room behind the icon
        self.setAccessibleName(self._text)
        self.setIcon(desk.look.icon(entry.icon, "text2", 18))
        self.setIconSize(QSize(18, 18))
        self._sign = QLabel(self)
        self._sign.setFixedSize(16, 16)
        self._count = text_label("", "rail_count")
        self._count.setParent(self)
        self._count.hide()

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the icon alone."""
        only = Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setToolButtonStyle(only if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setToolTip(self._text if narrow else "")
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Expanding)
        self.setSizePolicy(policy)

    def show_state(self, worst: Severity | None, state: StepState, count: int) -> None:
        """Show the sign of the step."""
        look, texts = self._desk.look, self._desk.texts
        if worst is not None:
            pixmap = look.pixmap(SEVERITY_ICONS[worst], look.severity(worst), 16)
            said = texts(f"severity.{worst.value}")
        else:
            icon, token = _STATE_ICONS[state]
            pixmap = look.pixmap(icon, look.colour(token), 16)
            said = texts(f"ui.step-state.{state.name.lower()}")
        self._sign.setPixmap(pixmap)
        self._count.setText(str(count) if count else "")
        self._count.setVisible(bool(count))
        self._count.adjustSize()
        self.setAccessibleDescription(said)
        self._place()

    def resizeEvent(self, event: object) -> None:
        """Keep the sign at the right edge."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._place()

    def _place(self) -> None:
        is_narrow = self.width() <= NARROW_PX
        right = self.width() - (14 if is_narrow else 24)
        top = 2 if is_narrow else (self.height() - 16) // 2
        self._sign.move(right, top)
        self._count.move(
            right - self._count.width() - 6, (self.height() - self._count.height()) // 2
        )
        self._count.setVisible(bool(self._count.text()) and not is_narrow)
