"""HTTP entry points of falcon: from resources that are added under a path to the responders for each method."""

from collections.abc import Iterator

from ...names.call_sites import CallSite
from ...names.program import Program, is_external
from ...parts import argument, last_name, text_of
from .view_methods import METHODS

Answer = tuple[str, str | None]


def responders(program: Program, site: CallSite) -> Iterator[Answer]:
    """`app.add_route("/orders", Orders())`, whose `on_get` answers; with `suffix="all"` it is `on_get_all`."""
    call, path, scope = site.call, site.module.path, site.scope
    if last_name(call.function) != "add_route":
        return
    pattern = program.text(path, scope, argument(call, 0, "uri_template"))
    if pattern is None or not pattern.value.startswith("/"):
        return
    kind = program.type_of(path, scope, argument(call, 1, "resource"))
    suffix = text_of(argument(call, -1, "suffix"))
    for method in (*METHODS, "head", "options") if kind and not is_external(kind) else ():
        name = f"on_{method}_{suffix}" if suffix else f"on_{method}"
        found = program.member(kind or "", name)
        if found and program.definition(found):
            yield f"{method.upper()} {pattern.value}", found
