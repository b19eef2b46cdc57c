"""The glossary, searched as one types."""

import html

from PySide6.QtWidgets import QDialog, QLineEdit, QTextBrowser, QWidget

from pcf.glossary import Term, glossary
from pcf.texts import normalised
from ui.desk import Desk
from ui.widgets.basics import button, column, row, text_label

_SIZE = (620, 640)


class GlossaryDialog(QDialog):
    """Terms with their sentences; the word of the other language is searched too."""

    def __init__(self, desk: Desk, parent: QWidget, words: str = "") -> None:
        """Show the terms that some words are in."""
        super().__init__(parent)
        texts = desk.texts
        self._desk = desk
        self._terms = glossary(texts.language)
        self.shown: list[Term] = []
        self.search = QLineEdit(words)
        self.search.setPlaceholderText(texts("ui.glossary.search"))
        self.search.setAccessibleName(texts("ui.glossary.search"))
        self.search.setClearButtonEnabled(True)
        self.sentences = QTextBrowser()
        self.sentences.setAccessibleName(texts("ui.action.glossary"))
        self.search.textChanged.connect(self._show)
        done = button(texts("ui.form.close"), self.accept, role="primary")
        done.setAutoDefault(False)
        title = texts("ui.action.glossary").removesuffix("…")
        self.setWindowTitle(title)
        self.resize(*(desk.look.px(each) for each in _SIZE))
        head = text_label(title, "page_title")
        layout = column(head, self.search, self.sentences, row(None, done), spacing=12)
        layout.setContentsMargins(16, 16, 16, 16)
        self.setLayout(layout)
        self._show(words)
        self.search.setFocus()

    def _show(self, words: str) -> None:
        wanted = normalised(words).split()
        self.shown = [
            each for each in self._terms if all(word in _haystack(each) for word in wanted)
        ]
        none = f"<p>{html.escape(self._desk.texts('ui.glossary.none'))}</p>"
        muted = self._desk.look.colour("text2").name()
        self.sentences.setHtml("".join(_entry(each, muted) for each in self.shown) or none)


def _entry(term: Term, muted: str) -> str:
    word, also, sentence = map(html.escape, (_title(term.word), term.also, term.sentence))
    return (
        f'<p style="margin-top:0; margin-bottom:10px"><b>{word}</b>'
        f'&nbsp; <span style="color:{muted}">{also}</span><br>{sentence}</p>'
    )


def _title(word: str) -> str:
    return word[:1].upper() + word[1:]


def _haystack(term: Term) -> str:
    return normalised(" ".join((*term.words, term.also, term.sentence)))


def show_glossary(desk: Desk, parent: QWidget, words: str = "") -> GlossaryDialog:
    """Open the glossary on what some words are in."""
    made = GlossaryDialog(desk, parent, words)
    made.open()
    return made
