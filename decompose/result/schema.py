"""JSON Schema 2020-12 of what decompose writes and reads, derived from the value types and their docstrings."""

from inspect import cleandoc
from typing import Any

import msgspec

from decompose.result.decomposition import SCHEMA_VERSION, Decomposition

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def result_schema() -> dict[str, Any]:
    """The schema of a saved result."""
    return schema_of(Decomposition, "result", SCHEMA_VERSION)


def schema_of(type: Any, name: str, version: str = "1.0") -> dict[str, Any]:
    """The schema of the JSON or TOML form of `type`: `name` is its title, and with the major version its `$id`.

    The `$id` is a URN, an identity and not an address, so that no reader of the schema is sent to the network for it.
    """
    (schema,), components = msgspec.json.schema_components((type,), ref_template="#/$defs/{name}")
    return {
        "$schema": DIALECT,
        "$id": f"urn:decompose:schema:{name}:{version.partition('.')[0]}",
        "title": f"decompose {name} {version}",
        **schema,
        "$defs": {title: _undented(component) for title, component in sorted(components.items())},
    }


def _undented(component: dict[str, Any]) -> dict[str, Any]:
    # Python before 3.13 leaves the indentation in docstrings; the schema is the same under every version.
    if "description" in component:
        return {**component, "description": cleandoc(component["description"])}
    return component
