"""Calls that we claim against calls that happen: the tests of real trees run under a tracer, and both are compared.

    python benchmarks/calls_oracle.py WORK [--show 20] [TREE ...]

Trees: the sample, and packages of the index that carry their tests in the source distribution. WORK keeps them, the
environments they run in and the traces; delete a trace to run its tests again.

What happened is a pair (caller, callee) of functions of product code, caller directly above callee on the stack.
Comprehensions and lambdas belong to the function around them and are no callees; bodies of classes and modules are
callers only; generators count only where a context manager runs them, because they start when somebody iterates, not
when they are called; what Python runs to make a class, and what it asks of a module to import from it, is no call of
anybody's. A wrapper that a decorator made is
looked through: caller → wrapper → function is caller → function.

What we claim is a call or the reading of a property whose target resolves to a function or class of the tree. A class
stands for what its construction runs, and for its heirs where a value holds it (`self.__class__()`); a method for those
that override it, since which one runs the object decides. Several likely targets of one call are one claim: that one of
them runs.

    recall      pairs that happened and are claimed / pairs that happened
                (between modules: pairs of two different modules from the same pairs; a name or text in the one that
                stands for something in the other is enough, an import is not)
    precision   claimed calls that happened / claimed calls whose instructions ran

A claim counts for precision if its target is such that the tracer would see it, and if its function called something by
that name in that line, or read an attribute of that name. What Python calls for an operator or a statement is judged
apart, and only by whether its line ran: the half of an `and` that did not run counts against us. Objects that tests put
in the place of others count against us too.
Calls that we count as leaving the tree, because nothing in it takes them, are judged too: one that led to something of
its name in the tree is wrong.
Counted apart is dispatch: pairs with a library between caller and callee, and calls of tasks, routes, commands and
receivers of signals under another name than their own.
"""

import argparse
import json
import os
import subprocess
import sys
import venv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from packages import corpus_of, source_of

from decompose.analyzers.python.analyzer import findings_of
from decompose.analyzers.python.couplings.calls import Called, calls_of
from decompose.analyzers.python.couplings.clarity import CallCounter
from decompose.analyzers.python.facts import Call
from decompose.analyzers.python.names.program import Program, is_external, program_of
from decompose.analyzers.python.occurrences import occurrences
from decompose.analyzers.python.parts import last_name
from decompose.analyzers.python.rows import reference_of as site_of
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.unit import Role, module_of

SAMPLE = Path(__file__).parent.parent / "sample_monolith"
CONSTRUCTION = ("__init__", "__new__", "__post_init__", "__init_subclass__", "__call__")
MAKING_CLASSES = frozenset(("__init_subclass__", "__class_getitem__", "__set_name__"))
INNER = frozenset(("<locals>", "<listcomp>", "<dictcomp>", "<setcomp>", "<genexpr>", "<lambda>", "<module>"))
NOT_CALLED = frozenset(("<listcomp>", "<dictcomp>", "<setcomp>", "<genexpr>", "<lambda>", "<module>"))


class Tree(Struct, frozen=True):
    """A tree whose tests can be run: where it is from, what the tests need, how pytest is called, folders it must find."""

    requirement: str
    needs: tuple[str, ...]
    arguments: tuple[str, ...]
    folders: tuple[str, ...] = ()


