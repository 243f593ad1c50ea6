"""From a check to the lines on standard output that GitHub Actions turns into annotations of a pull request.

Source: GitHub, workflow commands for GitHub Actions (`::error file=…,line=…::message`).
"""

from decompose.result.plain import plain
from decompose.tracking.check import CheckResult, Level, Violation


def to_annotations(result: CheckResult, folder: str = "") -> str:
    """One line for each thing to look at, errors first, of which a step shows ten of each level; paths begin at `folder`."""
    return "".join(f"{_line(violation, folder)}\n" for violation in (*result.new, *result.unassigned))


def _line(violation: Violation, folder: str) -> str:
    command = "error" if violation.level is Level.ERROR else "warning"
    where = violation.location
    place = f"file={_property(plain(folder + where.path))},line={max(1, where.line)}," if where else ""
    return f"::{command} {place}title={_property(violation.rule.value)}::{_data(plain(violation.message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
