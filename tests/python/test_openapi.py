"""Operations of OpenAPI descriptions that name what answers them are ways in."""

from decompose.analyzers.python import PYTHON, PYTHON_SOURCE
from decompose.analyzers.python.front_end.openapi import OPENAPI
from decompose.evidence.analyzer import Corpus
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.repository.source import SourceFile

SHOP = {
    "shop/__init__.py": "",
    "shop/api.py": "def listed(): pass\ndef made(): pass",
    "shop/orders.py": "class Base:\n    def drop(self): pass\n"
    "class Orders(Base):\n    def show(self): pass\norders = Orders()",
    "tests/test_api.py": "def fake(): pass",
}


def findings(description: str, path: str = "shop/openapi.yaml") -> Findings:
    """What the analyzer says of the shop with a description."""
    code = {name: PYTHON_SOURCE.extract(SourceFile(name, text.encode(), "")) for name, text in SHOP.items()}
    facts: dict[str, dict[str, object]] = {"python": dict(code), "openapi": {}}
    if OPENAPI.wants(path):
        facts["openapi"][path] = OPENAPI.extract(SourceFile(path, description.encode(), ""))
    return PYTHON.analyze(Corpus(facts))


def routes(description: str, path: str = "shop/openapi.yaml") -> list[tuple[str, str]]:
    """What is routed where."""
    rows = findings(description, path).evidence
    return [(row.source.removeprefix("entry:"), row.target) for row in rows if row.kind is EvidenceKind.ROUTES]


def test_an_operation_leads_to_the_function_that_it_names() -> None:
    text = """
basePath: /v1
paths:
  /orders:
    get:
      description: |
        Not one of these:
        operationId: shop.api.made
      operationId: "shop.api.listed"
    'post':
      operationId: shop.api:made
      parameters:
        - name: operationId
"""
    assert routes(text) == [("GET /v1/orders", "shop/api.py::listed"), ("POST /v1/orders", "shop/api.py::made")]
    (unit, _) = [unit for unit in findings(text).units if unit.kind == "entry_point" or unit.id.startswith("entry:")]
    assert (unit.location.path, unit.location.line) == ("shop/openapi.yaml", 9)


def test_the_object_that_a_variable_holds_answers_or_its_class_where_that_inherits_the_method() -> None:
    text = """
paths:
  /orders/{id}:
    get:
      operationId: shop.orders:orders.show
    delete:
      operationId: shop.orders:orders.drop
    patch:
      operationId: shop.orders:orders.lost
"""
    assert routes(text) == [
        ("DELETE /orders/{id}", "shop/orders.py::Orders"),
        ("GET /orders/{id}", "shop/orders.py::Orders.show"),
    ]


def test_a_controller_may_be_told_for_an_operation_or_for_all_of_a_path() -> None:
    text = """
paths:
  /orders:
    x-openapi-router-controller: shop.api
    get:
      operationId: listed
    post:
      operationId: made
  /others:
    get:
      operationId: made
      x-swagger-router-controller: shop.api
"""
    assert [target for _, target in routes(text)] == ["shop/api.py::listed", "shop/api.py::made", "shop/api.py::made"]


def test_what_names_nothing_here_is_no_way_in() -> None:
    operation = "paths:\n  /orders:\n    get:\n      operationId: "
    assert routes(operation + "shop.api.listed") != []
    for name in ("listed", "list_orders_get", "other.api.listed", "shop.api.lost", "shop.api", "tests.test_api.fake"):
        assert routes(operation + name) == []
    assert routes(operation + "shop.api.listed", path="deploy/values.yaml") == []
    assert routes("paths:\n  get:\n    operationId: shop.api.listed") == []
    assert routes("\x00operationId: {[\n\t- : :\n  ? x\n'operationId':") == []
