"""Who called whom and which lines ran: runs pytest on a tree under a tracer and writes what happened inside the tree.

    python trace_calls.py OUT ROOT [PYTEST ARGUMENT ...]

Stands alone, because it runs in the environment of the traced tree. OUT gets JSON:
`codes` are [path, qualified name, first line, is a generator], `lines` [code, line], `sites` [code, line, name] for each
call and attribute that was evaluated (the line of its open bracket, or 0 for an attribute), `mocked` those
that led to a mock, `calls` [caller, callee],
`wrapped` [caller, wrapper, callee] where the wrapper is a nested function that calls on, and
`through` [caller, callee] where a library stands between both. Generators that a context manager runs count as called.
"""

import ast
import dis
import inspect
import json
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

TRANSPARENT = ("/contextlib.py", "/functools.py")
EVALUATING = frozenset(("CALL", "CALL_FUNCTION_EX", "LOAD_ATTR", "LOAD_METHOD"))
WATCHED_TIMES = 200
"""Frames of one function whose instructions are watched; those of later ones tell nothing new, and watching is slow."""

GENERATORS = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


class Code:
    """One code object: those of two files that read the same are equal for Python, and are not the same for us."""

    __slots__ = ("inside", "of")

    def __init__(self, of: CodeType, inside: bool) -> None:
        self.of = of
        self.inside = inside


class Tracer:
    """Keeps code objects while it watches and looks into them only at the end."""

    def __init__(self, root: Path) -> None:
        self.root = f"{root.resolve()}/"
        self.known: dict[int, Code] = {}
        self.frames: Counter[Code] = Counter()
        self.lines: set[tuple[Code, int]] = set()
        self.steps: set[tuple[Code, int]] = set()
        self.mocked: set[tuple[Code, int]] = set()
        self.calls: set[tuple[Code, Code]] = set()
        self.wrapped: set[tuple[Code, Code, Code]] = set()
        self.through: set[tuple[Code, Code]] = set()

    def __call__(self, frame: FrameType, _event: str, _argument: object) -> Callable[..., Any] | None:
        """A frame starts, or goes on in the case of a generator."""
        code = self.code(frame)
        if not code.inside:
            if code.of.co_filename.endswith("/unittest/mock.py") and frame.f_back:
                caller = self.code(frame.f_back)
                if caller.inside:
                    self.mocked.add((caller, frame.f_back.f_lasti))
            return None
        above, managed = _visible(frame.f_back)
        if above is not None and (managed or not code.of.co_flags & GENERATORS):
            caller = self.code(above)
            if caller.inside:
                self.calls.add((caller, code))
                self.wrapper(above, code)
            elif origin := self.nearest(above):
                self.through.add((origin, code))
        self.frames[code] += 1
        if self.frames[code] > WATCHED_TIMES:
            return None
        frame.f_trace_opcodes = True
        return self.line

    def line(self, frame: FrameType, event: str, _argument: object) -> Callable[..., Any]:
        """A line or instruction is about to run."""
        if event == "opcode":
            self.steps.add((self.code(frame), frame.f_lasti))
        elif event == "line":
            self.lines.add((self.code(frame), frame.f_lineno))
        return self.line

    def wrapper(self, caller: FrameType, code: Code) -> None:
        """A nested function calls on: keep who called it."""
        if "<locals>" in caller.f_code.co_qualname:
            above, _ = _visible(caller.f_back)
            outer = self.code(above) if above is not None else None
            if outer is not None and outer.inside:
                self.wrapped.add((outer, self.code(caller), code))

    def nearest(self, frame: FrameType | None) -> Code | None:
        """The innermost frame of the tree."""
        while frame is not None:
            if (code := self.code(frame)).inside:
                return code
            frame = frame.f_back
        return None

    def code(self, frame: FrameType) -> Code:
        """What a frame runs; kept, so that no other code object gets its id."""
        of = frame.f_code
        found = self.known.get(id(of))
        if found is None:
            found = self.known[id(of)] = Code(of, of.co_filename.startswith(self.root))
        return found

    def sites(self, steps: set[tuple[Code, int]]) -> set[tuple[Code, tuple[int, str]]]:
        """Every call and attribute whose instructions ran."""
        nodes: dict[str, dict[tuple[int, int], tuple[int, str]]] = {}
        ends: dict[Code, list[tuple[int, int]]] = {}
        found = set()
        for kept, at in steps:
            code = kept.of
            if code.co_filename not in nodes:
                nodes[code.co_filename] = _nodes(code.co_filename)
            if kept not in ends:
                ends[kept] = [(last, column) for _, last, _, column in code.co_positions()]
            node = nodes[code.co_filename].get(ends[kept][at // 2])
            if node and dis.opname[code.co_code[at]] in EVALUATING:
                found.add((kept, node))
        return found

    def result(self) -> dict[str, object]:
        """Everything seen, as JSON."""
        kept = sorted((code for code in self.known.values() if code.inside), key=_order)
        number = {code: index for index, code in enumerate(kept)}
        codes = [code.of for code in kept]
        return {
            "codes": [
                (c.co_filename.removeprefix(self.root), c.co_qualname, c.co_firstlineno, bool(c.co_flags & GENERATORS))
                for c in codes
            ],
            "lines": sorted((number[code], line) for code, line in self.lines),
            "sites": sorted((number[code], *site) for code, site in self.sites(self.steps)),
            "mocked": sorted((number[code], *site) for code, site in self.sites(self.mocked)),
            "calls": sorted((number[caller], number[callee]) for caller, callee in self.calls),
            "wrapped": sorted((number[a], number[b], number[c]) for a, b, c in self.wrapped),
            "through": sorted((number[a], number[b]) for a, b in self.through),
        }


def _visible(frame: FrameType | None) -> tuple[FrameType | None, bool]:
    """The nearest frame that is none of the wrappers of the standard library, and whether there was one between."""
    managed = False
    while frame is not None and frame.f_code.co_filename.endswith(TRANSPARENT):
        frame, managed = frame.f_back, True
    return frame, managed


def _nodes(path: str) -> dict[tuple[int, int], tuple[int, str]]:
    """The calls and attributes of a file by where they end: the line of the open bracket, and the name."""
    found = {}
    try:
        tree = ast.parse(Path(path).read_bytes())
    except (OSError, SyntaxError):  # written while the tests ran
        return {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            found[(node.end_lineno, node.end_col_offset)] = (0, node.attr)
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            found[(node.end_lineno, node.end_col_offset)] = (node.func.end_lineno, name)
    return found


def _order(code: Code) -> tuple[str, int, str]:
    return code.of.co_filename, code.of.co_firstlineno, code.of.co_qualname


class Again:
    """Sets the tracer before each test: Python drops one that ran into a recursion limit, and tests may set their own."""

    def __init__(self, tracer: Tracer) -> None:
        self.tracer = tracer

    def pytest_runtest_logstart(self) -> None:
        """Fixtures and test are traced."""
        sys.settrace(self.tracer)


def main() -> int:
    """Trace one run of pytest."""
    import pytest

    out, root, *arguments = sys.argv[1:]  # tests may change them, and the working directory
    tracer = Tracer(Path(root))
    threading.settrace(tracer)
    sys.settrace(tracer)
    status = pytest.main(arguments, plugins=[Again(tracer)])
    sys.settrace(None)
    Path(out).write_text(json.dumps(tracer.result()))
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
