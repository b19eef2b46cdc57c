"""What can be done with a chart: copy it, or export it as picture or table.

The file is drawn anew for paper in the worker process, from the same layout as on screen.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget

from pcf.errors import PcfError
from pcf.files import write_file
from pcf.workflow.charts import CHART_FORMATS
from ui import jobs
from ui.desk import Desk
from ui.study_file import file_name
from ui.tasks import Task
from ui.widgets.basics import icon_button, row

_COPIED = ("png", "svg", "csv")


class ChartTools(QWidget):
    """Two buttons beside a chart; the chart's context menu offers the same."""

    def __init__(
        self,
        desk: Desk,
        kind: str,
        chart: QWidget,
        *,
        limit: Callable[[], float] = lambda: 0.0,
        case: Callable[[], str] = lambda: "",
    ) -> None:
        """Belong to a chart.

        Args:
            desk: of the window.
            kind: name of the chart in `CHARTS`, or in `CASE_CHARTS` where it is of a case.
            chart: whose context menu offers both.
            limit: gives the share below which a flow diagram gathers nodes.
            case: gives the id of the refurbishment case that it shows; "" for the footprint.
        """
        super().__init__()
        self._desk, self._kind, self._limit, self._case = desk, kind, limit, case
        texts, look = desk.texts, desk.look
        self.copy_button = icon_button(look, "copy", texts("ui.chart.copy"), self.copy)
        self.export_button = icon_button(look, "download", texts("ui.chart.export"), self.export)
        self.setLayout(row(self.copy_button, self.export_button, spacing=2))
        chart.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        chart.customContextMenuRequested.connect(lambda place: self._menu(chart, place))

    def copy(self) -> Task:
        """Put picture and table on the clipboard, each program takes what it can."""
        task = self._draw(_COPIED)
        task.finished.connect(self._on_copied)
        return task

    def export(self) -> None:
        """Ask for a file and write the chart to it."""
        texts, opened = self._desk.texts, self._desk.open
        product = opened.study.product
        named = opened.path.stem if opened.path else product.number or product.name or "study"
        folder = opened.path.parent if opened.path else Path.home()
        filters = [f"{texts(f'ui.chart.as-{each}')} (*.{each})" for each in CHART_FORMATS]
        path, chosen = QFileDialog.getSaveFileName(
            self,
            texts("ui.chart.export"),
            str(folder / f"{file_name(named)}-{self._kind}"),
            ";;".join(filters),
        )
        if path:
            suffix = CHART_FORMATS[filters.index(chosen)] if chosen in filters else "svg"
            self.write_to(Path(path), suffix)

    def write_to(self, path: Path, suffix: str) -> Task:
        """Write the chart to a file; its own suffix says as what, else the one that is given."""
        stated = path.suffix.removeprefix(".").lower()
        suffix = stated if stated in CHART_FORMATS else suffix
        target = path if stated == suffix else path.with_name(f"{path.name}.{suffix}")
        task = self._draw((suffix,))
        task.finished.connect(lambda files: self._on_drawn(files, target, suffix))
        return task

    def _draw(self, formats: tuple[str, ...]) -> Task:
        language = self._desk.texts.language
        order = jobs.ChartOrder(self._kind, formats, language, self._limit(), self._case())
        task = self._desk.worker.run("ui.task.chart", jobs.chart, self._desk.open.study, order)
        task.failed.connect(self._desk.say_fault)
        self._desk.shell.watch(task)
        return task

    def _on_copied(self, files: dict[str, bytes]) -> None:
        data = QMimeData()
        data.setImageData(QImage.fromData(files["png"]))
        data.setData("image/svg+xml", QByteArray(files["svg"]))
        data.setText(files["csv"].decode("utf-8-sig"))
        QApplication.clipboard().setMimeData(data)
        self._desk.shell.toast(self._desk.texts("ui.chart.copied"))

    def _on_drawn(self, files: dict[str, bytes], target: Path, suffix: str) -> None:
        try:
            write_file(target, files[suffix])
        except PcfError as error:
            self._desk.say_fault(error)
            return
        self._desk.shell.toast(self._desk.texts("ui.chart.exported", file=target.name))

    def _menu(self, chart: QWidget, place: QPoint) -> None:
        texts = self._desk.texts
        menu = QMenu(chart)
        menu.addAction(texts("ui.chart.copy")).triggered.connect(self.copy)
        menu.addAction(texts("ui.chart.export")).triggered.connect(self.export)
        menu.popup(chart.mapToGlobal(place))
