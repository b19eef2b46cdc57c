"""What the user set for the program on this computer, behind named fields.

Nothing of a study stands here: that goes with the study's file.
"""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from pcf.texts import Language
from ui.look import ThemeName

_RECENT = 20


class Settings:
    """The settings of one user, kept by Qt where the system keeps such things."""

    def __init__(self, store: QSettings) -> None:
        """Take the store; a test hands one of its own."""
        self._store = store

    @property
    def language(self) -> Language | None:
        """Give the language of the window, None where the system's holds."""
        stated = self._text("language")
        return Language(stated) if stated in set(Language) else None

    @language.setter
    def language(self, language: Language | None) -> None:
        self._store.setValue("language", language.value if language else "")

    @property
    def theme(self) -> ThemeName | None:
        """Give the theme, None where the system's holds."""
        stated = self._text("theme")
        return ThemeName(stated) if stated in set(ThemeName) else None

    @theme.setter
    def theme(self, theme: ThemeName | None) -> None:
        self._store.setValue("theme", theme.value if theme else "")

    @property
    def text_scale(self) -> float:
        """Give the scale of text, 0.9 to 1.5."""
        return min(1.5, max(0.9, self._number("text_scale", 1.0)))

    @text_scale.setter
    def text_scale(self, scale: float) -> None:
        self._store.setValue("text_scale", scale)

    @property
    def is_compact(self) -> bool:
        """Tell whether rows of tables are low (24 px instead of 28)."""
        return self._text("compact") == "yes"

    @is_compact.setter
    def is_compact(self, compact: bool) -> None:
        self._store.setValue("compact", "yes" if compact else "no")

    @property
    def recent(self) -> tuple[Path, ...]:
        """Give the study files that were open last, the latest first."""
        return tuple(Path(line) for line in self._text("recent").split("\n") if line)

    def remember_recent(self, path: Path) -> None:
        """Put a study file at the head of the recent ones."""
        others = [each for each in self.recent if each != path]
        kept = [path, *others][:_RECENT]
        self._store.setValue("recent", "\n".join(str(each) for each in kept))

    def forget_recent(self, path: Path) -> None:
        """Take a study file out of the recent ones."""
        self._store.setValue("recent", "\n".join(str(each) for each in self.recent if each != path))

    def shape(self, name: str) -> QByteArray:
        """Give the remembered shape of a window, header or splitter, empty if there is none."""
        value = self._store.value(f"shape/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_shape(self, name: str, shape: QByteArray) -> None:
        """Remember the shape of a window, header or splitter."""
        self._store.setValue(f"shape/{name}", shape)

    def _text(self, key: str) -> str:
        return str(self._store.value(key) or "")

    def _number(self, key: str, default: float) -> float:
        try:
            return float(self._text(key) or default)
        except ValueError:
            return default
