"""From the view of a Django URL pattern to the HTTP methods it answers, each with the function that does."""

from collections.abc import Iterable

from ...facts import Call, Definition
from ...names.program import Program, is_external
from ...parts import argument, items_of, last_name, text_of

METHODS = ("get", "post", "put", "patch", "delete")
ONE = {"require_GET": ("GET",), "require_POST": ("POST",), "require_safe": ("GET",)}
SEVERAL = frozenset(("require_http_methods", "api_view"))
# What the views of Django and of its REST framework answer by themselves, by the ends of their names.
ANSWERED = {
    "TemplateView": ("GET",),
    "RedirectView": ("GET",),
    "ListView": ("GET",),
    "DetailView": ("GET",),
    "ArchiveView": ("GET",),
    "ArchiveIndexView": ("GET",),
    "FormView": ("GET", "POST"),
    "CreateView": ("GET", "POST"),
    "UpdateView": ("GET", "POST"),
    "DeleteView": ("GET", "POST"),
    "LoginView": ("GET", "POST"),
    "LogoutView": ("POST",),
    "PasswordChangeView": ("GET", "POST"),
    "PasswordResetView": ("GET", "POST"),
    "PasswordResetConfirmView": ("GET", "POST"),
    "ListAPIView": ("GET",),
    "RetrieveAPIView": ("GET",),
    "CreateAPIView": ("POST",),
    "UpdateAPIView": ("PUT", "PATCH"),
    "DestroyAPIView": ("DELETE",),
    "ListCreateAPIView": ("GET", "POST"),
    "RetrieveUpdateAPIView": ("GET", "PUT", "PATCH"),
    "RetrieveDestroyAPIView": ("GET", "DELETE"),
    "RetrieveUpdateDestroyAPIView": ("GET", "PUT", "PATCH", "DELETE"),
}


def answers(program: Program, view: str | None) -> tuple[tuple[str, str | None], ...]:
    """Pairs of a method and what answers it; `ANY` where the text does not tell the methods."""
    definition = program.definition(view) if view else None
    if view is None or definition is None:
        return (("ANY", view),)
    if definition.kind == "function":
        return tuple((method, view) for method in _of_function(definition)) or (("ANY", view),)
    found = dict.fromkeys(_of_class(program, view))
    return tuple((method, _answering(program, view, method)) for method in _allowed(program, view, found)) or (
        ("ANY", view),
    )


def _of_function(definition: Definition) -> Iterable[str]:
    for decorator in definition.decorators:
        name = last_name(decorator.function if isinstance(decorator, Call) else decorator)
        yield from ONE.get(name, ())
        if name in SEVERAL and isinstance(decorator, Call):
            given = argument(decorator, 0, "request_method_list", "http_method_names")
            yield from (text.upper() for item in items_of(given) if (text := text_of(item))) if given else ("GET",)


def _of_class(program: Program, view: str) -> Iterable[str]:
    """In a fixed order, what the class and its ancestors in the tree define, and what those outside of it answer."""
    ancestors = (view, *program.bases(view))
    offered = {
        method for base in ancestors if is_external(base) for method in ANSWERED.get(base.rpartition(".")[2], ())
    }
    inside = [one for one in ancestors if not is_external(one)]
    for method in METHODS:
        if method.upper() in offered or any(program.definition(f"{one}.{method}") for one in inside):
            yield method.upper()


def _allowed(program: Program, view: str, methods: Iterable[str]) -> list[str]:
    """Those of the methods that `http_method_names` lists, if the class has it."""
    values = program.values(f"{view}.http_method_names")
    names = {(text_of(item) or "").upper() for value in values for item in items_of(value)}
    return [method for method in methods if method in names or not names]


def _answering(program: Program, view: str, method: str) -> str:
    """The method of the class itself, or the class that inherits it."""
    own = f"{view}.{method.lower()}"
    return own if program.definition(own) else view
