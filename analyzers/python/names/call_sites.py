"""Calls whose name frameworks give a meaning to, collected in the one pass over all names."""

from msgspec import Struct

from decompose.errors import Location

from ..facts import Attribute, Call, Expression, Text
from ..rows import reference_of
from .program import Module, Program

# Words of many buses of events; alone each means little, in pairs with the same event they do.
PUBLISHING = frozenset(
    """publish emit fire dispatch dispatch_event send_event publish_event emit_event raise_event trigger_event
    fire_event notify_event trigger handle sendMessage""".split()  # noqa: SIM905 - a list of quoted words reads worse
)
SUBSCRIBING = frozenset(
    """subscribe on listen listen_to add_listener add_handler register_handler register_listener on_event subscribe_to
    add_subscriber add_event_handler""".split()  # noqa: SIM905
)
WATCHED = (
    PUBLISHING
    | SUBSCRIBING
    | frozenset(
        """path re_path url add_url_rule add_api_route set_defaults connect send send_robust asend asend_robust kiq delay
    apply_async delay_on_commit s si signature enqueue enqueue_in enqueue_at enqueue_once enqueue_call schedule defer
    defer_async send_with_options add_job add_task send_task enqueue_job cron add_parser add_command Message
    register_blueprint include_router mount blueprint add_namespace
    add_routes add_subapp add_resource register register_function register_instance
    add_periodic_task do add_get add_post add_put add_patch add_delete
    add_head add_options add_view add_view_no_menu add_api add_route add_router set_field resource ResourceExtension
    render render_to_string get_template select_template TemplateResponse SimpleTemplateResponse render_template
    render_to_response message""".split()  # noqa: SIM905 - a list of quoted words reads worse
    )
)
WATCHED_LIBRARIES = ("external:aiohttp.web.", "external:dramatiq.Message", "external:dramatiq.message.Message")


class CallSite(Struct, frozen=True):
    """One watched call: in which module and scope, at which line."""

    module: Module
    scope: int
    line: int
    call: Call

    @property
    def location(self) -> Location:
        """Where the call stands."""
        return Location(self.module.path, self.line)

    @property
    def source(self) -> str:
        """The reference of the function, class or module that calls."""
        return reference_of(self.module.path, self.module.facts, self.scope)


def is_watched(call: Call, reference: str | None) -> bool:
    """Whether a call of this name, or of what the name refers to, is one that frameworks give a meaning to."""
    name = call.function.name if isinstance(call.function, Attribute) else call.function
    if not isinstance(name, str):
        return False
    return (
        name.rpartition(".")[2] in WATCHED
        or (reference is not None and reference.startswith(WATCHED_LIBRARIES))
        or ".hook." in name
        or name.startswith("hook.")
    )


def definition_named(program: Program, path: str, scope: int, expression: Expression) -> str | None:
    """The function or class of the tree that an expression names, by name or by a dotted text."""
    if isinstance(expression, Text):
        found = program.named(expression.value.replace(":", ".")) if not expression.holes else None
    else:
        found = program.resolve(path, scope, expression)
    return found if found is not None and program.definition(found) is not None else None
