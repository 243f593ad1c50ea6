"""From product code to whether a call of a method by its name can lead to any of it: by what is defined, and what it takes."""

from decompose.evidence.unit import Role

from ..facts import Assignment, Call, Definition, Expression, Group, Parameter, Subscript, Text
from ..parts import last_name
from .common_names import EVERYBODYS
from .descriptors import is_property
from .namesakes import takes
from .program import Module, Program, is_external

CALLABLE = frozenset(("Callable", "Any", "type", "Type", "object", "partial", "Optional", "Union"))


class Takers:
    """The functions of product code by bare name, and the names of what else may be called."""

    def __init__(self, program: Program) -> None:
        self._functions: dict[str, list[tuple[Definition, bool]]] = {}
        self._others: set[str] = set()
        self._names: set[str] = set()
        for module in program.modules.values():
            if module.role is Role.PRODUCT:
                self._read(program, module)
                for assignment in module.facts.assignments:
                    self._names.update(last_name(one) for one in assignment.targets)
                    in_class = module.facts.definitions[assignment.scope].kind == "class"
                    set_here = {last_name(one) for one in assignment.targets if in_class or "." in str(one)}
                    if not set_here <= self._others and _may_be_called(program, module, assignment):
                        self._others |= set_here

    def may_take(self, call: Call) -> bool:
        """Whether something that a method could be called by this name for takes these arguments.

        Functions of modules count too, since a variable may hold a module, but not under the names of builtin methods.
        """
        name = last_name(call.function)
        if name in self._others:
            return True
        by_modules = name not in EVERYBODYS
        return any(
            _takes(one, is_method, call) for one, is_method in self._functions.get(name, ()) if is_method or by_modules
        )

    def knows(self, name: str) -> bool:
        """Whether anything of product code could be an attribute of this name."""
        return name in self._names

    def _read(self, program: Program, module: Module) -> None:
        definitions = module.facts.definitions
        for definition in definitions[1:]:
            name = definition.name.rpartition(".")[2]
            is_method = definitions[definition.parent].kind == "class"
            self._names.add(name)
            if (
                definition.kind == "function"
                and not is_property(definition)
                and all(_is_plain(program, module, definition, one) for one in definition.decorators)
            ):
                self._functions.setdefault(name, []).append((definition, is_method))
            else:
                self._others.add(name)


def _is_plain(program: Program, module: Module, definition: Definition, decorator: Expression) -> bool:
    """Whether a decorator leaves the parameters as they are written; those of libraries hardly ever give others."""
    function = decorator.function if isinstance(decorator, Call) else decorator
    found = program.resolve(module.path, definition.parent, function)
    return found is not None and is_external(found)


def _may_be_called(program: Program, module: Module, assignment: Assignment) -> bool:
    """Whether a value may be a function or class of the tree: no literal, no object that is made there, nothing of a library."""
    value, annotation = assignment.value, assignment.annotation
    if annotation is not None:
        named = annotation.value if isinstance(annotation, Subscript) else annotation
        return last_name(named) in CALLABLE
    if isinstance(value, Call):
        return not last_name(value.function)[:1].isupper()
    if isinstance(value, Group):
        return value.kind in ("lambda", "choice")
    if value is None or isinstance(value, Text) or value in ("None", "True", "False"):
        return False
    found = program.resolve(module.path, assignment.scope, value)
    return found is None or not is_external(found)


def _takes(function: Definition, is_method: bool, call: Call) -> bool:
    """Whether nothing is missing or too much; a text is no request: `data.get("name")` calls no `get(self, request)`."""
    own = function.parameters[1:] if is_method and "staticmethod" not in function.decorators else function.parameters
    if own and own[0].name == "request" and call.arguments and isinstance(call.arguments[0], Text):
        return False
    return takes(function, call, is_bound=is_method) and _is_enough(own, call)


def _is_enough(parameters: tuple[Parameter, ...], call: Call) -> bool:
    """Whether every parameter without a default is given, as far as stars let one see."""
    given = {name for name, _ in call.keywords}
    if "**" in given or any(isinstance(one, Group) and one.kind == "star" for one in call.arguments):
        return True
    plain = [one for one in parameters if one.name not in ("*", "/") and not one.name.startswith("*")]
    left = plain[len(call.arguments) :]
    return all(one.default is not None or one.name in given for one in left)
