"""Facts: what the text of one Python file says, as compact values; no path, no framework, no other file.

Expressions keep what names, calls and texts they are made of, and drop the rest:

    order.total                 "order.total"                                      a name, dotted or not, is a str
    Order(x).save(force=True)   Call(Attribute(Call("Order", ("x",)), "save"), (), (("force", "True"),), line)
    f"a {x}" "b"                Text("a {}b", ("x",))
    [a, 1]                      Group(("a", None), "list")                         None: anything else, kept for its place
    a and not b                 Group(("a", "b"), "operation")
    a in b                      Group(("a", "b"), "operation", "in")               the operator, where there is one only
    Mapped[list["Order"]]       Subscript("Mapped", (Subscript("list", (Text("Order"),)),))

`True`, `False`, `None` are names. `await x`, `(x)`, `-x` are `x`; `(x := y)` is `x` and an Assignment. Lines count
from 1.
`scope` is always an index into `PythonFacts.definitions`, whose first is the module itself.
"""

from typing import Literal, Union

from msgspec import Struct

Expression = Union[None, str, "Attribute", "Call", "Text", "Group", "Subscript"]
# Decoded, each of these is one and the same object wherever it occurs.
GroupKind = Literal[
    "list", "tuple", "set", "dict", "pair", "slice", "star", "operation", "choice", "condition", "comprehension", "lambda",
    "other",
]  # fmt: skip
DefinitionKind = Literal["module", "class", "function"]
UseKind = Literal["expression", "return", "yield", "condition", "raise", "except", "delete", "global", "match"]
Keywords = tuple[tuple[str, Expression], ...]


class Attribute(Struct, frozen=True, array_like=True, gc=False, tag=1):
    """`name` (dotted for several) of a `value` that is itself no plain name: `f().a.b` is `Attribute(Call("f"), "a.b")`."""

    value: Expression
    name: str


class Call(Struct, frozen=True, array_like=True, gc=False, tag=2):
    """A call; a `*x` argument is `Group((x,), "star")`, a `**x` one the keyword `**`; `line` is its open bracket's."""

    function: Expression
    arguments: tuple[Expression, ...]
    keywords: Keywords
    line: int


class Text(Struct, frozen=True, array_like=True, gc=False, tag=3):
    """A string, folded over concatenation, f-string, `%`, `.format` and `+`; each hole is written `{}` in `value`.

    `holes` are what fills the holes, as far as known; it is empty only if the text is constant.
    """

    value: str
    holes: tuple[Expression, ...] = ()


class Group(Struct, frozen=True, array_like=True, gc=False, tag=4):
    """Parts of something larger.

    `kind` is list, tuple, set, dict (items are `Group((key, value), "pair")` or `Group((x,), "star")`), pair, slice,
    star, operation (operators and comparisons), choice (`a or b`; the last item of `a if c else b` is
    `Group((c,), "condition")`), comprehension (the element, then conditions; what it iterates over is an Assignment),
    lambda (the body, then defaults) or other. `sign` is the operator of a comparison or of arithmetic
    (`in` also for `not in`, `is` for `is not`), `…` for several and for an `in` with one operand known; "" for `not` and `and`.
    """

    items: tuple[Expression, ...]
    kind: GroupKind
    sign: str = ""


class Subscript(Struct, frozen=True, array_like=True, gc=False, tag=5):
    """`value[items]`."""

    value: Expression
    items: tuple[Expression, ...]


class Import(Struct, frozen=True, array_like=True, gc=False):
    """One imported name: `from ..module import name as alias` at `level` 2; `import module` has an empty name.

    `name` is `*` for a star import; `alias` is "" unless written. `flags` are of type-checking (under
    `if TYPE_CHECKING`), lazy (inside a function) and conditional (under another `if`, or in a `try` or its handlers).
    """

    line: int
    module: str
    level: int
    name: str
    alias: str
    scope: int
    flags: tuple[str, ...] = ()

    @property
    def bound(self) -> str:
        """The name that the scope gets: `import a.b` binds `a`; "" for a star import."""
        return self.alias or ("" if self.name == "*" else self.name or self.module.partition(".")[0])


