"""Classes that django-oscar loads by name against the edges that we find: what the real loader returns, and to whom.

    python benchmarks/loader_oracle.py WORK [--show 20]

WORK keeps the checkout, the environment and the record of a run in which every module of oscar was imported
and its URLs were built, each call of `get_class`, `get_classes` and `get_model` with who called it and what it got.

Oscar is cloned, for its sandbox with the settings and URLs is in no distribution; ORACLE_MIRROR may name a folder of bare
mirrors to clone from (`django-oscar+django-oscar/repo`).

    recall      pairs (calling module, class got) that happened and are found / pairs that happened
    precision   pairs found in modules that loaded something, of loader calls in lines that ran / that happened
"""

import argparse
import json
import os
import subprocess
from pathlib import Path

from environments import checkout, environment
from packages import corpus_of

from decompose.analyzers.python.analyzer import findings_of
from decompose.analyzers.python.names.program import Program, program_of
from decompose.evidence.evidence import Evidence
from decompose.evidence.unit import module_of

VERSION = "4.2.0"
NEEDS = (
    f"django-oscar=={VERSION}",
    "django<5.3", "django-environ", "django-debug-toolbar", "easy-thumbnails", "pycountry", "setuptools<81",
    "sorl-thumbnail", "whitenoise", "whoosh",
)  # fmt: skip

Pair = tuple[str, str]


def main() -> None:
    """Recall and precision, and each difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--show", type=int, default=0, help="differences of each kind")
    asked = parser.parse_args()
    root, record = recorded(asked.work.resolve())
    program = program_of(corpus_of(root))
    happened, lines = happenings(record, root, program)
    evidence = findings_of(program).evidence
    rows = [row for row in evidence if "dynamic" in row.flags and "::" in row.target]
    found = {(module_of(row.source), row.target) for row in rows if place(row) in lines}
    idle = sum(place(row) not in lines for row in rows)
    # where a name stands for what is loaded in the same line, its use is the row that is kept
    everything = {(module_of(row.source), row.target) for row in evidence if row in rows or place(row) in lines}
    print(f"{len(happened)} pairs happened; of {len(rows)} loader calls found {idle} stand where no loader ran")
    print(
        f"recall {len(happened & everything) / len(happened):.3f}  precision {len(found & happened) / len(found):.3f}"
    )
    for title, pairs in (("missed", happened - everything), ("found but did not happen", found - happened)):
        for one, other in sorted(pairs)[: asked.show]:
            print(f"  {title}: {one} -> {other}")


def recorded(work: Path) -> tuple[Path, list[tuple[str, int, str, str]]]:
    """The source folder and what the loader did."""
    root = checkout("django-oscar/django-oscar", VERSION, work)
    kept = work / "loader-oscar.json"
    if not kept.is_file():
        python = environment(work / "environment-loader-oscar", NEEDS)
        child = Path(__file__).with_name("trace_loader.py")
        paths = os.pathsep.join(map(str, (root / "src", root / "sandbox", root)))
        subprocess.run(
            [python, child, kept, root / "src", "settings", "oscar"],
            cwd=root / "sandbox", env={**os.environ, "PYTHONPATH": paths}, check=True,
        )  # fmt: skip
    return root, json.loads(kept.read_text())


def happenings(
    record: list[tuple[str, int, str, str]], root: Path, program: Program
) -> tuple[set[Pair], set[tuple[str, int]]]:
    """Pairs of calling module and class of the tree, and the places of callers."""
    pairs, lines = set(), set()
    for file, line, module, name in record:
        if not Path(file).is_relative_to(root):
            continue
        caller = Path(file).relative_to(root).as_posix()
        lines.add((caller, line))
        target = program.module_named(module)
        if target and program.modules[caller].role == "product":
            pairs.add((caller, f"{target}::{name}"))
    return pairs, lines


def place(row: Evidence) -> tuple[str, int]:
    """Where a row was found."""
    return (row.location.path, row.location.line) if row.location else ("", 0)


if __name__ == "__main__":
    main()
