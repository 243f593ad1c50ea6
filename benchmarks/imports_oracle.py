"""Import edges of pinned packages against those that grimp reads: how many are equal, and why the others differ.

    python benchmarks/imports_oracle.py WORK [PACKAGE ...]

An edge is (importing module, another module that an import statement names), as the statement is written: re-exports
are not followed, because grimp does not. `from a import b` names the module `a.b` if `a` has no attribute `b` of its
own. The exit code is 1 if a difference is left unexplained. WORK keeps the packages between runs.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

import grimp
from packages import PINNED, corpus_of, fetched

from decompose.analyzers.python.facts import Import
from decompose.analyzers.python.files.modules import dotted
from decompose.analyzers.python.names.program import Program, is_external, program_of
from decompose.analyzers.python.references import NAMESPACE

Edge = tuple[str, str]

UNEXPLAINED = "unexplained:"
NOT_IMPORTABLE = "an end lies in a folder without `__init__.py`; grimp reads no namespace packages"
NO_MODULE = "the module is not in the tree, which is a problem we report; grimp gives it to the package above"
HIDDEN = "`from` takes an attribute of the package before a submodule of the same name (Language Reference, 7.11)"


def main() -> None:
    """One line for each package, then its differences by reason."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("package", nargs="*", default=list(PINNED))
    asked = parser.parse_args()
    print(f"{'package':12} {'files':>6} {'equal':>7} {'only ours':>10} {'only grimp':>11}")
    sys.exit(sum(compare(name, fetched(name, asked.work)) for name in asked.package) > 0)


def compare(name: str, root: Path) -> bool:
    """Print how the edges of one package agree; whether a difference is left unexplained."""
    program = program_of(corpus_of(root, name))
    ours, theirs = edges_of(program), edges_of_grimp(name, root)
    only_ours, only_theirs = ours.keys() - theirs, theirs - ours.keys()
    print(f"{name:12} {len(program.modules):6} {len(ours.keys() & theirs):7} {len(only_ours):10} {len(only_theirs):11}")
    modules = {dotted(path): path for path in program.modules}
    reasons = Counter(("only ours", reason_of_ours(edge, ours[edge], program, modules)) for edge in only_ours)
    reasons.update(("only grimp", reason_of_theirs(edge, program, modules)) for edge in only_theirs)
    for (side, reason), count in sorted(reasons.items()):
        print(f"    {side:10} {count:5}  {reason}")
    return any(reason.startswith(UNEXPLAINED) for _, reason in reasons)


def edges_of(program: Program) -> dict[Edge, Import]:
    """The edges that import statements name, as written, each with its first statement."""
    found: dict[Edge, Import] = {}
    for path, module in program.modules.items():
        for statement in module.facts.imports:
            target = written_target(program, path, statement)
            if target is not None and target != path:
                found.setdefault((dotted(path), dotted(target)), statement)
    return found


def written_target(program: Program, path: str, statement: Import) -> str | None:
    """The file of the module that one import statement names; None outside the package."""
    module = program.module_of_import(path, statement)
    if module is None or is_external(module):
        return None
    if statement.name and statement.name != "*":
        submodule = program.index.submodule(module, statement.name)
        if submodule and program.imported(path, statement) == submodule and not submodule.startswith(NAMESPACE):
            return submodule
    return None if module.startswith(NAMESPACE) else module


def edges_of_grimp(name: str, root: Path) -> set[Edge]:
    """The edges of grimp's graph; it finds the package on the import path and imports nothing."""
    sys.path.insert(0, str(root))
    try:
        graph = grimp.build_graph(name, cache_dir=None)
    finally:
        sys.path.remove(str(root))
    edges = {(one, other) for one in graph.modules for other in graph.find_modules_directly_imported_by(one)}
    return {(one, other) for one, other in edges if one != other}


def reason_of_ours(edge: Edge, statement: Import, program: Program, modules: dict[str, str]) -> str:
    """Why grimp lacks an edge of ours."""
    if not all(importable(program, modules[end]) for end in edge):
        return NOT_IMPORTABLE
    if f"{edge[1]}.{statement.name}" in modules:
        return HIDDEN
    return f"{UNEXPLAINED} {edge}"


def reason_of_theirs(edge: Edge, program: Program, modules: dict[str, str]) -> str:
    """Why we lack an edge of grimp's."""
    target = edge[1]
    package, _, name = target.rpartition(".")
    if target in modules and package in modules and program.member(modules[package], name) != modules[target]:
        return HIDDEN
    statements = program.modules[modules[edge[0]]].facts.imports
    if any(
        one.module.startswith(f"{target}.") and not written_target(program, modules[edge[0]], one) for one in statements
    ):
        return NO_MODULE
    return f"{UNEXPLAINED} {edge}"


def importable(program: Program, path: str) -> bool:
    """Whether every folder above a file is a package."""
    parts = path.split("/")[:-1]
    return all("/".join([*parts[:length], "__init__.py"]) in program.modules for length in range(1, len(parts) + 1))


if __name__ == "__main__":
    main()
