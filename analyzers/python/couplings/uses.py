"""From every name, call and text of a file to calls, inheritance, annotations and references between units."""

import re

from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Ratio

from ..facts import Attribute, Call, Expression, Text
from ..names.annotations import names_in
from ..names.call_sites import CallSite, is_watched
from ..names.dispatch import How, Targets
from ..names.names import Trace
from ..names.program import Module, Program
from ..names.runs import Runs
from ..names.special_methods import Implied, SpecialMethods
from ..occurrences import Occurrence, Part, occurrences
from ..rows import Rows, reference_of
from .clarity import CallCounter
from .loads import BY_TEXT, IMPORTERS, LoadReader
from .packaging import PlugInGroups

DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+(?::[^\W\d]\w*)?")
LONGEST_NAME = 200
# Of calls of held values and of likely methods .8 and .98 happened that could be judged (benchmarks/calls_oracle.py, five
# systems); what is only likely is still one reason less certain than what is held.
HELD = 0.9
LIKELY = 0.8
# Whoever calls what it is handed depends on none of it: the dependency stands where it is handed over, in full.
CONFIDENCE = {How.CALL: LIKELY, How.VALUE: HELD, How.HANDED: 0.1, How.LIKELY: LIKELY}
KINDS = {
    Part.BASE: EvidenceKind.INHERITS,
    Part.ANNOTATION: EvidenceKind.ANNOTATES,
    Part.DECORATOR: EvidenceKind.CALL,
    Part.CODE: EvidenceKind.REFERENCES,
    Part.RAISED: EvidenceKind.REFERENCES,
    Part.CAUGHT: EvidenceKind.REFERENCES,
}
ERRORS = {Part.RAISED: EvidenceKind.RAISES, Part.CAUGHT: EvidenceKind.CATCHES}
# Logger names look like modules and couple nothing.
NAMES_ONLY = frozenset(("external:logging.getLogger", "external:structlog.get_logger", "external:warnings.warn"))


class UseReader:
    """Reads the names of one module after the other."""

    def __init__(self, program: Program, rows: Rows, runs: Runs, groups: PlugInGroups) -> None:
        self.program = program
        self.rows = rows
        self.runs = runs
        self.groups = groups
        self.sites: list[CallSite] = []
        self.counter = CallCounter(program)
        self.loads = LoadReader(program, rows)
        self.special = SpecialMethods(program)

    def read(self, module: Module) -> None:
        """The evidence of one module's names."""
        self._namesakes(module)
        for occurrence in occurrences(module.facts):
            expression = occurrence.expression
            if isinstance(expression, Text):
                self._text(module, occurrence, expression)
            elif isinstance(expression, Call):
                self._call(module, occurrence, expression)
            elif isinstance(expression, str | Attribute):
                self._name(module, occurrence, expression)
                continue  # most are
            for implied in self.special.of_occurrence(module, occurrence):
                self._implied(module, implied)
        for implied in self.special.of_statements(module):
            self._implied(module, implied)

    def understood(self) -> tuple[Ratio, ...]:
        """How many calls, and how many imports of a text, are understood."""
        return (*self.counter.understood(), self.loads.understood())

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
            kind = self._kind(occurrence, trace.internal, KINDS[occurrence.part])
            self._add(module, occurrence, kind, trace.internal, written(expression))
            if occurrence.part is Part.CODE or occurrence.part is Part.DECORATOR:
                self._run(module, occurrence, trace.reference, called=False)
                self._read_on_the_way(module, occurrence, trace)
            self._named(module, occurrence, trace, expression)
        elif trace.reference is None and (
            getter := self.program.likely_getter(module.path, occurrence.scope, expression)
        ):
            self._add(module, occurrence, EvidenceKind.REFERENCES, getter, written(expression), ("dispatch",), LIKELY)
        if trace.reference is None:
            for implied in self.special.of_unknown(module, occurrence):
                self._implied(module, implied)

    def _call(self, module: Module, occurrence: Occurrence, call: Call) -> None:
        trace = self.program.trace(module.path, occurrence.scope, call.function)
        targets = self.program.targets(module.path, occurrence.scope, call)
        self.counter.count(module, occurrence, call, targets)
        if targets.how is not How.CALL:
            self._dispatched(module, occurrence, call, targets, trace.reference)
        if is_watched(call, trace.reference):
            self.sites.append(CallSite(module, occurrence.source, occurrence.line, call))
        if trace.internal:
            whole = trace.internal == trace.reference and self.program.definition(trace.internal) is not None
            kind = self._kind(occurrence, trace.internal, EvidenceKind.CALL if whole else EvidenceKind.REFERENCES)
            flags = ("discarded",) if occurrence.part is Part.STATEMENT else ()
            self._add(module, occurrence, kind, trace.internal, written(call.function), flags)
            self._run(module, occurrence, trace.reference, called=True)
            self._read_on_the_way(module, occurrence, trace)
            self._named(module, occurrence, trace, call.function)
        self.loads.read(module, occurrence, call, trace.reference)

    def _dispatched(
        self, module: Module, occurrence: Occurrence, call: Call, targets: Targets, named: str | None
    ) -> None:
        """What is called although the text does not name it; of several likely targets each counts for its share."""
        confidence = CONFIDENCE[targets.how] / (1 if targets.how is How.VALUE else max(1, len(targets.references)))
        for target in targets.references:
            if target == named:
                continue
            kind = self._kind(occurrence, target, EvidenceKind.CALL)
            self._add(module, occurrence, kind, target, written(call.function), ("dispatch",), confidence)
            self._run(module, occurrence, target, called=True)

    def _implied(self, module: Module, implied: Implied) -> None:
        """A special method that Python calls."""
        source, place = reference_of(module.path, module.facts, implied.scope), Location(module.path, implied.line)
        self.rows.add(EvidenceKind.CALL, source, implied.target, place, implied.detail, ("implied",))
        self.runs.add(source, implied.target, True, implied.line)

    def _kind(self, occurrence: Occurrence, target: str, otherwise: EvidenceKind) -> EvidenceKind:
        """A class that is raised or caught is an error that is part of a contract, whatever else is done with it."""
        if occurrence.part not in ERRORS:
            return otherwise
        definition = self.program.definition(target)
        is_class = definition is not None and definition.kind == "class"
        return ERRORS[occurrence.part] if is_class else otherwise

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

    def _read_on_the_way(self, module: Module, occurrence: Occurrence, trace: Trace) -> None:
        """The property `order` of `self.order.total`."""
        for reference in trace.way:
            if getter := self.program.getter(reference):
                self._run(module, occurrence, getter, called=False)

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
