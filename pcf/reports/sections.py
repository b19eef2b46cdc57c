"""Sections that several documents have: a heading with what stands below it, the sources."""

from collections.abc import Iterable

from reportlab.platypus import CondPageBreak, Flowable

from pcf.reports.blocks import Columns, gap, heading
from pcf.reports.limits import source_words
from pcf.reports.style import DocumentLook
from pcf.reports.text import Text
from pcf.results.sources import SourceUse
from pcf.texts import Texts

NEEDED_BELOW_A_HEADING = 70.0
"""A heading with less room than this below it goes to the next page [pt]."""

_NEEDED_ABOVE_COLUMNS = 150.0  # [pt]


def section(title: str, paragraphs: Iterable[str], look: DocumentLook) -> list[Flowable]:
    """Give a heading and its paragraphs."""
    blocks: list[Flowable] = [CondPageBreak(NEEDED_BELOW_A_HEADING), *heading(title, look)]
    for words in paragraphs:
        blocks += [Text(words, look.table), gap(1.2)]
    return blocks


def sources_section(
    sources: Iterable[SourceUse], texts: Texts, look: DocumentLook
) -> list[Flowable]:
    """Give every source that was used with its attribution, in two columns; nothing for none."""
    style = look.running_head
    found = dict.fromkeys(source_words(used, texts) for used in sources)
    if not found:
        return []
    entries: list[list[Flowable]] = [
        [Text(title, style.bold()), Text(about, style), gap(1.4)] for title, about in found
    ]
    half = (len(entries) + 1) // 2
    left, right = (
        [block for entry in side for block in entry] for side in (entries[:half], entries[half:])
    )
    return [
        CondPageBreak(_NEEDED_ABOVE_COLUMNS),
        *section(texts("sources.heading"), [texts("sources.note")], look),
        Columns(left, right, look),
    ]
