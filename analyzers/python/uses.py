"""From every name, call and text of a file to calls, inheritance, annotations and references between units."""

import re
from collections import Counter

from decompose.errors import Location, Problem
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Ratio

from .annotations import names_in
from .call_sites import WATCHED, WATCHED_LIBRARIES, CallSite
from .facts import Attribute, Call, Expression, Text
from .loads import BY_TEXT, IMPORTERS, LoadReader
from .names import Trace
from .occurrences import Occurrence, Part, occurrences
from .packaging import PlugInGroups
from .parts import last_name
from .program import Module, Program
from .rows import Rows, reference_of
from .runs import Runs

DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+(?::[^\W\d]\w*)?")
LONGEST_NAME = 200
KINDS = {
    Part.BASE: EvidenceKind.INHERITS,
    Part.ANNOTATION: EvidenceKind.ANNOTATES,
    Part.DECORATOR: EvidenceKind.CALL,
    Part.CODE: EvidenceKind.REFERENCES,
}
CODE = frozenset(("external:builtins.exec", "external:builtins.eval"))
UNKNOWN_VARIABLE = "type of a variable unknown"
UNKNOWN_RESULT = "type of a result unknown"
NO_ATTRIBUTE = "attribute not found where it is looked up"
COMPUTED = "function computed"
UNBOUND = "name bound nowhere"
REASONS = (UNKNOWN_VARIABLE, UNKNOWN_RESULT, NO_ATTRIBUTE, COMPUTED, UNBOUND)
# Logger names look like modules and couple nothing.
NAMES_ONLY = frozenset(("external:logging.getLogger", "external:structlog.get_logger", "external:warnings.warn"))


