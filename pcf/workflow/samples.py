"""The sample studies that come with the program."""

import datetime
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import msgspec

from pcf.model.study import Study, new_salt
from pcf.results.result import PcfResult
from pcf.texts import Language, Texts
from pcf.workflow.background import Background
from pcf.workflow.documents import write_document, write_exports
from pcf.workflow.program import program_name
from pcf.workflow.study_results import frozen_result

SAMPLES = ("linear-axis", "battery-board")
"""The sample studies of products that come with the program, by name."""


REFURBISHMENT_SAMPLE = "refurbished-devices"
"""The sample study that has no product: what a depot avoids, and a published table."""


def read_sample_study(name: str) -> Study:
    """Give a sample study as one of the user's own, with a salt of its own."""
    return msgspec.structs.replace(_sample_study(name), salt=new_salt())


def _sample_study(name: str) -> Study:
    from pcf.exchange.project_file import read_sample

    content = resources.files("pcf").joinpath(f"resources/samples/{name}.json").read_bytes()
    return read_sample(content, f"{name}.json")


class Sample(msgspec.Struct, frozen=True):
    """A sample study that was calculated, and the files that came of it."""

    name: str
    result: PcfResult
    files: tuple[Path, ...]


def write_samples(background: Background, out: Path, *, issued: datetime.date) -> Iterator[Sample]:
    """Calculate the sample studies and write study, documents and data files of each."""
    from pcf.exchange.project_file import write_study

    out.mkdir(parents=True, exist_ok=True)
    for name in sorted(SAMPLES):
        path = out / f"{name}.cradle"
        write_study(path, _sample_study(name), program_name(), keep=False)
        result = frozen_result(path, background)
        languages = [Texts(language) for language in Language]
        documents = [
            write_document(result, texts, out / name, issued=issued) for texts in languages
        ]
        exports = write_exports(result, languages, out / name, ("xlsx", "json"))
        yield Sample(name, result, (path, *documents, *exports))


def write_refurbishment_study(out: Path) -> Path:
    """Write the sample study of a refurbishment depot and give its path."""
    from pcf.exchange.project_file import write_study

    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{REFURBISHMENT_SAMPLE}.cradle"
    write_study(path, _sample_study(REFURBISHMENT_SAMPLE), program_name(), keep=False)
    return path
