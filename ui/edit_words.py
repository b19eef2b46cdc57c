"""What an edit is called in the undo menu and in the panel: "Change mass of 4711-03"."""

from pcf.errors import EditError
from pcf.model.edits import Edit, Insert, Remove, SetField, find
from pcf.model.node import Node
from pcf.model.study import Study
from pcf.results.names import node_name
from pcf.texts import Texts
from ui.fields import label


def edit_words(edits: tuple[Edit, ...], before: Study, after: Study, texts: Texts) -> str:
    """Say what edits do, as one step.

    Args:
        edits: the step; none where it came out of a journal as a whole.
        before: the study that they were made on.
        after: what came of it.
        texts: in whose language.
    """
    if not edits:
        return texts("ui.edit.recovered")
    edit = edits[0]
    sets = [each for each in edits if isinstance(each, SetField)]
    firsts = {each.node: each.field for each in reversed(sets)}
    is_one_field = len(sets) == len(edits) and len(set(firsts.values())) == 1
    if len(edits) > 1 and not is_one_field:
        return texts("ui.edit.several", count=len(edits))
    if isinstance(edit, Insert):
        return texts("ui.edit.insert", name=node_name(edit.node, texts))
    node = _found(before, edit.node) or _found(after, edit.node)
    name = node_name(node, texts) if node is not None else edit.node
    if isinstance(edit, SetField) and node is not None:
        field = _in_sentence(label(type(node), edit.field, texts))
        if len(firsts) > 1:
            return texts("ui.edit.set-several", field=field, count=len(firsts))
        return texts("ui.edit.set", field=field, name=name)
    return texts("ui.edit.remove" if isinstance(edit, Remove) else "ui.edit.move", name=name)


def _found(study: Study, node_id: str) -> Node | None:
    try:
        return find(study, node_id)
    except EditError:
        return None


def _in_sentence(label: str) -> str:
    """Give a label as it stands within a sentence: without a capital, unless it is a name."""
    is_name = label[1:2].isupper() or not label[1:2].isalpha()
    return label if is_name else label[:1].lower() + label[1:]
