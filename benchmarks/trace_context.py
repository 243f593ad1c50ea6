"""A frame that is entered → whose lines run from here on, as the library that counts lines asks for it.

That library asks at every call while it has no answer, and keeps an answer until the frame that it was given for is left:
so the answer is the function of product code that a test called, and everything below runs because of it.
"""

from types import FrameType

from coverage import CoveragePlugin
from trace_recorder import Recorder


class Outermost(CoveragePlugin):
    """Tells lines that a test had run before from those that ran below the function which commits."""

    recorder: Recorder | None = None

    def dynamic_context(self, frame: FrameType) -> str | None:
        """The name of what runs from here on; None if the frame is of no product code."""
        return self.recorder.entered(frame) if self.recorder is not None else None


OUTERMOST = Outermost()


def coverage_init(registry: object, _options: object) -> None:
    """Called by the library when it is told the name of this module."""
    registry.add_dynamic_context(OUTERMOST)  # type: ignore[attr-defined]