TREES = {
    "sample": Tree("", (), ("tests",)),
    "mkdocs": Tree(
        "mkdocs==1.6.1", ("mkdocs==1.6.1", "babel", "pytest<9"), ("mkdocs/tests", "-o", "python_files=*tests.py")
    ),
    "rest_framework": Tree(
        "djangorestframework==3.15.2",
        ("django==5.1.4", "pytest<9", "pytest-django", "pytz", "setuptools<81"),
        ("tests",),
    ),
    "flask": Tree("flask==3.1.0", ("flask==3.1.0", "asgiref", "pytest<9"), ("tests",)),
    "oscar": Tree(
        "git+https://github.com/django-oscar/django-oscar@4.2.0",
        (
            "django==5.2.*",
            "django-oscar==4.2.0",
            "whoosh",
            "webtest",
            "django-webtest",
            "freezegun",
            "pytz",
            "sorl-thumbnail",
            "easy-thumbnails",
            "setuptools<81",
            "pytest<9",
            "pytest-django",
        ),
        ("tests", "--sqlite", "--nomigrations"),
    ),
    # First looked at when the resolution of calls was written; two rules have come from them since.
    "marshmallow": Tree("marshmallow==3.23.1", ("marshmallow==3.23.1", "simplejson", "pytz", "pytest<9"), ("tests",)),
    "starlette": Tree(
        "starlette==0.41.3",
        (
            "starlette==0.41.3",
            "httpx<0.28",
            "itsdangerous",
            "jinja2",
            "python-multipart",
            "pyyaml",
            "trio",
            "anyio<4.7",
            "typing-extensions",
            "pytest<9",
        ),
        ("tests",),
    ),
    # Never looked at before their first score (function, module, precision): httpx .950, 1.000, .988;
    # falcon .831, .822, .949, whose claims on the methods of `typing.Protocol` classes were wrong (now .835, .841, .980:
    # what its modules still miss are responders that the router calls, and setters of properties of untyped parameters).
    "httpx": Tree(
        "httpx==0.28.1",
        (
            "httpx[brotli,cli,http2,socks,zstd]==0.28.1",
            "chardet",
            "cryptography",
            "pytest<9",
            "trio",
            "trustme",
            "uvicorn",
            "typing-extensions",
        ),
        ("tests", "-m", "not network"),
    ),
    "falcon": Tree(
        "falcon==4.0.2",
        ("falcon==4.0.2", "pytest<9", "pytest-asyncio<1", "requests", "pyyaml", "jsonschema", "httpx", "testtools"),
        ("tests", "--ignore=tests/asgi/test_asgi_servers.py", "--ignore=tests/test_wsgi_servers.py"),
    ),
    # At its first look .749, .821, .981: commands that plug-ins put into an attribute got what nobody knew; now .779,
    # .877, .980, and .936 between modules without the 19 pairs of its core and plug-ins that only run time brings together.
    "beets": Tree(
        "beets==2.2.0",
        (
            "beets==2.2.0",
            "beautifulsoup4",
            "confuse",
            "flask",
            "langdetect",
            "mediafile",
            "mock",
            "mutagen",
            "pillow",
            "py7zr",
            "pylast",
            "pytest<9",
            "python3-discogs-client",
            "pyxdg",
            "rarfile",
            "reflink",
            "requests",
            "requests-oauthlib",
            "responses",
            "setuptools<81",
            "titlecase",
            "typing-extensions",
        ),
        ("test", "--ignore=test/plugins/test_mpdstats.py"),
    ),
    # First look .891, .851, .989; since what settings name is read .891, .887, .989; most that is missed between modules is
    # what one function builds of any class. Tests of processes, servers and whole crawls are left out.
    "scrapy": Tree(
        "scrapy==2.12.0",
        (
            "scrapy==2.12.0",
            "attrs",
            "pexpect",
            "pyftpdlib",
            "pytest<9",
            "sybil",
            "testfixtures",
            "twisted<25",
            "w3lib<2.3",
        ),
        (
            "tests",
            "-p",
            "no:twisted",
            "-k",
            "not mockserver",
            *(
                f"--ignore=tests/test_{name}.py"
                for name in (
                    "commands",
                    "crawl",
                    "crawler",
                    "downloader_handler_twisted_http10",
                    "downloader_handlers",
                    "downloader_handlers_http2",
                    "engine",
                    "feedexport",
                    "pipeline_crawl",
                    "pipeline_media",
                    "proxy_connect",
                    "webclient",
                )
            ),
        ),
    ),
    # At first .866, .889, .987: `self.__class__` below a library's class, and `X[Y] | None` as an annotation, were not
    # understood; now .879, .889, .987. What it still misses are mostly classes that callers give, and functions of
    # descriptors.
    "werkzeug": Tree(
        "werkzeug==3.1.3",
        ("werkzeug==3.1.3", "cryptography", "ephemeral-port-reserve", "pytest<9", "pytest-timeout", "watchdog"),
        ("tests", "--ignore=tests/test_serving.py"),
    ),
    "kombu": Tree(
        "kombu==5.4.2",
        ("kombu==5.4.2", "hypothesis<7", "Pyro4==4.82", "pytest-freezer==0.4.8", "pytest==8.3.3", "pytz"),
        ("t/unit", "--ignore=t/unit/asynchronous/aws", "--ignore=t/unit/transport/test_azurestoragequeues.py"),
    ),
    # First looks: pyramid .748, .861, .916; sphinx .805, .883, .989. Functions that a class takes as static methods were not
    # understood: pyramid is .761, .869, .908 since. Ten more claims are of what its tests replace; most misses are views and
    # actions that its core is given, and what a registry of interfaces holds.
    "pyramid": Tree(
        "pyramid==2.0.2",
        ("pyramid==2.0.2", "legacy-cgi", "pytest<9", "setuptools<81", "webtest", "zope.component"),
        ("tests",),
    ),
    "sphinx": Tree(
        "sphinx==8.1.3",
        ("sphinx==8.1.3", "defusedxml", "pytest<9", "setuptools<81", "typing-extensions"),
        tuple(
            f"tests/test_{name}"
            for name in ("config", "directives", "domains", "environment", "extensions", "markup", "util", "writers")
        ),
    ),
    "linkding": Tree(
        "git+https://github.com/sissbruecker/linkding@v1.40.0",
        (
            "beautifulsoup4",
            "bleach",
            "bleach-allowlist",
            "django==5.1.*",
            "django-debug-toolbar<5",
            "django-registration",
            "django-widget-tweaks",
            "djangorestframework==3.15.*",
            "huey",
            "markdown",
            "mozilla-django-oidc",
            "pytest<9",
            "pytest-django",
            "python-dateutil",
            "requests",
            "supervisor",
            "waybackpy",
        ),
        ("bookmarks/tests",),
        ("data",),
    ),
}


