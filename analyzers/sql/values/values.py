"""What an expression evidently is, as far as tables are concerned, and the chain of steps an expression is made of."""

from msgspec import Struct

from ...python.facts import Attribute, Call, Expression, Subscript, Text

OWN, BOUND, FORM, MADE = "own:", "bound:", "form:", "made:"
"""Before the reference of a class: the model that `self` is of, the model that it is bound to, the form that it makes, or what
else it makes of a class that an attribute names (`made:table_class:…`), where `self` is of that class or of an heir; which
these are, only the heir tells."""


ALONE = "alone"
"""The name of rows with which nothing else is loaded: of some columns only, or long since in memory."""


RETURNED = "returned"
"""The name of rows that a statement hands back which has written them: nothing is read."""


ROWS = "rows"
"""The name of a table that Django keeps pairs in while its rows are asked for: `Order.tags.through.objects`."""


class Value(Struct, frozen=True, gc=False):
    """What an expression evaluates to.

    `kind` and `of`:
    class      a mapped class; `of` is its reference
    rows       a manager, query set or query; `of` the class of its instances, `name` the relation it follows, if any
    forms      a set of forms for a model, its class, or one of its forms; `of` the class of their instances
    list       a Python list of instances
    instance   one instance; `of` its class
    column     an attribute of a mapped class; `of` the class, `name` the attribute
    statement  an SQLAlchemy statement; `of` the class of its first table, `name` what it does (`select`, …)
    table      a variable that holds a table; `of` the name of the table
    text       a text; `text` is it
    object     an instance of another class of the tree; `of` its reference, `through` the mapped class it was made for
    function   a function or class; `of` its reference, external or not
    parameter  a parameter that nothing tells more of; `of` the function, `name` the parameter; if `through` is not "",
               a value of that kind of what the parameter is
    Else `through` is the table that a many-to-many relation is stored in. `confidence` 0…1 says how evident it is.
    """

    kind: str
    of: str = ""
    name: str = ""
    through: str = ""
    text: Text | None = None
    confidence: float = 1.0


class Place(Struct, frozen=True, gc=False):
    """A line in a scope of a module, and how many assignments and returns were followed to get there."""

    path: str
    scope: int
    line: int
    depth: int = 0

    def deeper(self) -> "Place":
        """The same place, one step further from where the question was asked."""
        return Place(self.path, self.scope, self.line, self.depth + 1)

    def within(self, scope: int) -> "Place":
        """One step further, as it is seen from another scope."""
        return Place(self.path, scope, self.line, self.depth + 1)

    def at(self, line: int) -> "Place":
        """The same scope at another line."""
        return Place(self.path, self.scope, line, self.depth)


class Link(Struct, frozen=True, gc=False):
    """One step of a chain: `.name`, `.name(…)` with its call, `()` for a call of what came before, `[]` for an element."""

    name: str
    call: Call | None = None


def chain_of(expression: Expression) -> tuple[Expression, list[Link]]:
    """The start of an expression and its steps: `Order.objects.get(id=1).total` is `Order`, objects, get(…), total."""
    links: list[Link] = []
    call: Call | None = None
    while True:
        if isinstance(expression, str):  # first: most are
            break
        if isinstance(expression, Call) and (attribute := _attribute_by_text(expression)):
            links.append(Link(attribute, call))
            call, expression = None, expression.arguments[0]
        elif isinstance(expression, Call):
            if call is not None:
                links.append(Link("()", call))
            call, expression = expression, expression.function
        elif isinstance(expression, Attribute):
            names = expression.name.split(".") if "." in expression.name else [expression.name]
            call = _names(links, names, call)
            expression = expression.value
        elif isinstance(expression, Subscript):
            if call is not None:
                links.append(Link("()", call))
                call = None
            links.append(Link("[]"))
            expression = expression.value
        else:
            break
    if isinstance(expression, str) and "." in expression:
        head, *names = expression.split(".")
        call = _names(links, names, call)
        expression = head
    if call is not None:
        links.append(Link("()", call))
    links.reverse()
    return expression, links


def _names(links: list[Link], names: list[str], call: Call | None) -> Call | None:
    """Adds the names from the last, which has the call; what is left of the call."""
    for name in reversed(names):
        links.append(Link(name, call))
        call = None
    return call


def _attribute_by_text(call: Call) -> str:
    """`customer` of `getattr(order, "customer")`; "" for any other call."""
    if call.function != "getattr" or len(call.arguments) < 2:
        return ""
    name = call.arguments[1]
    return name.value if isinstance(name, Text) and not name.holes and name.value.isidentifier() else ""


def is_of_heirs(reference: str) -> bool:
    """Whether a model is one that only the heirs of a class tell."""
    return reference.startswith((OWN, BOUND))
