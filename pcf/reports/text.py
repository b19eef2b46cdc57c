"""Text that wraps in both scripts: the one paragraph of the documents.

reportlab breaks either at blanks only, which leaves Chinese ragged, or at every character, no-break
spaces included. Documents mix both scripts in one line, so lines are broken here: after blanks,
hyphens and slashes, between Chinese characters but for the punctuation that may not start or end a
line, and inside a word only where it alone is wider than the line (a part number of 60 characters).
"""

import functools
import re
import unicodedata
from collections.abc import Sequence

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from pcf.reports.style import TextStyle, ink

# GB/T 15834-2011, 5.1.2 to 5.1.6: what may not stand at the start or the end of a line.
_NOT_FIRST = frozenset("、。，．：；？！）］｝〕】〗〉》」』”’…—～·%％‰℃°)]}>,.:;?!")  # noqa: RUF001
_NOT_LAST = frozenset("（［｛〔【〖〈《「『“‘([{<¥$")  # noqa: RUF001
_HANGING = frozenset("（［｛〔【〖〈《「『")  # noqa: RUF001
_BREAK_AFTER = frozenset("-/\u2010\u2013\u2014_|\\")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_WIDE = frozenset("WF")

# Middle of a capital letter and of a Chinese character above the base line, as a share of the size.
_MIDDLE = 0.36
_TOLERANCE = 0.01  # [pt], for widths that were added up in another order


class Text(Flowable):  # type: ignore[misc,unused-ignore]  # reportlab has its types in stubs
    """A paragraph in one style.

    Args:
        text: plain text; line ends in it start a new line.
        style: how it is set.
        bookmark: name under which it stands in the document's outline, "" for none.
    """

    def __init__(self, text: str, style: TextStyle, bookmark: str = "") -> None:
        """Keep the text; lines are broken when the width is known."""
        super().__init__()
        self.text = _INVISIBLE.sub("", text)
        self.style = style
        self.bookmark = bookmark
        self._lines: list[str] = []
        self._broken_for: float | None = None

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Break the lines and give the space that they take [pt]."""
        self.width = width
        if self._broken_for != width:
            self._lines = [
                line
                for part in self.text.splitlines() or [""]
                for line in broken_lines(part, width, self.style.font, self.style.size)
            ]
            self._broken_for = width
        self.height = len(self._lines) * self.style.line
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Give what fits into a height and the rest; nothing fits if not even a line does."""
        self.wrap(width, height)
        fitting = int((height + 1e-6) // self.style.line)
        if fitting >= len(self._lines):
            return [self]
        if fitting == 0:
            return []
        return [
            self._of_lines(self._lines[:fitting], self.bookmark),
            self._of_lines(self._lines[fitting:], ""),
        ]

    def cut(self, lines: int) -> "Text":
        """Give the first lines as they were wrapped, with an ellipsis if any are missing."""
        if len(self._lines) <= lines:
            return self
        return Text("\n".join(self._lines[:lines])[:-1] + "…", self.style, self.bookmark)

    def _of_lines(self, lines: list[str], bookmark: str) -> "Text":
        """Give some of the lines as a text of its own that keeps them at the same width."""
        part = Text("\n".join(lines), self.style, bookmark)
        part._lines, part._broken_for = lines, self._broken_for
        return part

    def draw(self) -> None:
        """Draw the lines from the top down."""
        style, canvas = self.style, self.canv
        if self.bookmark:
            key = f"section-{self.bookmark}"
            canvas.bookmarkHorizontal(key, 0, self.height)
            canvas.addOutlineEntry(self.bookmark, key, level=0)
        canvas.setFillColor(ink(style.colour))
        canvas.setFont(style.font, style.size)
        for place, line in enumerate(self._lines):
            base = self.height - (place + 0.5) * style.line - _MIDDLE * style.size
            if style.align == "right":
                canvas.drawRightString(self.width, base, line)
            else:
                # Wide opening brackets have their left half empty; their ink starts at the edge.
                hang = style.size / 2 if line[:1] in _HANGING else 0.0
                canvas.drawString(-hang, base, line)


def cut_to_lines(words: str, lines: int, width: float, style: TextStyle) -> Text:
    """Give a text cut to some lines of a width, with an ellipsis where something is missing."""
    text = Text(words, style)
    text.wrap(width, style.line)
    return text.cut(lines)


def text_width(text: str, style: TextStyle) -> float:
    """Give the width of a text in one line [pt]."""
    return float(stringWidth(text, style.font, style.size))


def broken_lines(text: str, width: float, font: str, size: float) -> list[str]:
    """Give a text in lines of at most a width.

    Args:
        text: without line ends.
        width: of the line [pt].
        font: registered name.
        size: [pt].
    """
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _pieces(_BLANKS.sub(" ", text).strip()):
        # Widths of pieces add up: the fonts are set without kerning.
        needed = stringWidth(piece.rstrip(" "), font, size)
        if used + needed > width + _TOLERANCE:
            if line:
                lines.append(line.rstrip(" "))
            *whole, line = _cut(piece, width, font, size)
            lines += whole
        else:
            line += piece
        used = stringWidth(line, font, size)
    return [*lines, line.rstrip(" ")]


def _pieces(text: str) -> Sequence[str]:
    """Give the parts between which a line may break."""
    pieces, start = [], 0
    for place in range(1, len(text)):
        if _may_break(text[place - 1], text[place]):
            pieces.append(text[start:place])
            start = place
    return [*pieces, text[start:]]


def _may_break(before: str, after: str) -> bool:
    """Tell whether a line may end between two characters."""
    if after == " " or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    if before == " ":
        return True
    if before in _BREAK_AFTER:
        return after.isalpha()  # not in −5 or 2024-07
    return (_is_wide(before) and not after.isspace()) or (_is_wide(after) and not before.isspace())


@functools.lru_cache(maxsize=8192)
def _is_wide(character: str) -> bool:
    """Tell whether a character is Chinese or punctuation that goes with it."""
    return unicodedata.east_asian_width(character) in _WIDE


def _cut(piece: str, width: float, font: str, size: float) -> list[str]:
    """Give a piece in parts that are no wider than a line; each has a character at least."""
    parts, part, used = [], "", 0.0
    for character in piece:
        needed = stringWidth(character, font, size)
        if part and character != " " and used + needed > width + _TOLERANCE:
            parts.append(part)
            part, used = "", 0.0
        part += character
        used += needed
    return [*parts, part]
