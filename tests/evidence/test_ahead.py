"""Work done ahead by other processes gives what it would give here, whatever becomes of them."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from functools import partial

import pytest

from decompose.evidence.ahead import ahead, can_fork

HERE = os.getpid()


@pytest.mark.parametrize("processes", [0, 1, 2, 3, 9])
def test_answers_are_those_of_the_work_for_any_number_of_processes_and_in_any_order_of_asking(processes: int) -> None:
    with ahead([partial(pow, 3, power) for power in range(5)], int, processes) as answers:
        assert [answer() for answer in reversed(answers)] == [81, 27, 9, 3, 1]
        assert answers[4]() == 81


def test_works_are_done_elsewhere_where_processes_can_be_forked() -> None:
    with ahead([os.getpid] * 3, int, 2) as answers:
        elsewhere = {answer() for answer in answers} - {os.getpid()}
    assert len(elsewhere) == (2 if can_fork() else 0)


def _dies() -> int:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return 1


def _fails() -> int:
    raise ValueError("in this process or another")


@pytest.mark.parametrize("first", [_dies, lambda: 1])
def test_a_process_that_dies_is_not_missed(first: Callable[[], int]) -> None:
    with ahead([first, lambda: 2, lambda: 3], int, 1) as answers:
        assert [answer() for answer in answers] == [1, 2, 3]


def test_a_work_that_fails_fails_for_whoever_asks_and_takes_no_other_with_it() -> None:
    with ahead([_fails, lambda: 2], int, 1) as answers:
        assert answers[1]() == 2
        with pytest.raises(ValueError, match="in this process or another"):
            answers[0]()


def test_an_answer_that_no_pipe_can_carry_is_found_here() -> None:
    with ahead([lambda: "\ud800"], str, 1) as answers:
        assert answers[0]() == "\ud800"


def test_nothing_runs_on_when_nobody_waits_any_more() -> None:
    with ahead([partial(time.sleep, 600)] * 2, type(None), 2):
        pass
    assert not multiprocessing.active_children()
