"""From the calls of each module to how many of them are understood, and for what reason the others are not.

A call is understood if it leads into the tree, evidently or most likely, or out of it: to a name of a library, or to a
method of a name that nothing in the tree has, or has for other arguments. Of a call that is not, nobody can say whether
it couples two parts of the tree; the share of those among the calls that do or may lead into the tree is what to judge
the result by.
"""

from collections import Counter

from decompose.errors import Location, Problem
from decompose.evidence.findings import Clarity, Ratio, most_first

from ..facts import Attribute, Call, Expression, Text
from ..names.common_names import EVERYBODYS
from ..names.dispatch import Targets
from ..names.program import Module, Program
from ..names.takers import Takers
from ..occurrences import Occurrence
from ..parts import last_name, owner
from ..references import is_inside

CODE = frozenset(("external:builtins.exec", "external:builtins.eval"))
UNKNOWN_VARIABLE = "type of a variable unknown"
UNKNOWN_RESULT = "type of a result unknown"
NO_ATTRIBUTE = "attribute not found where it is looked up"
UNKNOWN_FUNCTION = "function held by a variable or parameter"
COMMON = "method of a name that builtin values and queries have too"
COMPUTED = "function computed"
UNBOUND = "name bound nowhere"
REASONS = (UNKNOWN_VARIABLE, UNKNOWN_RESULT, NO_ATTRIBUTE, UNKNOWN_FUNCTION, COMMON, COMPUTED, UNBOUND)
# What may look names of the tree up, set them or make a class, with the problem's code and its first words.
SUSPECT = {
    "getattr": ("dynamic-name", "The name that is read here of a module or class"),
    "setattr": ("dynamic-name", "The name that is set here on a module or class"),
    "type": ("dynamic-class", "The class that is made here"),
}
# A relation has no name in the tree on its other side, and may lead to a row of the tree.
OF_VALUES = EVERYBODYS - {"save", "delete", "clean", "validate", "refresh_from_db"}
INSIDE, OUTSIDE, DYNAMIC = "inside", "outside", "dynamic"


class CallCounter:
    """Counts the calls of one module after the other."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.problems: list[Problem] = []
        self._takers = Takers(program)
        self._counts: dict[str, Counter[str]] = {}

    def count(self, module: Module, occurrence: Occurrence, call: Call, targets: Targets) -> None:
        """One call, with what it is known to run."""
        counts = self._counts.setdefault(module.path, Counter())
        if isinstance(call.function, str) and call.function in SUSPECT and self._computes(module, occurrence, call):
            self._dynamic(module, occurrence, counts, *SUSPECT[call.function])
        if targets.references:
            counts[INSIDE if is_inside(targets.references[0]) else OUTSIDE] += 1
            if targets.references[0] in CODE:
                self._dynamic(module, occurrence, counts, "dynamic-code", "The code that is run here")
            return
        function = call.function
        if self.leaves(call):
            counts[OUTSIDE] += 1
            return
        counts[self._reason(module, occurrence, function)] += 1
        if _is_computed(function):
            self._dynamic(module, occurrence, counts, "dynamic-call", "The function that is called here")

    def _computes(self, module: Module, occurrence: Occurrence, call: Call) -> bool:
        """Whether a call makes a class, or reads or sets by a computed text what a module or class of the tree has."""
        if call.function == "type":
            return len(call.arguments) == 3
        if len(call.arguments) < 2 or _is_literal(call.arguments[1]):
            return False
        owner = self.program.resolve(module.path, occurrence.scope, call.arguments[0])
        if owner is None or not is_inside(owner):
            return False
        definition = self.program.definition(owner)
        return owner in self.program.modules or (definition is not None and definition.kind == "class")

    def clarity(self) -> tuple[Clarity, ...]:
        """What is understood of each module with calls, by path."""
        return tuple(
            Clarity(
                path,
                counts[INSIDE] + counts[OUTSIDE] + sum(counts[reason] for reason in REASONS),
                counts[INSIDE],
                sum(counts[reason] for reason in REASONS),
                counts[DYNAMIC],
                most_first((reason, counts[reason]) for reason in REASONS),
            )
            for path, counts in sorted(self._counts.items())
        )

    def understood(self) -> tuple[Ratio, ...]:
        """All calls that are understood, those that lead into the tree, and why the others are not."""
        total: Counter[str] = Counter()
        for counts in self._counts.values():
            total.update(counts)
        unresolved = sum(total[reason] for reason in REASONS)
        known, calls = total[INSIDE] + total[OUTSIDE], total[INSIDE] + total[OUTSIDE] + unresolved
        return (
            Ratio("calls resolved", known, calls),
            Ratio("calls within the system resolved", total[INSIDE], total[INSIDE] + unresolved),
            *(Ratio(f"calls unresolved: {reason}", total[reason], calls, True) for reason in REASONS),
        )

    def leaves(self, call: Call) -> bool:
        """Whether a method is called that nothing in the tree has or takes so, so that the call leaves it, wherever it leads.

        So does one that builtin values and queries have, and rows of tables have not, on an attribute that nothing in the
        tree has: `form.cleaned_data.get("name")`, `order.lines.all()`.
        """
        if not _is_method(call.function):
            return False
        if not self._takers.may_take(call):
            return True
        on = owner(call.function)
        is_attribute = isinstance(on, Attribute) or (isinstance(on, str) and "." in on)
        return is_attribute and last_name(call.function) in OF_VALUES and not self._takers.knows(last_name(on))

    def _reason(self, module: Module, occurrence: Occurrence, function: Expression) -> str:
        """Why it is unknown what a call calls."""
        if _is_method(function) and last_name(function) in EVERYBODYS:
            return COMMON
        if isinstance(function, Attribute):
            is_typed = self.program.type_of(module.path, occurrence.scope, function.value) is not None
            return NO_ATTRIBUTE if is_typed else UNKNOWN_RESULT
        if not isinstance(function, str):
            return COMPUTED
        head, _, rest = function.partition(".")
        if not rest:
            return UNKNOWN_FUNCTION if self.program.is_bound(module.path, occurrence.scope, head) else UNBOUND
        known = self.program.resolve(module.path, occurrence.scope, head)
        kind = known or self.program.type_of(module.path, occurrence.scope, head)
        return NO_ATTRIBUTE if kind else UNKNOWN_VARIABLE

    def _dynamic(self, module: Module, occurrence: Occurrence, counts: Counter[str], code: str, what: str) -> None:
        place = Location(module.path, occurrence.line)
        if self.problems and self.problems[-1].location == place:
            return  # `getattr(models, name)()` is one construct
        counts[DYNAMIC] += 1
        message = f"{what} is computed while the program runs."
        self.problems.append(Problem(place, code, message))


def _is_method(function: Expression) -> bool:
    return isinstance(function, Attribute) or (isinstance(function, str) and "." in function)


def _is_literal(expression: Expression) -> bool:
    return isinstance(expression, Text) and not expression.holes


def _is_computed(function: Expression) -> bool:
    """`getattr(view, name)()`: the name is only known while the program runs."""
    if not isinstance(function, Call) or function.function != "getattr" or len(function.arguments) < 2:
        return False
    return not _is_literal(function.arguments[1])
