"""Of tests, vendored and generated files everything is read but what their functions do."""

import pytest

from decompose.analyzers.python import PYTHON, PYTHON_OUTLINE, PYTHON_SOURCE
from decompose.analyzers.python.facts import PythonFacts, Words
from decompose.evidence.analyzer import Corpus
from decompose.repository.source import SourceFile

TEXT = b'''"""About orders."""
from shop.orders import Order
LIMIT = Order.limit

class Case(Base):
    order = Order()
    @marked(twice)
    def checks(self, fixture: Kind) -> None:
        """Says so."""
        total = self.order.total()
        with opened() as file:
            return total

    def loads(self):
        from shop.lazy import thing
        return thing()
'''


def outline(text: bytes) -> PythonFacts:
    return PYTHON_OUTLINE.extract(SourceFile("tests/test_a.py", text, ""))


def test_an_outline_is_the_facts_without_bodies_of_functions_that_import_nothing() -> None:
    whole, facts = PYTHON_SOURCE.extract(SourceFile("a.py", TEXT, "")), outline(TEXT)
    assert facts.definitions == whole.definitions
    assert facts.imports == whole.imports
    assert [each.line for each in facts.imports] == [2, 15]
    assert [each.line for each in whole.assignments] == [3, 6, 10]
    assert [each.line for each in facts.assignments] == [3, 6]
    assert facts.withs == ()
    assert (facts.lines, facts.has_code, facts.generated, facts.flaws) == (16, True, False, ())
    assert (facts.words, facts.quoted) == (Words(), Words())
    assert dict(whole.words.each())["orders"]


def test_of_a_test_only_parameters_with_a_type_or_a_default_are_kept() -> None:
    _, test, helper = outline(
        b"def test_a(client, order: Order, rate=TAX, *rest): pass\ndef make(client): pass\n"
    ).definitions
    assert [each.name for each in test.parameters] == ["order", "rate"]
    assert [each.name for each in helper.parameters] == ["client"]


def test_what_is_no_python_is_told_but_for_bodies_that_end_in_plain_sight() -> None:
    assert [flaw.code for flaw in outline(b"def a():\n    x = (1\n    $\n").flaws] == ["syntax-error"]
    assert [flaw.code for flaw in outline(b"class A:\n    x = $\n").flaws] == ["syntax-error"]
    assert outline(b"def a():\n    x = $\n").flaws == ()


@pytest.mark.parametrize(
    ("path", "outlined"),
    [
        ("shop/orders.py", False),
        ("shop/migrations/0001_initial.py", False),
        ("shop/tests/test_orders.py", True),
        ("conftest.py", True),
        ("shop/_vendor/six.py", True),
        ("shop/orders_pb2.py", True),
    ],
)
def test_every_python_file_is_read_once_whole_or_as_outline(path: str, outlined: bool) -> None:
    assert (PYTHON_SOURCE.wants(path), PYTHON_OUTLINE.wants(path)) == (not outlined, outlined)
    assert not PYTHON_SOURCE.wants(path + "c")
    assert not PYTHON_OUTLINE.wants(path + "c")


def test_imports_between_tests_and_product_are_found_across_both_kinds() -> None:
    files = {
        "shop/__init__.py": b"",
        "shop/orders.py": b"class Order:\n    pass\n",
        "tests/test_orders.py": b"from shop.orders import Order\n",
    }
    facts = {
        front_end.name: {
            path: front_end.extract(SourceFile(path, text, "")) for path, text in files.items() if front_end.wants(path)
        }
        for front_end in PYTHON.front_ends
    }
    found = PYTHON.analyze(Corpus(facts))
    assert [(piece.kind, piece.source, piece.target) for piece in found.evidence] == [
        ("import", "tests/test_orders.py", "shop/orders.py::Order")
    ]
    assert [unit.id for unit in found.units if unit.kind == "module"] == sorted(files)