class Trace(Struct, frozen=True):
    """What a traced run wrote; see trace_calls.py."""

    codes: list[tuple[str, str, int, bool]]
    lines: list[tuple[int, int]]
    sites: list[tuple[int, int, str]]
    mocked: list[tuple[int, int, str]]
    calls: list[tuple[int, int]]
    wrapped: list[tuple[int, int, int]]
    through: list[tuple[int, int]]


class Happened(Struct, frozen=True):
    """The pairs of functions of product code that called each other, the lines that ran in each function."""

    pairs: frozenset[tuple[str, str]]
    through: frozenset[tuple[str, str]]
    sites: frozenset[tuple[str, int, str]]
    mocked: frozenset[tuple[str, int, str]]
    generators: frozenset[str]
    lines: frozenset[tuple[str, int]]


def main() -> None:
    """One line for each tree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("tree", nargs="*", default=list(TREES))
    parser.add_argument("--show", type=int, default=0, help="misses of each kind")
    asked = parser.parse_args()
    print(f"{'tree':15} {'pairs':>6} {'recall':>7} {'modules':>8} {'recall':>7} {'claims':>7} {'precision':>10}")
    for name in asked.tree:
        root, trace = traced(name, TREES[name], asked.work.resolve())
        compare(name, program_of(corpus_of(root)), trace, asked.show)


def traced(name: str, tree: Tree, work: Path) -> tuple[Path, Trace]:
    """The folder of a tree and what its tests did."""
    root = source_of(tree.requirement, work) if tree.requirement else SAMPLE
    kept = work / f"trace-{name}.json"
    if not kept.is_file():
        python = _environment(work / f"environment-{name}", tree.needs) if tree.needs else Path(sys.executable)
        command = [python, Path(__file__).with_name("trace_calls.py"), kept, root, "-q", "-p", "no:cacheprovider"]
        for folder in tree.folders:
            (root / folder).mkdir(exist_ok=True)
        environment = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root / 'src'}"}
        subprocess.run([*command, *tree.arguments], cwd=root, env=environment, check=False)
    return root, Trace(**json.loads(kept.read_text()))


def _environment(folder: Path, needs: Iterable[str]) -> Path:
    if not folder.is_dir():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin" / "pip", "install", "-q", *needs], check=True)
    return folder / "bin" / "python"


def compare(name: str, program: Program, trace: Trace, show: int) -> None:
    """Print how claims and happenings of one tree agree."""
    rows = findings_of(program).evidence
    handlers = frozenset(row.target for row in rows if row.kind in (EvidenceKind.ROUTES, EvidenceKind.TRIGGERS))
    happened = happenings(program, trace, handlers)
    claims = set(claims_of(program))
    wide = widened(program, claims)
    missed = happened.pairs - wide
    modules = {pair for one in happened.pairs if (pair := modules_of(one))}
    known_modules = {pair for one in wide | told(rows) if (pair := modules_of(one))}
    heirs = heirs_of(program)
    judged = one_of_likely({one: verdict(program, heirs, happened, one) for one in claims if ran(happened, one)})
    named = Counter(found for claim, found in judged.items() if claim.how != "protocol")
    right, wrong = named["right"], named["wrong"]
    print(
        f"{name:15} {len(happened.pairs):6} {1 - len(missed) / max(1, len(happened.pairs)):7.3f} {len(modules):8} "
        f"{len(modules & known_modules) / max(1, len(modules)):7.3f} {right + wrong:7} "
        f"{share(right, wrong):10.3f}   {dict(sorted(named.items()))}"
    )
    for how in sorted({claim.how for claim in judged}):
        of = Counter(found for claim, found in judged.items() if claim.how == how)
        print(f"    {how:10} {of['right'] + of['wrong']:5} claims, precision {share(of['right'], of['wrong']):.3f}")
    apart = happened.through - happened.pairs
    left = leaving(program) & happened.sites
    inside = {(source, last_of(target)) for source, target in happened.pairs}
    print(f"    leaving: {len(left)} calls ran, {sum((one[0], one[2]) in inside for one in left)} of them led inside")
    print(f"    dispatch: {len(apart)} pairs, {len(apart & wide)} of them claimed")
    for pair in sorted(missed)[: None if show < 0 else show]:
        print(f"    missed: {pair[0]} -> {pair[1]}")
    for claim, found in sorted(judged.items()):
        if found == "wrong" and show:
            print(f"    wrong {claim.how}: {claim.source}:{claim.line} -> {claim.target}")


def share(right: int, wrong: int) -> float:
    """Of claims that could be judged, how many are right."""
    return right / max(1, right + wrong)


def told(rows: Iterable[Evidence]) -> set[tuple[str, str]]:
    """What one module uses of another by name or by text, imports left out."""
    return {(row.source, row.target) for row in rows if row.kind in (EvidenceKind.CALL, EvidenceKind.REFERENCES)}


def claims_of(program: Program) -> Iterator[Called]:
    """Every call of product code that we resolve to something of the tree."""
    for module in program.modules.values():
        if module.role is Role.PRODUCT:
            for call in calls_of(program, module):
                if call.target and not is_external(call.target):
                    yield call


def leaving(program: Program) -> set[tuple[str, int, str]]:
    """The calls of product code that lead to nothing known, and that nothing of the tree takes: function, line, name."""
    counter, found = CallCounter(program), set()
    for path, module in program.modules.items():
        if module.role is Role.PRODUCT:
            for one in occurrences(module.facts):
                call = one.expression
                if (
                    isinstance(call, Call)
                    and not program.targets(path, one.scope, call).references
                    and counter.leaves(call)
                ):
                    source = site_of(path, module.facts, one.scope)
                    found.add((source, call.line, last_name(call.function)))
    return found


def happenings(program: Program, trace: Trace, handlers: frozenset[str]) -> Happened:
    """The trace in terms of references, product code only, wrappers looked through."""
    names = [reference_of(program, path, name) for path, name, _, _ in trace.codes]
    callable_ = [
        code[1].rpartition(".")[2] not in NOT_CALLED and is_function(program, name)
        for code, name in zip(trace.codes, names, strict=True)
    ]
    wrapping = {
        (caller, callee)
        for caller, callee in trace.calls
        if names[caller] and names[callee] and is_wrapper(program, names[caller], names[callee])
    }
    wrappers = {wrapper for wrapper, _ in wrapping}
    pairs = {(names[outer], names[inner]) for outer, wrapper, inner in trace.wrapped if (wrapper, inner) in wrapping}
    for caller, callee in trace.calls:
        if callable_[callee] and (caller, callee) not in wrapping and callee not in wrappers:
            pairs.add((names[caller], names[callee]))
    through = {(names[a], names[b]) for a, b in trace.through if callable_[b]}
    sites = frozenset((names[code], line, name) for code, line, name in trace.sites if names[code])
    dispatched = {pair for pair in pairs if pair[1] in handlers} - {
        pair for pair in pairs if (pair[0], last_of(pair[1])) in {(source, name) for source, _, name in sites}
    }
    pairs, through = pairs - dispatched, through | dispatched
    return Happened(
        pairs=frozenset(
            (a, b) for a, b in pairs if a and b and last_of(b) not in MAKING_CLASSES and not is_importing(a, b)
        ),
        through=frozenset((a, b) for a, b in through if a and b),
        generators=frozenset(
            name for (_, _, _, generator), name in zip(trace.codes, names, strict=True) if generator and name
        ),
        sites=sites,
        lines=frozenset((names[code], line) for code, line in trace.lines if names[code]),
        mocked=frozenset((names[code], line, name) for code, line, name in trace.mocked if names[code]),
    )


def reference_of(program: Program, path: str, name: str) -> str:
    """The function, class or module of product code that a code object is part of; "" outside of it."""
    module = program.modules.get(path)
    if module is None or module.role is not Role.PRODUCT:
        return ""
    plain = ".".join(part for part in name.split(".") if part not in INNER)
    return f"{path}::{plain}" if plain else path


def last_of(reference: str) -> str:
    """The bare name of a function."""
    return reference.rpartition("::")[2].rpartition(".")[2]


def is_importing(source: str, target: str) -> bool:
    """Whether a module's body asked the `__getattr__` of another: `from one import name` looks for its `__path__`."""
    return "::" not in source and target.partition("::")[2] == "__getattr__"


