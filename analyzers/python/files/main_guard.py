"""From the facts of a module to the `if __name__ == "__main__":` by which it is run by itself."""

from ..facts import Group, PythonFacts, Text, Use

_IS_MAIN = Group(("__name__", Text("__main__")), "operation", "==")


def main_guard(facts: PythonFacts) -> Use | None:
    """The first one; None where the module is only imported."""
    return next((use for use in facts.uses if use.kind == "condition" and use.expression == _IS_MAIN), None)
