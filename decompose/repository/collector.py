"""When Python's garbage collector runs: not where many values are made and none is dropped, which costs a factor of 2 to 4."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Reference counting only; the collector comes back as it was."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def untie(*knots: object) -> None:
    """Objects forget all they know: what knew itself through them is gone at once, and no collector has to find it."""
    for knot in knots:
        vars(knot).clear()


@contextmanager
def without_collector_to_the_end() -> Iterator[None]:
    """The same for a process that ends with it: Python would go through all that was made once more before it leaves."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
