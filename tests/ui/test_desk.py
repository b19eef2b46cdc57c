"""Faults of background work: the user's are said in place, ours go to the report."""

import errno

import pytest

from pcf.errors import InputError
from ui.tasks import WorkerDiedError


@pytest.fixture
def window(program):
    return program.open_window()


def said(window) -> str:
    return window._strip.text.text()  # noqa: SLF001


def test_what_the_user_can_mend_is_said_at_the_top_of_the_page(window):
    window.desk.say_fault(InputError("number-unreadable", text="parsnips"))
    assert not window._strip.isHidden()  # noqa: SLF001
    assert "parsnips" in said(window)


def test_a_fault_of_a_file_names_it_and_why(window):
    window.desk.say_fault(PermissionError(errno.EACCES, "denied", "/home/list.xlsx"))
    assert "list.xlsx" in said(window)
    assert window.desk.texts("fault.EACCES") in said(window)


def test_a_worker_that_died_is_said(window):
    window.desk.say_fault(WorkerDiedError())
    assert said(window) == window.desk.texts("ui.task.failed")


def test_our_own_fault_is_raised_again_for_the_report(window):
    fault = ZeroDivisionError("ours")
    with pytest.raises(ZeroDivisionError) as raised:
        window.desk.say_fault(fault)
    assert raised.value is fault
    assert window._strip.isHidden()  # noqa: SLF001
