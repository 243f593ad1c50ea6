"""The published schema accepts every result, and says in words what each part is."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from decompose.result.schema import result_schema, schema_of
from decompose.result.store import to_bytes
from decompose.settings import Settings
from tests.decompositions import renamed, shop
from tests.strategies import names

VALIDATOR = jsonschema.Draft202012Validator(result_schema())


def test_the_schemas_are_valid_themselves_and_have_an_identity() -> None:
    for schema in (result_schema(), schema_of(Settings, "config")):
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$id"].startswith("urn:decompose:schema:")
        assert schema["title"]


def test_the_identity_changes_with_the_major_version_only() -> None:
    ids = [schema_of(Settings, "config", version)["$id"] for version in ("1.0", "1.7", "2.0")]
    assert ids[0] == ids[1] != ids[2]


def test_every_type_says_what_it_is_without_indentation() -> None:
    definitions = result_schema()["$defs"]
    assert len(definitions) > 20
    for name, definition in definitions.items():
        if "enum" not in definition:
            assert definition["description"], name
            assert "\n    " not in definition["description"], name


@settings(max_examples=25)
@given(names)
def test_every_result_that_is_written_fits_the_schema(name: str) -> None:
    VALIDATOR.validate(json.loads(to_bytes(renamed(shop(), lambda text: text + name))))


@pytest.mark.parametrize(("place", "value"), [("schema_version", 1), ("units", {}), ("plan", None), ("graph", [])])
def test_what_is_not_a_result_does_not_fit(place: str, value: Any) -> None:
    document = json.loads(to_bytes(shop()))
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({**document, place: value})
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({name: part for name, part in document.items() if name != place})