def is_function(program: Program, reference: str) -> bool:
    """Whether a code object is that of a function, not of a class."""
    definition = program.definition(reference) if reference else None
    return definition is not None and definition.kind == "function"


def is_wrapper(program: Program, wrapper: str, function: str) -> bool:
    """Whether a nested function is what a decorator makes of a function."""
    definition = program.definition(function)
    if definition is None or not wrapper:
        return False
    path = module_of(function)
    for decorator in definition.decorators:
        called = getattr(decorator, "function", decorator)
        decorating = program.resolve(path, definition.parent, called)
        if decorating and wrapper.startswith(f"{decorating}."):
            return True
    return False


def widened(program: Program, claims: set[Called]) -> set[tuple[str, str]]:
    """The claims, with what constructing a class runs, and with the methods that override a claimed one."""
    heirs = heirs_of(program)
    targets = {claim.target: set(meant(program, heirs, claim.target)) for claim in claims if claim.target}
    held = {one.target: {*heirs.get(one.target, ())} for one in claims if one.how == "value" and one.target}
    wide = {(claim.source, one) for claim in claims for one in targets[claim.target]}
    made = {heir: set(meant(program, heirs, heir)) for some in held.values() for heir in some if heir}
    return wide | {
        (claim.source, one)
        for claim in claims
        if claim.how == "value"
        for heir in held[claim.target]
        for one in made.get(heir, ())
    }


