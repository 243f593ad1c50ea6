"""The classes of a program → the one that implements an interface of zope, which is what is asked for where it is wanted.

`getUtility(IUserManager)` and `IRegistrar(order)` name an interface and yield an object of the class that says
`@implementer(…)` of it; where several say so, a registration decides that no text of Python tells.
"""

from typing import TYPE_CHECKING

from decompose.evidence.unit import Role

from ...python.facts import Call, Definition
from ..schema.declared import ClassFacts
from ..scopes import MODULE, last_name

if TYPE_CHECKING:
    from .evaluation import Evaluation

ASKS = {"getUtility": 0, "queryUtility": 0, "getAdapter": 1, "queryAdapter": 1}
"""Functions of zope.component that yield what implements an interface, and which argument names it."""

_INTERFACE = "external:zope.interface.Interface"


class Interfaces:
    """Who implements what; looked up once for a program, and only if something is asked for."""

    def __init__(self, evaluation: "Evaluation") -> None:
        self._evaluation = evaluation
        self._known: dict[str, str] | None = None

    def implementer(self, interface: str) -> str:
        """The only class of product code that implements an interface; "" if none or several do."""
        if self._known is None:
            self._known = self._all()
        return self._known.get(interface, "")

    def is_interface(self, reference: str) -> bool:
        """Whether a class is an interface."""
        known = self._evaluation.classes.get(reference)
        return known is not None and _INTERFACE in known.bases

    def _all(self) -> dict[str, str]:
        found: dict[str, set[str]] = {}
        for reference, facts in self._evaluation.classes.items():
            if self._evaluation.program.modules[facts.path].role is Role.PRODUCT:
                for interface in self._said(facts, facts.definition):
                    found.setdefault(interface, set()).add(reference)
        return {interface: min(classes) for interface, classes in found.items() if len(classes) == 1}

    def _said(self, facts: ClassFacts, definition: Definition) -> list[str]:
        given = [
            each
            for decorator in definition.decorators
            if isinstance(decorator, Call) and last_name(decorator.function) == "implementer"
            for each in decorator.arguments
        ]
        around = max(definition.parent, MODULE)
        named = (
            self._evaluation.meanings.resolved(facts.path, around, each) for each in given if isinstance(each, str)
        )
        return [each for each in named if each is not None and self.is_interface(each)]
