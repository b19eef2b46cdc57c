"""What an edit is called in the undo menu and in the panel: "Change mass of 4711-03"."""

from pcf.errors import EditError
from pcf.model.edits import Edit, Insert, Move, Remove, SetField, find
from pcf.model.node import Node
from pcf.model.study import Study
from pcf.results.names import node_name
from pcf.texts import Texts
from ui.fields import label


def edit_words(edits: tuple[Edit, ...], before: Study, after: Study, texts: Texts) -> str:
    """Say what edits do, as one step.

    Args:
        edits: the step.
        before: the study that they were made on.
        after: what came of it.
        texts: in whose language.
    """
    if len(edits) != 1:
        return texts("ui.edit.several", count=len(edits))
    match edits[0]:
        case SetField(node=node_id, field=field):
            node = _found(before, node_id) or _found(after, node_id)
            if node is None:
                return texts("ui.edit.several", count=1)
            named = _in_sentence(label(type(node), field, texts))
            return texts("ui.edit.set", field=named, name=node_name(node, texts))
        case Insert(node=node):
            return texts("ui.edit.insert", name=node_name(node, texts))
        case Remove(node=node_id):
            removed = _found(before, node_id)
            return texts("ui.edit.remove", name=node_name(removed, texts) if removed else node_id)
        case Move(node=node_id):
            moved = _found(before, node_id)
            return texts("ui.edit.move", name=node_name(moved, texts) if moved else node_id)


def _found(study: Study, node_id: str) -> Node | None:
    try:
        return find(study, node_id)
    except EditError:
        return None


def _in_sentence(label: str) -> str:
    """Give a label as it stands within a sentence: without a capital, unless it is a name."""
    is_name = label[1:2].isupper() or not label[1:2].isalpha()
    return label if is_name else label[:1].lower() + label[1:]
