"""What names mean in pinned packages against libcst's qualified-name metadata: precision and recall, misses by reason.

    python benchmarks/names_oracle.py WORK [--files 15] [--show 5] [PACKAGE ...]

Compared is every bare name that is read anywhere in a file (also as the head of a dotted one) and that libcst resolves
to an import, a builtin, or a definition or variable of a module or class. libcst names the import as it is written, so
that its answer is taken to the defining place by way of re-exports before both are compared; of several answers any one
will do. Variables of functions have no qualified name of use: there a difference counts only if we say that the name
comes from outside of the function. Found is a name that stands in our facts of the scope with an equal answer.

    precision = equal / (equal + different)        recall = equal / all

libcst is a hundred times slower than the rest, so that each package gives every n-th of its files.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

import libcst as cst
from libcst.helpers import ModuleNameAndPackage
from libcst.metadata import (
    ComprehensionScope,
    ExpressionContext,
    ExpressionContextProvider,
    FullyQualifiedNameProvider,
    MetadataWrapper,
    ParentNodeProvider,
    PositionProvider,
    QualifiedName,
    QualifiedNameSource,
    Scope,
    ScopeProvider,
)
from packages import PINNED, corpus_of, fetched

from decompose.analyzers.python.facts import Attribute, Call, Expression
from decompose.analyzers.python.files.modules import dotted
from decompose.analyzers.python.names.bindings import Bindings
from decompose.analyzers.python.names.program import Module, Program, program_of
from decompose.analyzers.python.occurrences import occurrences

LOCAL = "a variable of a function"


def main() -> None:
    """One line for each package and one for all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("package", nargs="*", default=list(PINNED))
    parser.add_argument("--files", type=int, default=15, help="of each package")
    parser.add_argument("--show", type=int, default=0, help="differences of each kind")
    asked = parser.parse_args()
    print(f"{'package':12} {'files':>6} {'names':>8} {'precision':>10} {'recall':>7}")
    total: Counter[str] = Counter()
    for name in asked.package:
        root = fetched(name, asked.work)
        program = program_of(corpus_of(root, name))
        paths = sorted(path for path in program.modules if path.startswith(f"{name}/"))
        sample = paths[:: max(1, len(paths) // asked.files)]
        differences: dict[str, list[str]] = {}
        counts: Counter[str] = Counter()
        for path in sample:
            counts += compared(program, program.modules[path], root, differences)
        total += counts
        tell(name, len(sample), counts)
        for verdict, examples in sorted(differences.items()):
            for example in examples[: asked.show]:
                print(f"    {verdict}: {example}")
    tell("all", 0, total)


def tell(name: str, files: int, counts: Counter[str]) -> None:
    """One line of figures."""
    everything = counts["equal"] + counts["different"] + counts["unknown"] + counts["not in the facts"]
    precision = counts["equal"] / max(1, counts["equal"] + counts["different"] + counts["outward"])
    recall = counts["equal"] / max(1, everything)
    print(
        f"{name:12} {files:6} {everything:8} {precision:10.4f} {recall:7.4f}  {dict(sorted(counts.items()))}",
        flush=True,
    )


def compared(program: Program, module: Module, root: Path, differences: dict[str, list[str]]) -> Counter[str]:
    """The verdicts on all names of one file."""
    try:
        names = read_names(root / module.path, dotted(module.path), module.is_package)
    except (cst.ParserSyntaxError, RecursionError, UnicodeDecodeError):
        return Counter()
    heads = names_in_facts(module)
    bound = Bindings(module.facts)
    verdicts: Counter[str] = Counter()
    for name, line, scope_name, qualified in names:
        scope = scope_at(module, scope_name, line)
        wanted = {reference_of(program, module, one) for one in qualified}
        found = program.resolve(module.path, scope, name)
        if wanted == {LOCAL}:
            outward = found is not None and not is_bound_in_function(module, bound, scope, name)
            verdict = "outward" if outward else ""
        elif found in wanted:
            verdict = "equal" if (scope, name) in heads else "not in the facts"
        else:
            verdict = "unknown" if found is None else "different"
        if verdict:
            verdicts[verdict] += 1
        if verdict not in ("", "equal"):
            line_of = f"{module.path}:{line} {name} in {scope_name or 'module'}"
            differences.setdefault(verdict, []).append(f"{line_of}: ours {found}, libcst {sorted(map(str, wanted))}")
    return verdicts


def read_names(file: Path, name: str, is_package: bool) -> list[tuple[str, int, str, frozenset[QualifiedName]]]:
    """Every name that is read: itself, its line, the function or class it is looked up in, what libcst says of it."""
    package = name if is_package else name.rpartition(".")[0]
    wrapper = MetadataWrapper(
        cst.parse_module(file.read_bytes()),
        unsafe_skip_copy=True,
        cache={FullyQualifiedNameProvider: ModuleNameAndPackage(name, package)},
    )
    reader = NameReader()
    wrapper.visit(reader)
    return reader.found


class NameReader(cst.CSTVisitor):
    """Collects the names that are read, with their metadata."""

    METADATA_DEPENDENCIES = (
        ExpressionContextProvider,
        FullyQualifiedNameProvider,
        ParentNodeProvider,
        PositionProvider,
        ScopeProvider,
    )

    def __init__(self) -> None:
        self.found: list[tuple[str, int, str, frozenset[QualifiedName]]] = []

    def visit_Name(self, node: cst.Name) -> None:  # noqa: N802 - as libcst names it
        """Keep a name that is read and that libcst knows."""
        if self.get_metadata(ExpressionContextProvider, node, None) is not ExpressionContext.LOAD:
            return
        parent = self.get_metadata(ParentNodeProvider, node)
        scope = self.get_metadata(ScopeProvider, node, None)
        if scope is None or (isinstance(parent, cst.Attribute) and parent.attr is node):
            return
        names = self.get_metadata(FullyQualifiedNameProvider, node, None)
        if names:
            line = self.get_metadata(PositionProvider, node).start.line
            self.found.append((node.value, line, name_of_scope(scope), frozenset(names)))


def name_of_scope(scope: Scope) -> str:
    """The qualified name of the function or class of a scope; comprehensions and lambdas are part of what is around."""
    while isinstance(scope, ComprehensionScope) or getattr(scope, "name", "") is None:
        scope = scope.parent
    return ".".join(part for part in getattr(scope, "_name_prefix", "").split(".") if part and part[0] != "<")


def names_in_facts(module: Module) -> set[tuple[int, str]]:
    """The heads of all names that our facts hold, with the scope they are looked up in."""
    found = {(one.scope, head(one.expression)) for one in occurrences(module.facts)}
    return {(scope, name) for scope, name in found if name}


def head(expression: Expression) -> str:
    """The first part of a dotted name."""
    if isinstance(expression, Call):
        return head(expression.function)
    if isinstance(expression, Attribute):
        return ""
    return expression.partition(".")[0] if isinstance(expression, str) else ""


def scope_at(module: Module, name: str, line: int) -> int:
    """The definition of this name around a line; of several of the same name the one that holds it."""
    found = [index for index, one in enumerate(module.facts.definitions) if one.name == name]
    around = [i for i in found if module.facts.definitions[i].line <= line <= module.facts.definitions[i].end_line]
    return (around or found or [0])[-1]


def is_bound_in_function(module: Module, bound: Bindings, scope: int, name: str) -> bool:
    """Whether we know that a function around binds the name itself."""
    while scope > 0:
        if module.facts.definitions[scope].kind == "function" and name in bound.scopes[scope].names:
            return True
        scope = module.facts.definitions[scope].parent
    return False


def reference_of(program: Program, module: Module, name: QualifiedName) -> str | None:
    """What libcst's name refers to, in our way to write it, re-exports followed."""
    if name.source is QualifiedNameSource.BUILTIN:
        return f"external:{name.name}"
    if name.source is QualifiedNameSource.IMPORT:
        top, _, _ = name.name.partition(".")
        owner, _, last = name.name.rpartition(".")
        module = program.module_named(owner) if owner else None
        if module and (found := program.member(module, last)):
            return found
        return program.named(name.name) or (None if program.module_named(top) else f"external:{name.name}")
    inside = name.name.removeprefix(f"{dotted(module.path)}.")
    plain = ".".join(part for part in inside.split(".") if part[0] != "<")
    if program.definition(f"{module.path}::{plain}"):
        return f"{module.path}::{plain}"
    if plain != inside:
        return LOCAL
    owner, _, last = plain.rpartition(".")
    return program.member(f"{module.path}::{owner}" if owner else module.path, last)


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    main()
