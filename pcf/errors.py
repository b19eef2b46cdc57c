"""The error tree: what went wrong, where, and with which facts, in no language yet.

An error carries a text key, its fields and a place. Words are made at display by `pcf.texts` in the
user's language, so that a report in Chinese and a terminal in English can say the same fault.
"""


class PcfError(Exception):
    """A fault that the program can name.

    Args:
        key: text key below `error.`, for example `unit-unknown`.
        where: id of the study node or path of the file concerned, if there is one.
        fields: the facts that the sentence needs.
    """

    def __init__(self, key: str, *, where: str = "", **fields: object) -> None:
        """Keep the key, the place and the facts."""
        super().__init__(key)
        self.key = key
        self.where = where
        self.fields = fields

    def __str__(self) -> str:
        """Give a line for logs; users see `pcf.texts.Texts.error` instead."""
        facts = ", ".join(f"{name}={value}" for name, value in self.fields.items())
        return " ".join(part for part in (self.key, facts, self.where) if part)


class InputError(PcfError, ValueError):
    """Something that the user typed or chose, and can mend."""


class UnitError(InputError):
    """An amount or unit that can't be read, or of the wrong dimension."""


class EditError(InputError):
    """An edit that names no node, no field, or a value that the field can't hold."""


class BomSheetError(InputError):
    """A table that can't be read as a bill of materials."""


class RegisterError(InputError):
    """A table that can't be read as a register of devices."""


class DataError(PcfError):
    """A file or database is not what it claims to be."""


class DatabaseIntegrityError(DataError):
    """A database folder is incomplete or its tables were changed."""


class ImportDataError(DataError):
    """A database that a user brings can't be read."""


class ProjectFileError(DataError):
    """A study file is damaged, newer than this program, or no study at all."""


class CalculationError(PcfError):
    """The product system has no finite solution."""


class SingularSystemError(CalculationError):
    """A loop of unit processes can't be solved: it uses as much as it makes, or more."""


class NonFiniteResultError(CalculationError):
    """A calculation gave a number that is not finite."""


class OutputError(PcfError, OSError):
    """A document or file could not be written."""
