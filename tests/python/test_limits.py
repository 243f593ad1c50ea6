"""Limits of resolution: what one more of something makes unclear or too costly is left out, and everything ends."""

from collections.abc import Callable

import pytest

from decompose.analyzers.python.couplings import loads, registries, templates, uses
from decompose.analyzers.python.entry_points.routes import django_urls as urls
from decompose.analyzers.python.entry_points.routes import mounts
from decompose.analyzers.python.names import ancestry, dispatch, given, namesakes, set_elsewhere
from decompose.analyzers.python.names.answers import Answers
from decompose.analyzers.python.names.constant_texts import DEEPEST as LONGEST_CHAIN
from tests.python.cases import findings_of, program, told

World = dict[str, str]


def _lines(line: str, count: int, start: int = 0) -> str:
    return "".join(line.replace("#", str(number)) for number in range(start, start + count))


def callers(count: int) -> World:
    return {"a.py": "class C:\n    def go(self): pass\ndef f(a):\n    a.go()\n" + _lines("f(C())\n", count)}


def heirs_with_a_method(count: int) -> World:
    heirs = _lines("class H#(Base):\n    def step(self): pass\n", count)
    return {"a.py": "class Base:\n    def go(self): self.step()\n" + heirs}


def heirs_until_one_that_tells(count: int) -> World:
    heirs = _lines("class H#(Base): pass\n", count - 1)
    last = "class Last(Base):\n    made = C()\n"
    return {
        "a.py": "class C:\n    def go(self): pass\nclass Base:\n    made = None\n    def f(self): self.made.go()\n"
        + heirs
        + last
    }


def families(count: int) -> World:
    return {"a.py": _lines("class F#:\n    def settle_all(self): pass\n", count), "b.py": "def f(x): x.settle_all()\n"}


def places(count: int) -> World:
    kinds = "class R:\n    def draw(self): pass\nclass Page:\n    def show(self): self.style.draw()\n"
    return {"a.py": kinds + "def f():\n    page = Page()\n" + _lines("    page.style = R()\n", count)}


def sharing(count: int) -> World:
    return {f"m{number}.py": "def f(r): render(r, 'layout.html')\n" for number in range(count)}


def matching(count: int) -> World:
    load = "from importlib import import_module\ndef f(name): import_module(f'shop.{name}')\n"
    return {f"shop/m{number}.py": "x = 1\n" for number in range(count)} | {"shop/__init__.py": "", "load.py": load}


def asking(count: int) -> World:
    registry = "class Registry:\n    def register(self, one): pass\n    def get(self): pass\nsenders = Registry()\n"
    mail = "from registry import senders\nclass Mail: pass\nsenders.register(Mail)\n"
    return {
        "registry.py": registry,
        "mail.py": mail,
        "use.py": "from registry import senders\n" + _lines("def f#(): senders.get()\n", count),
    }


def long_texts(length: int) -> World:
    name = "shop." + "m" * (length - 5)
    return {"shop/__init__.py": "", f"shop/{name[5:]}.py": "x = 1\n", "a.py": f"x = '{name}'\n"}


