"""Product and scope."""

from ui.desk import Desk
from ui.open_study import Change
from ui.pages.page import Page
from ui.widgets.basics import Card
from ui.widgets.field_form import FormField, node_form


class ScopePage(Page):
    """What is calculated, for whom, within which boundary and by which choices."""

    title_key = "ui.page.scope"

    def __init__(self, desk: Desk) -> None:
        """Build the forms."""
        super().__init__(desk)
        card = Card(desk.texts("ui.scope.product"))
        self.form = node_form(
            desk,
            lambda: desk.open.study.product.id,
            [
                FormField("name"),
                FormField("number"),
                FormField("declared_unit"),
                FormField("net_mass", unit="kg"),
            ],
            columns=2,
        )
        card.add(self.form)
        self.body.addWidget(card)
        self.body.addStretch(1)

    def study_changed(self, change: Change | None) -> None:
        """Show the forms anew."""
        self.form.refresh()

    def result_changed(self) -> None:
        """Show findings at their fields."""
        self.form.refresh()
