"""One call of the command line as an engineer makes it, with a home folder of its own."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pcf.__main__ import cli
from pcf.commands.session import Session
from pcf.errors import PcfError
from pcf.texts import Language, Texts


class Run:
    """What one call printed and how it ended."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self.environment = {"CRADLEGATE_CACHE": str(cache), "CRADLEGATE_HOME": str(folder / "home")}
        self.out = self.err = ""
        self.code = 0

    def __call__(self, *arguments: str, language: Language = Language.ENGLISH) -> "Run":
        session = Session(Texts(language))
        result = CliRunner(env=self.environment).invoke(
            cli, [str(each) for each in arguments], obj=session, standalone_mode=True
        )
        if result.exception and isinstance(result.exception, PcfError):
            session.fail(result.exception)
            self.err = session.texts.error(result.exception)
        elif result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        else:
            self.err = result.stderr
        self.out = result.stdout
        self.code = result.exit_code if result.exit_code == 2 else session.exit_code
        return self


@pytest.fixture
def run(tmp_path, cache, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Run(tmp_path, cache)