class Parameter(Struct, frozen=True, array_like=True, gc=False):
    """A parameter; `name` keeps the stars of `*args` and `**kwargs`; a number as `default` is an empty Group."""

    name: str
    annotation: Expression = None
    default: Expression = None


class Definition(Struct, frozen=True, array_like=True, gc=False):
    """The module, a class or a function.

    `kind` is module, class or function; `name` is qualified (`Order.save`, `outer.inner`) and empty for the module.
    `parent` is the index of the enclosing definition (−1 for the module). `line` is that of `class` or `def`, not of
    its decorators. `keywords` are those of a class statement (`metaclass=…`). `for_types` is what stands under
    `if TYPE_CHECKING:`, which never runs.
    """

    name: str
    kind: DefinitionKind
    line: int
    end_line: int
    parent: int
    bases: tuple[Expression, ...] = ()
    keywords: Keywords = ()
    decorators: tuple[Expression, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    returns: Expression = None
    for_types: bool = False


class Assignment(Struct, frozen=True, array_like=True, gc=False):
    """A binding of targets to a value; `a = b = value` has two targets, `a, b = value` one that is a Group.

    `how` is `=`, an augmented operator such as `+=`, or `for` when the targets take each element of `value` in turn
    (loops and comprehensions). `x: int` without a value has the value None.
    """

    line: int
    scope: int
    targets: tuple[Expression, ...]
    value: Expression
    annotation: Expression = None
    how: str = "="


class Use(Struct, frozen=True, array_like=True, gc=False):
    """An expression that no other fact holds; those without any name, call or text are left out.

    `kind` is expression, return, yield, condition (if, while, assert, match), raise, except (the caught types),
    delete, global (the names that a `global` or `nonlocal` statement declares) or match (a `pair` of a name and the class
    that a pattern asks it to be; the pattern itself is a condition).
    """

    line: int
    scope: int
    kind: UseKind
    expression: Expression


class With(Struct, frozen=True, array_like=True, gc=False):
    """A `with` block from `line` to `end_line`; each item is a context expression and the target it is bound to."""

    line: int
    end_line: int
    scope: int
    items: tuple[tuple[Expression, Expression], ...]


class Flaw(Struct, frozen=True, array_like=True, gc=False, order=True):
    """Something of the text that was not read or not understood; becomes a Problem once the path is known.

    `code` is syntax-error, encoding, binary, python2, newer-syntax, too-complex or timeout.
    """

    line: int
    code: str
    message: str


class Words(Struct, frozen=True, array_like=True, gc=False):
    """Words in order of the text with their counts, the words as one text: few ask for them, and every run decodes them."""

    spoken: str = ""
    counts: tuple[int, ...] = ()

    def each(self) -> tuple[tuple[str, int], ...]:
        """Each word with its count."""
        return tuple(zip(self.spoken.split(), self.counts, strict=True))


class PythonFacts(Struct, frozen=True, array_like=True, gc=False):
    """All facts of one file, each tuple in order of the text (a part before its whole where they begin together).

    `lines` counts the lines of the file; `has_code` is whether there is anything besides comments and a docstring;
    `generated` whether a comment at its head says that a program wrote it. `words` are the sub-words of identifiers,
    docstrings and comments (but for a licence at the head), lower case, of three letters or more, without keywords and
    builtin names; `quoted` are those of string literals that are names (see `quoted.quoted_words`).
    """

    definitions: tuple[Definition, ...]
    imports: tuple[Import, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    uses: tuple[Use, ...] = ()
    withs: tuple[With, ...] = ()
    words: Words = Words()
    flaws: tuple[Flaw, ...] = ()
    lines: int = 0
    has_code: bool = False
    generated: bool = False
    quoted: Words = Words()
