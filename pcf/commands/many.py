"""Many studies: one after the other, then in several processes once enough is left to do.

A process of its own takes half a second to start, and two more to load what writes documents, so
that a few studies are done before it stands. 1 000 take 5.2 s on two cores instead of 8.6 s on one.
"""

import contextlib
import functools
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

import click

from pcf.commands import terminal
from pcf.commands.session import Session
from pcf.errors import PcfError
from pcf.texts import Language, Texts
from pcf.workflow.studies import study_files

WORTH_S = 4.0
"""Work left, in one process, from which two processes pay even where they write documents."""

_MOST_PROCESSES = 8
"""Each holds the data sets, and the libraries of a document: up to 350 MB."""

_CHUNK_S = 0.1
"""Work that a process takes at a time, so that one cancelled has little left to finish."""

Result = TypeVar("Result")
Work = Callable[[Session, Path], Result]
"""What is done with a study: a function of a module, or `functools.partial` of one, that gives
little, because both go from process to process."""

Write = Callable[[Session, Path, Path], tuple[Path, ...]]
"""What writes files of a study, given folder and first part of their names, and gives them."""


def studies_in(session: Session, files: Sequence[Path]) -> tuple[Path, ...]:
    """Give the studies among files and folders.

    Raises:
        UsageError: there are none.
    """
    studies = study_files(files)
    if not studies:
        raise click.UsageError(session.texts("cli.no-studies"))
    return studies


def each_study(
    session: Session, studies: Sequence[Path], work: Work[Result]
) -> Iterator[tuple[Path, Result]]:
    """Do something with each study, in order, showing progress for several; faults go by file."""
    show = len(studies) > 1 and sys.stderr.isatty()
    with (
        contextlib.closing(_attempts(session, studies, work)) as attempts,
        click.progressbar(
            attempts, length=len(studies), file=sys.stderr, hidden=not show
        ) as progress,
    ):
        for path, (result, error) in progress:
            if error is not None:
                session.fail(error, path)
            elif result is not None:
                yield path, result


def write_each(session: Session, files: Sequence[Path], out: Path, write: Write) -> None:
    """Write something of each study below a folder and print what was written."""
    studies = studies_in(session, files)
    named: dict[str, Path] = {}
    for path in studies:  # before anything is written; to most systems A and a are one name
        other = named.setdefault(path.stem.casefold(), path)
        if other != path:
            message = session.texts("cli.one-name", first=other, second=path, out=out)
            raise click.UsageError(message)
    for path, written in each_study(session, studies, functools.partial(_write, write, out)):
        if len(studies) > 1:
            click.echo(terminal.written(path, written))
        else:
            click.echo("\n".join(map(str, written)))


def _write(write: Write, out: Path, session: Session, path: Path) -> tuple[Path, ...]:
    return write(session, path, out / path.stem)


_Attempt = tuple[Result | None, PcfError | None]


def _attempts(
    session: Session, studies: Sequence[Path], work: Work[Result]
) -> Generator[tuple[Path, _Attempt[Result]], None, None]:
    """Give what came of each study: here, until what is left is worth processes of their own."""
    first_done = 0.0
    for done, path in enumerate(studies):
        # The first study is not counted: it loads libraries and data.
        each_s = (time.monotonic() - first_done) / (done - 1) if done > 1 else 0.0
        if each_s * (len(studies) - done) > WORTH_S and _cores() > 1:
            left = studies[done:]
            chunk = max(1, round(_CHUNK_S / each_s))
            yield from zip(left, _in_processes(session, left, work, chunk), strict=True)
            return
        yield path, _attempt(work, session, path)
        first_done = first_done or time.monotonic()


def _attempt(work: Work[Result], session: Session, path: Path) -> _Attempt[Result]:
    try:
        return work(session, path), None
    except PcfError as error:
        return None, error


def _in_processes(
    session: Session, studies: Sequence[Path], work: Work[Result], chunk: int
) -> Iterator[_Attempt[Result]]:
    """Give what came of each study, in order; none of the processes outlives the iterator."""
    pool = ProcessPoolExecutor(
        max_workers=min(_cores(), _MOST_PROCESSES, len(studies)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin_process,
    )
    attempt = functools.partial(_attempt_in_process, work, session.texts.language)
    try:
        yield from pool.map(attempt, studies, chunksize=chunk)
    finally:
        pool.shutdown(cancel_futures=True)


def _attempt_in_process(work: Work[Result], language: Language, path: Path) -> _Attempt[Result]:
    return _attempt(work, _session(language), path)


@functools.cache  # one a process: the background is opened once
def _session(language: Language) -> Session:
    return Session(Texts(language))


def _begin_process() -> None:
    """Let the first process end this one: on Ctrl-C by its word, and when it is gone itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _cores() -> int:
    """Give the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
