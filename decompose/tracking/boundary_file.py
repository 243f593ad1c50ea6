"""The boundary file: from `decompose.contexts.toml` to boundaries, every mistake with its line and a suggestion."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

import msgspec

from decompose.contexts.hand.hand import Apart, ContextBoundary, Merge, Pin, Split, Together
from decompose.errors import DecomposeError
from decompose.tracking.agreeing import agree
from decompose.tracking.boundary import Allowance, Boundaries
from decompose.tracking.conflict import refuse_conflicts
from decompose.tracking.toml_text import TomlText, meant

TABLES: dict[str, Any] = {
    "context": ContextBoundary,
    "pin": Pin,
    "together": Together,
    "apart": Apart,
    "merge": Merge,
    "split": Split,
    "allow": Allowance,
}


def parse(text: str, name: str) -> Boundaries:
    """The boundaries in a file called `name`; raises DecomposeError with place and remedy for whatever is wrong with it."""
    refuse_conflicts(text, name, "Resolve the merge, then run `decompose accept`.")
    source = TomlText(name, text)
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as cause:
        raise source.wrong(*_where(str(cause)), "Correct the TOML of that line.") from cause
    _know_keys(data, source)
    _set_lines(data, source)
    try:
        boundaries = msgspec.convert(data, Boundaries)
    except msgspec.ValidationError as cause:
        raise _wrong_type(str(cause), source) from cause
    boundaries = msgspec.structs.replace(boundaries, file=name)
    agree(boundaries, source)
    return boundaries


def _where(message: str) -> tuple[int, str]:
    found = re.search(r"at line (\d+)", message)
    return (int(found[1]) if found else 0), f"this is no valid TOML: {message}."


def _know_keys(data: Mapping[str, Any], source: TomlText) -> None:
    _known(data, Boundaries, source)
    for table, type in TABLES.items():
        entries = data.get(table, [])
        if not isinstance(entries, list):
            raise source.wrong(source.line_of(table), f"`{table}` must be a list of tables.", f"Write [[{table}]].")
        for index, entry in enumerate(entries):
            if isinstance(entry, dict):
                _known(entry, type, source, table, index)


def _known(data: Mapping[str, Any], type: Any, source: TomlText, table: str = "", index: int = 0) -> None:
    fields = {field.encode_name: field.required for field in msgspec.structs.fields(type)}
    fields = {key: required for key, required in fields.items() if key not in ("line", "file")}
    place = f"[[{table}]]" if table else "this file"
    for key in data:
        if key not in fields:
            line = source.line_of(key, table, index)
            raise source.wrong(line, f"{key!r} is not a key of {place}.", meant(key, fields))
    for key, required in fields.items():
        if required and key not in data:
            value = "1" if key == "version" else "[…]" if key in ("modules", "contexts") else '"…"'
            line = source.line_of(key, table, index)
            raise source.wrong(line, f"{place} lacks {key!r}.", f"Add `{key} = {value}`.")


def _set_lines(data: Mapping[str, Any], source: TomlText) -> None:
    """Tell each entry its line, for whoever has to say which entry is meant."""
    for table in TABLES:
        entries = data.get(table, [])
        for entry, line in zip(entries, source.lines_of(table, len(entries)), strict=True):
            if isinstance(entry, dict) and table != "allow":
                entry["line"] = line


def _wrong_type(message: str, source: TomlText) -> DecomposeError:
    """The error for a value of the wrong type; msgspec ends its message with the path to it."""
    what, _, path = message.partition(" - at ")
    found = re.search(rf"\$\.(?:({'|'.join(TABLES)})\[(\d+)\])?\.?(\w*)", path)
    table, index, key = (found[1] or "", int(found[2] or 0), found[3]) if found else ("", 0, "")
    line = source.line_of(key, table, index) if key or table else 0
    subject = f"`{key}`" if key else f"[[{table}]]" if table else "the file"
    return source.wrong(
        line, f"{subject} has a wrong value: {what[:1].lower()}{what[1:]}.", "Give it the type it needs."
    )
