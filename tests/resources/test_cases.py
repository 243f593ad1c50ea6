"""Every case file: what stands in a comment behind a line is what is found there, and nothing else is found."""

from hashlib import blake2b
from pathlib import Path

import pytest

from decompose.analyzers.resources import RESOURCES
from decompose.evidence.analyzer import Corpus
from decompose.evidence.resource import ResourceUse
from decompose.repository.source import SourceFile

CASES = sorted((Path(__file__).parent.parent / "cases" / "resources").glob("*.case"))


def uses_in(**files: str) -> tuple[ResourceUse, ...]:
    """The uses found in modules of these names and texts."""
    sources = [
        SourceFile(f"{name}.py", text.encode(), blake2b(text.encode()).hexdigest()) for name, text in files.items()
    ]
    facts = {
        front.name: {source.path: front.extract(source) for source in sources if front.wants(source.path)}
        for front in RESOURCES.front_ends
    }
    return RESOURCES.analyze(Corpus(facts)).resources


def said(use: ResourceUse) -> str:
    """A use as the case files write it."""
    told = f"{use.resource} {use.direction} {' '.join(sorted(flag for flag in use.flags if flag != 'class'))}"
    return " ".join(f"{told} {use.key}".split())


def test_there_are_cases() -> None:
    assert len(CASES) >= 5


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_uses_of_a_case_are_found_and_no_others(case: Path) -> None:
    text = case.read_text(encoding="utf-8")
    expected = {
        (number, told.strip())
        for number, line in enumerate(text.splitlines(), 1)
        if "  # " in line
        for told in line.partition("  # ")[2].split(";")
    }
    found = {(use.location.line, said(use)) for use in uses_in(**{case.stem: text})}
    assert found == expected


def test_a_client_made_in_one_module_is_known_in_another() -> None:
    made = 'import redis\nclient = redis.StrictRedis(host="h")\ndef connection():\n    return client\n'
    used = (
        "from made import client, connection\ndef f():\n    client.get('k')\ndef g():\n    connection().set('k', 1)\n"
    )
    found = uses_in(made=made, used=used)
    assert [(use.source, use.name, use.key) for use in found] == [("used.py::f", "h", "k"), ("used.py::g", "h", "k")]


def test_a_password_in_a_setting_is_not_told() -> None:
    [use] = uses_in(settings='EMAIL_URL = "smtp://user:secret@mail.internal"\n')
    assert "secret" not in str(use)


def test_the_order_of_files_does_not_matter() -> None:
    texts = {case.stem: case.read_text(encoding="utf-8") for case in CASES}
    assert uses_in(**texts) == uses_in(**dict(reversed(texts.items())))


def test_a_name_that_is_bound_to_itself_ends() -> None:
    assert uses_in(a="import redis\nx = x.y()\nx = x.z\ndef f():\n    return x.get(1)\n") == ()


def test_a_client_that_an_ancestor_holds_is_known_where_only_the_heir_is() -> None:
    clients = "import requests\ndef connected():\n    return requests.Session()\n"
    base = "from clients import connected\nclass Base:\n    def __init__(self):\n        self.session = connected()\n"
    heir = "from base import Base\nclass Heir(Base):\n    def send(self):\n        self.session.post('https://example.com/x')\n"
    [use] = uses_in(clients=clients, base=base, heir=heir)
    assert (use.source, use.name) == ("heir.py::Heir.send", "example.com")
