"""SQL with the macros of dbt in it → the same text with the names that they stand for, every line where it was."""

import re

_QUOTED = r"\s*['\"]([\w.$ -]{1,128})['\"]\s*"
_MACRO = re.compile(
    rf"\{{\{{-?\s*(?:(?:ref|source)\({_QUOTED}(?:,{_QUOTED})?(?:,[^{{}}]{{0,200}})?\)|config\([^{{}}]{{0,4000}}?\)|this)\s*-?\}}\}}"
)


def without_macros(text: str) -> str:
    """`{{ ref('orders') }}` becomes `orders`, `{{ source('shop', 'orders') }}` `shop.orders`; `{{ config(…) }}` nothing."""
    return _MACRO.sub(_named, text) if "{{" in text else text


def _named(found: re.Match[str]) -> str:
    """The name, and behind it the line breaks and as much space as the macro was longer."""
    name = ".".join(part for part in found.groups() if part)
    if "ref" in found[0][:8] and found[2]:
        name = found[2]  # of a model the package says no schema
    rest = re.sub(r"[^\n]", " ", found[0])
    return name + rest[len(name) :] if "\n" not in rest[: len(name)] else name + rest
