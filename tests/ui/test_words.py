"""Every key that the window names has its words."""

import re
from pathlib import Path

from pcf.texts import Language
from ui.actions import ACTIONS, MENUS
from ui.pages.registry import PAGES
from ui.words import window_texts

CODE = Path(__file__).parents[2] / "ui"


def named_keys() -> set[str]:
    found = set()
    for path in CODE.rglob("*.py"):
        found |= set(re.findall(r'"(ui\.[a-z0-9_.-]*[a-z0-9])"', path.read_text(encoding="utf-8")))
    return {key for key in found if key.count(".") > 1 or key == "ui.program"} - {"ui.app"}


def test_every_key_of_the_window_has_words():
    keys = named_keys()
    keys |= {f"ui.action.{entry.id}" for entry in ACTIONS}
    keys |= {f"ui.menu.{menu}" for menu in MENUS}
    keys |= {f"ui.page.{page.id}" for page in PAGES}
    assert len(keys) > 60
    texts = window_texts(Language.ENGLISH)
    assert not {key for key in keys if not texts.has(key)}