@pytest.mark.parametrize(
    ("world", "limit", "wanted"),
    [
        (callers, given.MOST_CALLERS, "call a.py::f -> a.py::C.go"),
        (heirs_with_a_method, dispatch.MOST_HEIRS, "a.py::H0.step [dispatch]"),
        (heirs_until_one_that_tells, ancestry.MOST_HEIRS, "call a.py::Base.f -> a.py::C.go"),
        (families, namesakes.MOST_FAMILIES, "a.py::F0.settle_all [dispatch]"),
        (places, set_elsewhere.MOST_PLACES, "call a.py::Page.show -> a.py::R.draw"),
        (sharing, templates.MOST_SHARING, "references m1.py::f -> m0.py::f [string]"),
        (matching, loads.MOST_MATCHES, "load.py::f -> shop/m0.py [string dynamic]"),
        (asking, registries.MOST_PAIRS, "references use.py::f0 -> mail.py::Mail [dynamic]"),
        (long_texts, uses.LONGEST_NAME, "m.py [string]"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_what_more_than_so_many_would_blur_is_left_out(world: Callable[[int], World], limit: int, wanted: str) -> None:
    assert any(line.endswith(wanted) for line in told(findings_of(world(limit))))
    assert not any(line.endswith(wanted) for line in told(findings_of(world(limit + 1))))


class Circle:
    """Questions of which each hangs on all others."""

    def __init__(self) -> None:
        self.answers = Answers()
        self.asked: list[int] = []

    def ask(self, number: int) -> bool:
        self.asked.append(number)
        found = {self.answers.once(self.ask, other) for other in range(16) if other != number}
        return True in found or number == 15


def test_questions_that_all_hang_on_each_other_take_no_exponential_time() -> None:
    circle = Circle()
    assert circle.answers.once(circle.ask, 0)
    assert len(circle.asked) < 10_000  # 32,768 if each were asked by every way


def test_no_class_has_more_ancestors_than_are_counted() -> None:
    deep = "class C0: pass\n" + "".join(f"class C{n}(C{n - 1}): pass\n" for n in range(1, ancestry.MOST_BASES + 50))
    last = f"a.py::C{ancestry.MOST_BASES + 49}"
    assert len(program({"a.py": deep}).bases(last)) == ancestry.MOST_BASES


SHAPES = {
    "returns": "def f#():\n    return f@()\n",
    "parameters": "def f#(a):\n    a.go()\n    f@(a)\n",
    "managers": "def f#():\n    with f@() as x:\n        yield x\n",
    "attributes": "class K#:\n    def __init__(self):\n        self.x = K@().x.x\n",
    "elements": "def f#():\n    a, b = f@()\n    for c in a: yield c.items()\n    return [x for x in b], sorted(f@())\n",
    "methods": (
        "class K#:\n    def get(self, a):\n        for one in self.other(a).get(a): one.get(a).items[a].get()\n"
        "        return [x.get(a) for x in K@(a).get(a)]\n    def other(self, a):\n        return getattr(K@(), 'other')(a)\n"
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_questions_that_lead_on_and_on_end_before_the_stack_does(shape: str) -> None:
    text = "".join(SHAPES[shape].replace("#", str(n)).replace("@", str(n + 1)) for n in range(300))
    circle = SHAPES[shape].replace("#", "300").replace("@", "0")
    assert told(findings_of({"a.py": text + circle + "f0(K0())\nK0().get(f0())\n"}))


def test_a_text_put_together_by_way_of_too_many_names_is_unknown() -> None:
    def text_of(names: int) -> str | None:
        chain = "n0 = 'shop'\n" + "".join(f"n{n} = n{n - 1}\n" for n in range(1, names))
        found = program({"a.py": chain}).text("a.py", 0, f"n{names - 1}")
        return found.value if found else None

    assert text_of(LONGEST_CHAIN) == "shop"
    assert text_of(LONGEST_CHAIN * 10) is None


def routes(files: World) -> list[str]:
    return sorted(unit.id for unit in findings_of(files).units if unit.kind == "entry-point")


def test_routers_mounted_in_each_other_many_times_take_no_exponential_time() -> None:
    made = "from fastapi import APIRouter\n" + _lines("r# = APIRouter()\n", 20)
    mounted = "".join(f"r{n}.include_router(r{n + 1}, prefix='/{m}')\n" for n in range(19) for m in range(30))
    handler = "@r19.get('/x')\ndef f(): pass\n"
    assert len(routes({"a.py": made + mounted + handler})) == mounts.MOST_WAYS


def test_url_lists_included_by_each_other_many_times_take_no_exponential_time() -> None:
    head = "from django.urls import include, path\n"
    lists = {
        f"m{n}.py": f"{head}urlpatterns = [" + _lines(f"path('#/', include('m{n + 1}')), ", 30) + "]\n"
        for n in range(20)
    }
    last = f"{head}def f(r): pass\nurlpatterns = [path('x', f)]\n"
    assert len(routes({**lists, "m20.py": last})) == urls.MOST_WAYS


def test_a_circle_of_thousands_of_modules_is_read_in_one_go() -> None:
    number = 3_000
    files = {
        f"m{at}.py": f"import m{(at + 1) % number}\ndef f(): return m{(at + 1) % number}.f()\n" for at in range(number)
    }
    imports = [row for row in findings_of(files).evidence if row.kind == "import"]
    assert len(imports) == number
