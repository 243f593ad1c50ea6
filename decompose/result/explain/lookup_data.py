"""From what a person types to the table or the transactions that a result knows by it."""

from decompose.errors import DecomposeError
from decompose.evidence.transaction import Transaction
from decompose.evidence.unit import Unit, UnitKind
from decompose.result.decomposition import Decomposition
from decompose.result.explain.lookup import SHOWN, unknown


def find_table(decomposition: Decomposition, name: str) -> Unit:
    """The table with this name, in any case, or the only one that ends in it behind a dot or an underscore."""
    tables = [unit for unit in decomposition.units if unit.kind == UnitKind.TABLE]
    wanted = name.strip().removeprefix("table:").casefold()
    exact = [unit for unit in tables if unit.id == f"table:{wanted}"]
    found = exact or [unit for unit in tables if wanted and unit.id.endswith((f".{wanted}", f"_{wanted}"))]
    if len(found) > 1:
        shown = ", ".join(unit.name for unit in found[:SHOWN]) + (", …" if len(found) > SHOWN else "")
        raise DecomposeError(f"{name!r} fits {len(found)} tables: {shown}.", "Give the whole name.")
    if not found:
        raise unknown("table", name, [unit.name for unit in tables])
    return found[0]


def find_transactions(decomposition: Decomposition, name: str) -> tuple[Transaction, ...]:
    """The transactions of the function with this name (`path::name`, an ending of it, or `path:line`)."""
    wanted = name.strip().replace("/", ".").casefold()
    known = decomposition.all_transactions
    exact = [each for each in known if name.strip() in (each.function, str(each.location))]
    found = exact or [each for each in known if wanted and _dotted(each.function).endswith(f".{wanted}")]
    functions = sorted({each.function for each in found})
    if len(functions) > 1:
        shown = ", ".join(functions[:SHOWN]) + (", …" if len(functions) > SHOWN else "")
        raise DecomposeError(f"{name!r} fits {len(functions)} functions: {shown}.", "Give more of the path.")
    if not functions:
        raise unknown("transaction in", name, sorted({each.function for each in known}))
    return tuple(each for each in known if each.function == functions[0])


def _dotted(function: str) -> str:
    """`.shop.orders.Order.save`: path and name as one dotted name, with a dot in front."""
    path, _, inside = function.partition("::")
    return f".{path.removesuffix('.py').replace('/', '.')}.{inside}".casefold()
