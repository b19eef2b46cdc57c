"""What the cells of tables and trees tell their delegate, beside Qt's own roles."""

from PySide6.QtCore import Qt

FindingRole = Qt.ItemDataRole.UserRole + 1
"""The worst `Finding` of a cell, None if it has none."""
KindRole = Qt.ItemDataRole.UserRole + 2
"""The `FieldType` of a cell that can be edited."""
ShareRole = Qt.ItemDataRole.UserRole + 3
"""The share that the cell's bar shows [-1..1], None for no bar."""
UnitRole = Qt.ItemDataRole.UserRole + 4
"""The unit that an amount is typed in where the text has none."""
ChoicesRole = Qt.ItemDataRole.UserRole + 5
"""The values that a cell can have, with their words."""
NodeRole = Qt.ItemDataRole.UserRole + 6
"""The id of the row's node."""
MarkRole = Qt.ItemDataRole.UserRole + 7
"""What the cell says beside its text of a value that is only proposed, None for nothing."""
