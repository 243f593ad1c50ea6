"""Boundaries: patterns, the most specific of which wins, and a file that is written and read without loss."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.contexts.context import BoundedContext, ContextCatalog, ContextKind, Membership
from decompose.contexts.hand.hand import Apart, ContextBoundary, Entry, Merge, Pin, Split, Together
from decompose.contexts.hand.pattern import Pattern
from decompose.errors import DecomposeError
from decompose.evidence.findings import Findings
from decompose.tracking.accept import boundaries_of, render_boundaries
from decompose.tracking.boundary import Allowance, Boundaries, assign
from decompose.tracking.boundary_file import parse
from decompose.tracking.boundary_text import entry, render
from decompose.tracking.compress import writable
from decompose.tracking.toml_text import TomlText
from tests.build import module, table, world
from tests.decompositions import shop


@pytest.mark.parametrize(
    ("pattern", "path", "meant"),
    [
        ("shop/billing/**", "shop/billing/a/b.py", True),
        ("shop/billing/**", "shop/billing.py", False),
        ("shop/billing/**", "shop/billings/a.py", False),
        ("shop/*/api.py", "shop/billing/api.py", True),
        ("shop/*/api.py", "shop/billing/x/api.py", False),
        ("**/api.py", "api.py", True),
        ("**/api.py", "shop/x/api.py", True),
        ("**", "anything.py", True),
        ("shop.billing.**", "shop/billing.py", True),
        ("shop.billing.**", "shop/billing/a/b.py", True),
        ("shop.billing.*", "shop/billing/a.py", True),
        ("shop.billing.*", "shop/billing/a/b.py", False),
        ("shop.b*", "shop/billing.py", True),
        ("shop.billing", "shop/billing.py", True),
        ("shop.billing", "shopXbilling.py", False),
        ("we*ird.py", "we*ird.py", True),
    ],
)
def test_patterns_mean_what_they_say(pattern: str, path: str, meant: bool) -> None:
    assert Pattern(pattern).matches(path, module(path).name) is meant


def test_the_most_specific_pattern_wins_and_the_rest_is_unassigned() -> None:
    boundaries = Boundaries(
        1,
        (
            ContextBoundary("all", modules=("shop/**",), tables=("*",)),
            ContextBoundary("billing", modules=("shop/billing/**",), tables=("bill_*",)),
            ContextBoundary("one", modules=("shop.billing.odd",)),
        ),
    )
    found = assign(
        world(
            module("shop/a.py"),
            module("shop/billing/b.py"),
            module("shop/billing/odd.py"),
            module("x.py"),
            table("bill_a"),
        ),
        boundaries,
    )
    assert [found.homes.of(f"shop/{name}.py") for name in ("a", "billing/b", "billing/odd")] == [
        "all",
        "billing",
        "one",
    ]
    assert found.homes.of("table:bill_a") == "billing"
    assert [unit.id for unit in found.unassigned] == ["x.py"]


def test_only_public_modules_of_the_context_itself_are_public() -> None:
    boundaries = Boundaries(1, (ContextBoundary("a", ("a/**",), public=("*.api",)), ContextBoundary("b", ("b/**",))))
    found = assign(world(module("a/api.py"), module("a/x.py"), module("b/api.py")), boundaries)
    assert found.public == {"a/api.py"}


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)


@given(st.lists(NAMES, unique=True, min_size=1, max_size=3), st.lists(NAMES, unique=True, max_size=3), NAMES)
def test_a_file_read_back_is_what_was_written(ids: list[str], tables: list[str], owner: str) -> None:
    contexts = [ContextBoundary(id, modules=(f"{n}/**",), owner=owner) for n, id in enumerate(ids)]
    contexts[0] = msgspec.structs.replace(contexts[0], tables=tuple(tables), kind="shared-kernel", public=("x.api",))
    boundaries = Boundaries(
        1,
        tuple(contexts),
        (Allowance(ids[0], ids[-1], "public"), Allowance(ids[-1], ids[0])),
        (Pin(ids[-1], ("x.y",), tuple(tables), owner),),
        (Together((owner, "b/**")),),
        (Apart((owner, f"{owner}.c"), "they said so"),),
        (Merge((f"{owner}1", f"{owner}2"), f"{owner}3"),),
        (Split(owner, f"{owner}4", ("x.*",)),),
    )
    assert without_places(parse(render(boundaries).replace("\r\n", "\n"), "decompose.contexts.toml")) == boundaries


def without_places(boundaries: Boundaries) -> Boundaries:
    """The same, as if it came from no file."""
    plain = {
        kind: tuple(msgspec.structs.replace(each, line=0) for each in getattr(boundaries, kind))
        for kind in ("contexts", "pins", "together", "apart", "merges", "splits")
    }
    return msgspec.structs.replace(boundaries, file="", **plain)


@given(
    st.dictionaries(
        st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map("/".join), st.sampled_from("xyz"), min_size=1
    )
)
def test_accepted_patterns_say_exactly_what_was_found(homes: dict[str, str]) -> None:
    paths = {f"{path}.py": context for path, context in homes.items()}
    members = {c: tuple(Membership(p, 1.0) for p in sorted(paths) if paths[p] == c) for c in set(paths.values())}
    contexts = tuple(BoundedContext(c, c, ContextKind.DOMAIN, members[c]) for c in sorted(members))
    found = msgspec.structs.replace(shop(), catalog=ContextCatalog(contexts))
    boundaries = parse(render_boundaries(found), "f")
    homes_again = assign(world(*(module(path) for path in paths)), boundaries).homes
    assert {path: homes_again.of(path) for path in paths} == paths


def test_a_folder_of_one_context_is_one_pattern_that_takes_in_new_files() -> None:
    billing = next(context for context in boundaries_of(shop()).contexts if context.id == "billing")
    assert billing.modules == ("shop/billing/**",)
    assert billing.tables == ("invoices",)


def test_bytes_of_a_name_that_are_no_text_become_a_wildcard() -> None:
    context = BoundedContext("a", "A", ContextKind.DOMAIN, (Membership("caf\udce9.py", 1.0), Membership("b.py", 1.0)))
    found = msgspec.structs.replace(shop(), catalog=ContextCatalog((context,)))
    boundaries = parse(render_boundaries(found).encode().decode(), "f")
    assert boundaries.contexts[0].modules == ("b.py", "caf*.py")
    assert assign(Findings(units=(module("caf\udce9.py"),)), boundaries).homes.of("caf\udce9.py") == "a"


@pytest.mark.parametrize("half", ["\ud800", "\udced", "\udfff"])
def test_no_half_surrogate_is_written(half: str) -> None:
    assert writable(f"caf{half}.py") == "caf*.py"


WRONG = {
    "version = 1\n[[context]\n": (2, "valid TOML"),
    "version = 1\n<<<<<<< HEAD\n": (2, "unfinished merge"),
    "version = 1\n=======\n": (2, "unfinished merge"),
    "version = 1\n[[contxt]]\n": (2, "Did you mean 'context'?"),
    'version = 1\n[[context]]\nid = "a"\n[[context]]\nid = "b"\nmodlues = []\n': (6, "Did you mean 'modules'?"),
    'version = 1\n[[context]]\nid = "a"\nmodules = "x"\n': (4, "`modules` has a wrong value: expected `array`"),
    'version = 1\n[[context]]\nid = "a"\nmodules = ["x", 3]\n': (4, "`modules` has a wrong value"),
    "version = 1\n[[context]]\nmodules = []\n": (2, "lacks 'id'"),
    "version = 9\n": (1, "version 9"),
    "[[context]]\nid = 'a'\n": (0, "lacks 'version'"),
    "version = 1\ncontext = 3\n": (2, "list of tables"),
    'version = 1\n[[context]]\nid = "a"\n[[context]]\nid = "a"\n': (5, "used twice"),
    'version = 1\n[[context]]\nid = "a"\nkind = "kernel"\n': (4, "no kind of context"),
    'version = 1\n[[context]]\nid = "a"\nmodules=["m"]\n[[context]]\nid = "b"\nmodules=["m"]\n': (7, "in 'a' too"),
    'version = 1\n[[context]]\nid = "orders"\n[[allow]]\nfrom = "order"\nto = "orders"\n': (
        5,
        "Did you mean 'orders'?",
    ),
    'version = 1\n[[context]]\nid = "a"\n[[allow]]\nfrom = "a"\nto = "a"\nvia = "api"\n': (7, "`via`"),
    'version = 1\n[[pin]]\ncontext = "a"\n': (2, "modules or tables"),
    'version = 1\n[[pin]]\nmodules = ["x"]\n': (2, "lacks 'context'"),
    'version = 1\n[[pin]]\ncontext="a"\nmodules = ["x"]\n[[pin]]\ncontext="b"\nmodules = ["x"]\n': (7, "too (line 4)"),
    'version = 1\n[[pin]]\ncontext="a"\nmodules = ["x"]\nline = 3\n': (5, "'line' is not a key"),
    "version = 1\n[[together]]\nmodules = []\n": (2, "`modules` is empty"),
    'version = 1\n[[apart]]\nmodules = ["x"]\n': (2, "at least two"),
    'version = 1\n[[apart]]\nmodule = ["x"]\n': (3, "Did you mean 'modules'?"),
    'version = 1\n[[merge]]\ncontexts = ["x"]\ninto = "x"\n': (2, "a merge needs"),
    'version = 1\n[[merge]]\ncontexts = ["x"]\ninto = "shared-kernel"\n': (2, "cannot be merged"),
    'version = 1\n[[merge]]\ncontexts=["x"]\ninto="y"\n[[merge]]\ncontexts=["x"]\ninto="z"\n': (
        5,
        "into 'y' at line 2",
    ),
    'version = 1\n[[merge]]\ncontexts=["x"]\ninto="y"\n[[merge]]\ncontexts=["y"]\ninto="x"\n': (2, "into each other"),
    'version = 1\n[[split]]\ncontext = "x"\ninto = "x"\nmodules = ["a"]\n': (2, "another name"),
    'version = 1\n[[split]]\ncontext = "x"\ninto = "y"\nmodules = "a"\n': (5, "`modules` has a wrong value"),
    "version = 1\nx = " + "[" * 5000: (0, ""),
}


@pytest.mark.parametrize("text", WRONG, ids=lambda text: text[:60].replace("\n", "|"))
def test_every_mistake_is_told_with_its_line_and_what_to_do(text: str) -> None:
    line, message = WRONG[text]
    with pytest.raises(DecomposeError) as caught:
        parse(text, "decompose.contexts.toml")
    assert message in str(caught.value)
    assert caught.value.remedy
    assert caught.value.message.startswith(f"decompose.contexts.toml:{line}:" if line else "decompose.contexts.toml:")


def test_modules_of_a_folder_that_contexts_share_are_listed_one_by_one() -> None:
    contexts = tuple(BoundedContext(c, c, ContextKind.DOMAIN, (Membership(f"shop/{c}.py", 1.0),)) for c in "ab")
    found = boundaries_of(msgspec.structs.replace(shop(), catalog=ContextCatalog(contexts)))
    assert [context.modules for context in found.contexts] == [("shop/a.py",), ("shop/b.py",)]


def test_of_patterns_with_as_many_steps_the_one_with_fewer_wildcards_is_more_specific() -> None:
    texts = ["shop/**", "shop/*", "shop/b*", "shop/bi*", "shop/bill"]
    mixed = [texts[index] for index in (3, 0, 4, 2, 1)]
    assert sorted(mixed, key=lambda text: Pattern(text).specificity) == texts


@pytest.mark.parametrize(
    "said",
    [Pin("a", ("b.py",)), Together(("a", "b")), Apart(("a", "b")), Merge(("a", "b"), "a"), Split("a", "b", ("c",))],
)
def test_a_reason_that_nobody_gave_is_not_written(said: Entry) -> None:
    assert "why" not in entry(said)


def test_an_entry_that_is_not_there_has_no_line() -> None:
    text = TomlText("f", "version = 1\n[[pin]]\nmodules = []\n")
    assert (text.line_of("modules", "pin", 0), text.line_of("version", "pin", 1)) == (3, 0)


def test_the_line_of_what_only_its_table_says_is_the_tables_own() -> None:
    assert TomlText("f", "version = 1\n[[pin]]\nmodules = []\n").line_of("why", "pin", 0) == 2
