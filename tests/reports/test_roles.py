"""What is said of modules that are not product code."""

import msgspec

from decompose.errors import Location
from decompose.evidence.unit import Role, Unit, UnitKind
from decompose.result.decomposition import Decomposition
from decompose.result.roles import roles_said
from tests.decompositions import shop


def with_modules(*roles: Role) -> Decomposition:
    """The shop, made of modules of these roles."""
    units = tuple(
        Unit(f"{i}.py", UnitKind.MODULE, f"m{i}", Location(f"{i}.py", 1), role=role) for i, role in enumerate(roles)
    )
    return msgspec.structs.replace(shop(), units=units)


def test_what_is_left_out_as_no_product_is_counted_by_what_it_is_for() -> None:
    found = with_modules(Role.PRODUCT, Role.TEST, Role.TEST, Role.TOOLING)
    assert roles_said(found) == (
        "1 module is product code; 2 of tests and 1 of tooling are in no context (--roles corrects this)."
    )


def test_where_all_is_product_nothing_is_said() -> None:
    assert roles_said(with_modules(Role.PRODUCT)) == ""
