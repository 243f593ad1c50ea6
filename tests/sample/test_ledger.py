"""The ledger of the sample, entry by entry against what is true of it: its foreign keys, and every tangle that crosses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from decompose.design.cuts.ledger import Cut
from decompose.result.decomposition import Decomposition
from tests.sample.answer import SAMPLE, Tangle, read_answer

ANSWER = read_answer()
KEYS = """
import hearth.models
from hearth.db import Base
for table in Base.metadata.tables.values():
    for key in table.foreign_keys:
        print(table.name, key.column.table.name)
"""
# What a cut at the place of a tangle has to be, by its kind; what writes a table through a method of its class calls that.
KINDS = {
    "raw-sql-join": {"joins"},
    "sql-view": {"joins", "reads"},
    "foreign-read": {"reads"},
    "foreign-write": {"writes", "call"},
    "split-transaction": {"co-writes"},
    "foreign-keys": {"foreign-key"},
    "shared-model": {"foreign-key", "references", "call"},
    "misplaced": {"call"},
    "circular-import": {"import"},
    "string-reference": {"triggers", "foreign-key"},
}
# What is imported by a name is a cut where the name stands: that file, and how what it names begins.
NAMED = {
    "hearth/config.py": ("hearth/config.py", "hearth/"),
    "hearth/app.py::register_blueprints": ("hearth/config.py", "hearth/views/"),
    "hearth/services/carriers.py::load": ("hearth/config.py", "hearth/services/carriers.py::"),
    "hearth/reports/runner.py::run": ("hearth/reports/runner.py", "hearth/reports/"),
    "hearth/services/checkout.py::tax_calculator": ("hearth/config.py", "hearth/services/tax.py::"),
}
# Its number series live in the kernel with whoever draws from them, whatever module of models defines them.
WITHIN_THE_KERNEL = "hearth/lib/helpers.py::next_number"
CROSSING = [t for t in ANSWER.tangles if t.kind in KINDS and t.place not in {*NAMED, WITHIN_THE_KERNEL}]


def test_the_foreign_keys_across_boundaries_are_those_of_the_models(found: Decomposition) -> None:
    """As SQLAlchemy knows them: each between tables of two owners is a cut or leads into the kernel, and there is no other."""
    environment = {**os.environ, "PYTHONPATH": str(SAMPLE)}
    run = subprocess.run(
        [sys.executable, "-B", "-c", KEYS], capture_output=True, text=True, check=True, env=environment
    )
    keys = [tuple(line.split()) for line in run.stdout.splitlines()]
    assert len(keys) > 60
    owner = {table.table: table.owner for table in found.ownership.tables}
    kernels = {context.id for context in found.catalog.contexts if context.kind == "shared-kernel"}
    crossing = sorted((a, b) for a, b in keys if owner[a] != owner[b] and owner[b] not in kernels)
    told = [
        (c.source.removeprefix("table:"), c.target.removeprefix("table:"))
        for c in found.ledger.cuts
        if c.kind == "foreign-key"
    ]
    assert sorted(told) == crossing


@pytest.mark.parametrize("tangle", CROSSING, ids=lambda t: f"{t.kind} {t.place}")
def test_every_tangle_that_crosses_is_an_entry_at_its_place(found: Decomposition, tangle: Tangle) -> None:
    cuts = [cut for cut in found.ledger.cuts if cut.kind in KINDS[tangle.kind] and is_at(cut, tangle.place)]
    assert cuts, tangle.why
    assert all(cut.from_context != cut.to_context and cut.remedy for cut in cuts)


@pytest.mark.parametrize(
    "tangle",
    [t for t in ANSWER.tangles if t.kind == "dynamic-import" or t.place in NAMED],
    ids=lambda t: f"{t.kind} {t.place}",
)
def test_what_is_imported_by_a_name_is_a_cut_where_the_name_stands(found: Decomposition, tangle: Tangle) -> None:
    file, named = NAMED[tangle.place]
    cuts = [
        cut
        for cut in found.ledger.cuts
        if cut.location and cut.location.path == file and cut.target.startswith(named) and "string" in cut.flags
    ]
    assert cuts, tangle.why
    assert all(cut.kind == "references" and cut.remedy for cut in cuts)


def test_imports_in_a_circle_are_cuts_that_say_so_and_within_the_kernel_none(found: Decomposition) -> None:
    """Imports inside functions are what a circle looks like: none is lost, and one that crosses nothing is no cut."""
    for tangle in (t for t in ANSWER.tangles if t.kind == "circular-import"):
        lazy = [
            each
            for each in found.evidence
            if each.kind == "import" and "lazy" in each.flags and each.source == tangle.place
        ]
        assert lazy, tangle.why
        cuts = [cut for cut in found.ledger.cuts if cut.source == tangle.place and "lazy" in cut.flags]
        assert bool(cuts) == (tangle.place != WITHIN_THE_KERNEL)


def is_at(cut: Cut, place: str) -> bool:
    """Whether a cut is found in the file of a place, and by its ends or its lines in the function, if the place names one."""
    path, _, name = place.partition("::")
    if any(end == place or end.startswith((f"{place}.", f"{place}::")) for end in (cut.source, cut.target)):
        return True
    if cut.location is None or cut.location.path != path:
        return False
    return not name or cut.location.line in lines_of(path, name)


def lines_of(path: str, name: str) -> range:
    """The lines of a function or class at the top level of a file."""
    lines = (Path(SAMPLE) / path).read_text(encoding="utf-8").splitlines()
    start = next(
        n for n, line in enumerate(lines) if line.startswith((f"def {name}(", f"class {name}(", f"class {name}:"))
    )
    end = next(
        (n for n in range(start + 1, len(lines)) if lines[n][:1].strip() and lines[n][0] not in ")#"), len(lines)
    )
    return range(start + 1, end + 1)


def test_the_totals_are_the_entries_and_every_context_has_some(found: Decomposition) -> None:
    for total in found.ledger.totals:
        cuts = [
            c for c in found.ledger.cuts if (c.from_context, c.to_context) == (total.from_context, total.to_context)
        ]
        assert (total.cuts, round(total.effort, 6)) == (len(cuts), round(sum(cut.effort for cut in cuts), 6))
    assert sum(total.cuts for total in found.ledger.totals) == len(found.ledger.cuts)
