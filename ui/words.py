"""The words of the window: its own catalogues over those of the core."""

import html
from importlib.resources import files

from pcf.glossary import terms_in
from pcf.texts import Language, Texts


def window_texts(language: Language) -> Texts:
    """Give the words of a language, those of the window and those of the core."""
    return Texts(language, files("ui") / "locale")


def in_other_language(texts: Texts) -> Texts:
    """Give the same words in the language that is not shown."""
    is_chinese = texts.language is Language.CHINESE
    return texts.in_language(Language.ENGLISH if is_chinese else Language.CHINESE)


def language_name(language: Language, texts: Texts) -> str:
    """Give what a language is called, in itself."""
    return texts(f"ui.language.{language.value.lower()}")


def twin_fields(field: str, texts: Texts) -> tuple[str, str]:
    """Give a field in words and its Chinese twin, that of the language that is shown first."""
    pair = (field, f"{field}_zh")
    return pair[::-1] if texts.language is Language.CHINESE else pair


def explained(words: str, texts: Texts) -> str:
    """Give words with what the terms in them mean below, for the tip of a heading."""
    said = explanation(words, texts)
    is_term = any(words.casefold() == each.word.casefold() for each in terms_in(words, texts))
    return f"<p>{html.escape(words)}</p>{said}" if said and not is_term else said or words


def explanation(words: str, texts: Texts) -> str:
    """Give what the terms in some words mean, as a tip that Qt breaks into lines; "" for none."""
    terms = (
        (html.escape(each.word), html.escape(each.sentence)) for each in terms_in(words, texts)
    )
    return "".join(
        f"<p><b>{word[:1].upper()}{word[1:]}</b><br>{sentence}</p>" for word, sentence in terms
    )
