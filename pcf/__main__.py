"""The command line: the same verbs as the window, a subcommand each.

Verbs that take several study files or folders give one row a study; a file that fails does not
stop the others. Results go to standard output, progress and faults to standard error.
Exit codes: 0 done · 1 something is missing or has no solution, in `check` also what blocks a
document · 2 wrong usage · 3 a file or data set could not be read · 4 one could not be written.
"""

import sys

import click

from pcf.commands import charts, circularity, data, databases, lists, results
from pcf.commands.session import Session
from pcf.errors import PcfError
from pcf.texts import Language, Texts, system_language

COMMANDS = (
    lists.bom,
    lists.new,
    lists.match,
    lists.merge,
    lists.edit,
    results.calculate,
    results.check,
    results.document,
    results.export,
    charts.chart,
    circularity.refurbishment,
    circularity.register,
    circularity.new_device,
    databases.import_,
    databases.databases,
    data.search,
    data.data,
    data.schema,
    results.samples,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang",
    type=click.Choice([each.value for each in Language]),
    help="Language of messages; the system's by default.",
)
@click.version_option(package_name="cradlegate")
@click.pass_context
def cli(context: click.Context, lang: str | None) -> None:
    """Partial carbon footprints of products, following ISO 14067, without network."""
    if lang:
        context.obj.texts = Texts(Language(lang))


for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run the command line; say faults in words and leave with their exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(
            stream, "reconfigure"
        ):  # a pipe on Windows would else fail at the first Chinese character
            stream.reconfigure(encoding="utf-8")
    session = Session(Texts(system_language()))
    try:
        cli.main(standalone_mode=False, obj=session)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except PcfError as error:
        session.fail(error)
    sys.exit(session.exit_code)


if __name__ == "__main__":
    main()
