"""The words of the window: its own catalogue over that of the core."""

from importlib.resources import files

from pcf.texts import Language, Texts


def window_texts(language: Language) -> Texts:
    """Give the words of a language, those of the window and those of the core."""
    return Texts(language, files("ui") / "locale")