class UseReader:
    """Reads the names of one module after the other and counts how many calls it could resolve."""

    def __init__(self, program: Program, rows: Rows, runs: Runs, groups: PlugInGroups) -> None:
        self.program = program
        self.rows = rows
        self.runs = runs
        self.groups = groups
        self.problems: list[Problem] = []
        self.sites: list[CallSite] = []
        self.calls = 0
        self.resolved = 0
        self.unresolved: Counter[str] = Counter()
        self.loads = LoadReader(program, rows)

    def read(self, module: Module) -> None:
        """The evidence of one module's names."""
        self._namesakes(module)
        for occurrence in occurrences(module.facts):
            expression = occurrence.expression
            if isinstance(expression, Text):
                self._text(module, occurrence, expression)
            elif isinstance(expression, Call):
                self._call(module, occurrence, expression)
            else:
                self._name(module, occurrence, expression)

    def understood(self) -> tuple[Ratio, ...]:
        """Calls whose function is known of all calls, and why the others are not; dynamic imports whose module is known."""
        return (
            Ratio("calls resolved", self.resolved, self.calls),
            self.loads.understood(),
            *(Ratio(f"calls unresolved: {reason}", self.unresolved[reason], self.calls, True) for reason in REASONS),
        )

    def _namesakes(self, module: Module) -> None:
        """`class Order(Order)`: in the base the name means what it meant before."""
        for definition in module.facts.definitions[1:]:
            name = definition.name.rpartition(".")[2]
            if definition.kind == "class" and name in definition.bases:
                source = f"{module.path}::{definition.name}"
                base = next(iter(self.program.bases(source)), None)
                self.rows.add(EvidenceKind.INHERITS, source, base, Location(module.path, definition.line), name)

    def _name(self, module: Module, occurrence: Occurrence, expression: str | Attribute) -> None:
        trace = self.program.trace(module.path, occurrence.scope, expression)
        if trace.internal:
            self._add(module, occurrence, KINDS[occurrence.part], trace.internal, written(expression))
            if occurrence.part is Part.CODE or occurrence.part is Part.DECORATOR:
                self._run(module, occurrence, trace.reference, called=False)
            self._named(module, occurrence, trace, expression)

    def _call(self, module: Module, occurrence: Occurrence, call: Call) -> None:
        self.calls += 1
        trace = self.program.trace(module.path, occurrence.scope, call.function)
        self.resolved += trace.reference is not None
        if last_name(call.function) in WATCHED or (trace.reference or "").startswith(WATCHED_LIBRARIES):
            self.sites.append(CallSite(module, occurrence.source, occurrence.line, call))
        if trace.internal:
            whole = trace.internal == trace.reference and self.program.definition(trace.internal) is not None
            kind = EvidenceKind.CALL if whole else EvidenceKind.REFERENCES
            flags = ("discarded",) if occurrence.part is Part.STATEMENT else ()
            self._add(module, occurrence, kind, trace.internal, written(call.function), flags)
            self._run(module, occurrence, trace.reference, called=True)
            self._named(module, occurrence, trace, call.function)
        self.loads.read(module, occurrence, call, trace.reference)
        if trace.reference in CODE:
            message = "The code that is run here is computed while the program runs."
            self.problems.append(Problem(Location(module.path, occurrence.line), "dynamic-code", message))
        if trace.reference is None:
            self.unresolved[self._reason(module, occurrence, call.function)] += 1

    def _reason(self, module: Module, occurrence: Occurrence, function: Expression) -> str:
        """Why it is unknown what a call calls."""
        if isinstance(function, Attribute):
            is_typed = self.program.type_of(module.path, occurrence.scope, function.value) is not None
            return NO_ATTRIBUTE if is_typed else UNKNOWN_RESULT
        if not isinstance(function, str):
            return COMPUTED
        head, _, rest = function.partition(".")
        if not rest:
            return UNKNOWN_VARIABLE if self.program.is_bound(module.path, occurrence.scope, head) else UNBOUND
        known = self.program.resolve(module.path, occurrence.scope, head)
        kind = known or self.program.type_of(module.path, occurrence.scope, head)
        return NO_ATTRIBUTE if kind else UNKNOWN_VARIABLE

    def _named(self, module: Module, occurrence: Occurrence, trace: Trace, expression: Expression) -> None:
        """What a text names is used, also where the value that it holds is an instance of something else."""
        if trace.named and trace.named != trace.internal:
            self._add(module, occurrence, EvidenceKind.REFERENCES, trace.named, written(expression))

    def _text(self, module: Module, occurrence: Occurrence, text: Text) -> None:
        if occurrence.part is Part.ANNOTATION:
            for name in names_in(text.value):
                self._name(module, occurrence, name)
        elif self.groups.note(
            text, reference_of(module.path, module.facts, occurrence.source), module, occurrence.line
        ):
            return
        elif not text.holes and len(text.value) <= LONGEST_NAME and DOTTED.fullmatch(text.value):
            name = text.value.replace(":", ".")
            target = self.program.named(name) or self.program.labelled(module.path, name)
            if target and not self._is_only_a_name(module, occurrence):
                self._add(module, occurrence, EvidenceKind.REFERENCES, target, text.value, ("string",), BY_TEXT)

    def _is_only_a_name(self, module: Module, occurrence: Occurrence) -> bool:
        caller = occurrence.caller
        return caller is not None and (
            self.program.resolve(module.path, occurrence.scope, caller.function) in NAMES_ONLY | IMPORTERS
        )

    def _run(self, module: Module, occurrence: Occurrence, reference: str | None, called: bool) -> None:
        self.runs.add(reference_of(module.path, module.facts, occurrence.source), reference, called, occurrence.line)

    def _add(
        self,
        module: Module,
        occurrence: Occurrence,
        kind: EvidenceKind,
        target: str,
        detail: str,
        flags: tuple[str, ...] = (),
        confidence: float = 1.0,
    ) -> None:
        source = reference_of(module.path, module.facts, occurrence.source)
        self.rows.add(kind, source, target, Location(module.path, occurrence.line), detail, flags, confidence)


def written(expression: object) -> str:
    """A name as it stands in the text; what stands before the attributes of a value is an ellipsis."""
    if isinstance(expression, Attribute):
        return f"….{expression.name}"
    return expression if isinstance(expression, str) else ""