def heirs_of(program: Program) -> dict[str, list[str]]:
    """The classes below each class."""
    found: dict[str, list[str]] = {}
    for path, module in program.modules.items():
        for definition in module.facts.definitions:
            if definition.kind == "class":
                for base in program.bases(f"{path}::{definition.name}"):
                    found.setdefault(base, []).append(f"{path}::{definition.name}")
    return found


def meant(program: Program, heirs: dict[str, list[str]], target: str) -> Iterator[str]:
    """What a claimed target may run."""
    yield target
    definition = program.definition(target)
    if definition is None:
        return
    if definition.kind == "class":
        for name in CONSTRUCTION:
            if (found := program.member(target, name)) and not is_external(found):
                yield found
        return
    owner, _, name = target.rpartition(".")
    for heir in heirs.get(owner, ()):
        yield f"{heir}.{name}"


def modules_of(pair: tuple[str, str]) -> tuple[str, str] | None:
    """The modules of a pair of functions, None if it is one."""
    source, target = module_of(pair[0]), module_of(pair[1])
    return (source, target) if source != target else None


def ran(happened: Happened, claim: Called) -> bool:
    """Whether the instructions of a claimed call ran; of what Python calls for an operator or statement, its line."""
    if claim.how == "protocol":
        return (claim.source, claim.line) in happened.lines
    if claim.how not in ("call", "value", "handed", "likely", "attribute"):
        return False
    return not {(claim.source, claim.line, claim.name), (claim.source, 0, claim.name)}.isdisjoint(happened.sites)


def verdict(program: Program, heirs: dict[str, list[str]], happened: Happened, claim: tuple[str, int, str]) -> str:
    """Whether a claimed call on a line that ran did happen."""
    source = claim.source
    targets = set(meant(program, heirs, claim.target or ""))
    if any((source, one) in happened.pairs or (source, one) in happened.through for one in targets):
        return "right"
    if targets & happened.generators or not any(
        (definition := program.definition(one)) and definition.kind == "function" for one in targets
    ):
        return "not to be seen"
    if (source, claim.line, claim.name) in happened.mocked:
        return "a mock"
    if claim.how == "attribute" and is_cached(program, targets):
        return "not to be seen"
    return "wrong"


def one_of_likely(judged: dict[Called, str]) -> dict[Called, str]:
    """Several likely targets of one call are one claim: that it runs one of them."""
    found: dict[tuple[str, int, str, str], tuple[Called, str]] = {}
    for claim, verdict_ in sorted(judged.items(), key=lambda pair: pair[1] == "right", reverse=True):
        site = claim.target or "" if claim.how not in ("likely", "handed") else ""
        found.setdefault((claim.source, claim.line, claim.name, site), (claim, verdict_))
    return dict(found.values())


def is_cached(program: Program, targets: Iterable[str]) -> bool:
    """Whether a property runs only when it is read for the first time."""
    return any(
        getattr(by, "rpartition", lambda _: ("", "", ""))(".")[2] == "cached_property"
        for target in targets
        if (definition := program.definition(target))
        for by in definition.decorators
    )


if __name__ == "__main__":
    main()
