"""What the README shows is run as it stands there: its parts list, its edits, each command."""

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pcf.__main__ import cli
from pcf.commands.session import Session
from pcf.exchange.project_file import read_study
from pcf.findings import Severity
from pcf.results.checklist import rule_of
from pcf.results.contributions import by_stage
from pcf.texts import Language, Texts
from pcf.workflow.calculation import calculate

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def shown(kind: str) -> str:
    """Give the one block of a kind."""
    (block,) = re.findall(rf"^```{kind}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    return block


@pytest.fixture
def run(tmp_path, cache, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("parts.csv").write_text(shown("csv"), encoding="utf-8")
    Path("edits.json").write_text(shown("json"), encoding="utf-8")
    Path("sold.csv").write_text(shown("text"), encoding="utf-8")

    def call(line):
        program, *arguments = shlex.split(line, comments=True)
        assert program == "cradlegate"
        session = Session(Texts(Language.ENGLISH))
        home = {"CRADLEGATE_CACHE": str(cache), "CRADLEGATE_HOME": str(tmp_path / "home")}
        runner = CliRunner(env=home)
        done = runner.invoke(cli, arguments, obj=session, catch_exceptions=False)
        # What a checklist asks beside the numbers is not in the README: `check` says what it is.
        expected = 1 if arguments[0] == "check" else 0
        assert (done.exit_code, session.exit_code) == (0, expected), (line, done.output)
        return done.stdout

    return call


def test_every_command_works_in_its_order(run, tmp_path, shipped):
    printed = [run(line) for line in shown("sh").splitlines()]
    assert all(printed)
    study = read_study(tmp_path / "pump.cradle")
    result = calculate(study, shipped).result
    stages = {each.key: each.kg_co2e for each in by_stage(result)}
    assert all(stages[stage] > 0 for stage in ("S1", "S2", "S3", "S4"))
    # 1.2 kWh of China's grid at the plant: 0.5777 + 0.0327 kg/kWh.
    assert stages["S3"] == pytest.approx(1.2 * 0.6104)
    blocking = [each for each in result.findings if each.severity is Severity.BLOCKS_DOCUMENT]
    assert "G01" in {rule_of(each) for each in blocking}
    assert {rule_of(each) for each in blocking}.isdisjoint({"", "D03"})


def test_what_needs_a_database_of_the_reader_is_understood():
    for line in shown("console").splitlines():
        program, verb, *arguments = shlex.split(line, comments=True)
        assert program == "cradlegate"
        command = cli.commands[verb]
        context = command.make_context(verb, arguments)
        if isinstance(command, click.Group):
            name, below, rest = command.resolve_command(context, arguments)
            below.make_context(name, rest)


def test_every_verb_is_shown():
    lines = (shown("sh") + shown("console")).splitlines()
    assert {line.split()[1] for line in lines} == set(cli.commands)
