"""What the verbs share: language, background opened once, faults, and their common options."""

from pathlib import Path
from typing import Any

import click
import msgspec

from pcf.errors import CalculationError, OutputError, PcfError, UnitError
from pcf.texts import Texts
from pcf.units import Quantity, parse_quantity
from pcf.workflow import background

EXIT_FINDINGS, EXIT_INPUT, EXIT_OUTPUT = 1, 3, 4


class Session:
    """What the verbs of one call share: the language, and the background opened once.

    Attributes:
        faults: the studies that failed, and why.
    """

    def __init__(self, texts: Texts) -> None:
        """Take the language of messages."""
        self.texts = texts
        self.exit_code = 0
        self.faults: list[tuple[Path, str]] = []
        self._background: background.Background | None = None

    @property
    def background(self) -> background.Background:
        """Give the background data, opened at the first use."""
        if self._background is None:
            self._background = background.open_background()
            for fault in self._background.catalogue.faults:  # the others serve all the same
                click.echo(self.texts.error(fault), err=True)
        return self._background

    def fail(self, error: PcfError, study: Path | None = None) -> None:
        """Say an error, with the study's name if it doesn't, and remember the worst exit code."""
        match error:
            case OutputError():
                code = EXIT_OUTPUT
            case CalculationError():
                code = EXIT_FINDINGS
            case _:
                code = EXIT_INPUT
        self.exit_code = max(self.exit_code, code)
        message = self.texts.error(error)
        if study is not None:
            self.faults.append((study, message))
            message = message if study.name in message else f"{study.name}: {message}"
        click.echo(message, err=True)


class Amount(click.ParamType[Quantity]):
    """An amount with its unit."""

    name = "amount"

    def convert(
        self,
        value: Any,  # noqa: ANN401  click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Quantity:
        """Read an amount as it is typed."""
        if isinstance(value, Quantity):
            return value
        try:
            return parse_quantity(value)
        except UnitError as error:
            session = click.get_current_context().obj
            self.fail(session.texts.error(error), param, ctx)


study_files = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
partially = click.option(
    "--partial", is_flag=True, help="Go on without the lines that stop the calculation."
)
refurbishment_option = click.option(
    "--refurbishment",
    is_flag=True,
    help="Of the refurbishment cases of each study, in place of its footprint.",
)
case_option = click.option(
    "--case",
    "cases",
    multiple=True,
    metavar="NAME",
    help="With --refurbishment: only the case of this name; may be given several times.",
)
out_folder = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    help="Folder for what is written.",
)


def print_json(content: Any) -> None:  # noqa: ANN401  whatever JSON can say
    """Print JSON, Chinese as it is."""
    click.echo(msgspec.json.format(msgspec.json.encode(content), indent=2).decode())
