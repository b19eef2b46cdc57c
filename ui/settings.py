"""What the user set for the program on this computer, behind named fields.

Nothing of a study stands here: that goes with the study's file.
"""

import msgspec
from PySide6.QtCore import QByteArray, QSettings

from pcf.texts import Language
from ui.look import ThemeName

_RECENT = 20


class RecentStudy(msgspec.Struct, frozen=True):
    """A study that was open, as the start page shows it without opening it.

    Attributes:
        headline_kg: total without biogenic uptake [kg CO2e per declared unit], None if unknown.
        state: worst severity of its findings; "" for none.
        count: findings of that severity.
        changed: when it was last saved, ISO 8601.
    """

    path: str
    name: str = ""
    name_zh: str = ""
    number: str = ""
    headline_kg: float | None = None
    state: str = ""
    count: int = 0
    changed: str = ""


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
    def recent(self) -> tuple[RecentStudy, ...]:
        """Give the studies that were open last, the latest first."""
        try:
            return msgspec.json.decode(self._text("recent") or "[]", type=tuple[RecentStudy, ...])
        except msgspec.DecodeError:
            return ()

    def remember_recent(self, study: RecentStudy) -> None:
        """Put a study at the head of the recent ones."""
        others = [each for each in self.recent if each.path != study.path]
        self._keep_recent([study, *others][:_RECENT])

    def forget_recent(self, path: str) -> None:
        """Take a study out of the recent ones."""
        self._keep_recent([each for each in self.recent if each.path != path])

    def _keep_recent(self, studies: list[RecentStudy]) -> None:
        self._store.setValue("recent", msgspec.json.encode(studies).decode())

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
