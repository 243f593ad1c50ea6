"""Which function ran which SQL: runs a test suite and writes every statement with the code of the tree behind it.

    python trace_statements.py OUT ROOT MODULE [ARGUMENT ...]

Runs in the environment of the traced tree; MODULE is the test runner (`pytest`, `nose2`).
Behind a statement are: the functions of the tree on the stack (`stack`, innermost first, with the line each was at, and
before them classes of the tree that have inherited the method which ran), and the functions that built the query or
changed the objects which the library writes later (`origins`). OUT gets JSON:

    sites        [path, qualified name, line]; a class has line 0
    texts        the distinct statements
    statements   [text, sites of the stack, sites of origins, circumstance]: `template` if one stood in between, `flush` if
                 objects that were changed before are written now, `refresh` if a row is loaded again after a commit
    rows         [site, table]: a row of the table that was in memory was handed to the function by a relation
    built        [site, table]: a query for the table was built there, whether or not it ran
    through      {number of a statement that wrote: whoever called, however far off, those who had changed what it wrote}
    spans        [sites, kind, statements that wrote]: of a `block` the site that opened it, and the class whose inherited
                 method that is; of a `commit` the stack when it was committed, with the functions that decorators of the
                 tree stand around
    lines        {path: the lines that ran}
    inside       {site that opened a block, or the sites of a commit with commas between: {path: the lines that ran in it}};
                 of a commit those since the one before it, below the functions that were on the stack of the commit
"""

import functools
import json
import runpy
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from trace_context import OUTERMOST
from trace_django import watch_django
from trace_recorder import Recorder
from trace_sqlalchemy import watch_sqlalchemy


def main() -> int:
    """Trace one run of a test suite."""
    import coverage

    out, root, module = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    recorder = Recorder(root)
    lines = coverage.Coverage(data_file=None, source=[str(root)])
    for watch in (watch_django, watch_sqlalchemy):
        try:
            watch(recorder)
        except ImportError:
            continue
    if recorder.commits:
        OUTERMOST.recorder = recorder
        lines.set_option("run:plugins", ["trace_context"])
    lines.start()
    recorder.switch = lines.switch_context
    sys.argv = [module, *sys.argv[4:]]
    status = 0
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    lines.stop()
    out.write_text(json.dumps(recorder.result(*_ran(recorder, lines.get_data()))))
    return status


def _ran(recorder: Recorder, data: Any) -> tuple[dict[str, list[int]], dict[str, dict[str, list[int]]]]:
    """The lines that ran, and those that ran in each transaction."""
    every: dict[str, list[int]] = {}
    opened = functools.cache(recorder.opened)
    inside: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for file in sorted(data.measured_files()):
        path = file.removeprefix(recorder.root)
        every[path] = sorted(data.lines(file) or ())
        for line, contexts in data.contexts_by_lineno(file).items():
            for site in {site for context in contexts for site in context.split("|") if site}:
                inside[opened(site)][path].add(line)
    inside.pop("", None)
    return every, {site: {path: sorted(found) for path, found in by.items()} for site, by in inside.items()}


if __name__ == "__main__":
    sys.exit(main())
