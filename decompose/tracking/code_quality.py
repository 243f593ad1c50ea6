"""From a check to the report that GitLab shows in a merge request: a JSON list, one object for each finding.

Source: GitLab, Code Quality report format (a subset of Code Climate's): description, check_name, fingerprint, severity and a
location with a path, which has to be relative and without `./`, and a line.
"""

from typing import Any

import msgspec

from decompose.result.plain import plain
from decompose.tracking.check import CheckResult, Level, Violation
from decompose.tracking.fingerprint import fingerprint
from decompose.tracking.store import CONTEXTS


def to_code_quality(result: CheckResult, folder: str = "") -> str:
    """The document; paths begin at `folder`. What has no place of its own stands at the boundary file."""
    found = [_finding(violation, folder) for violation in (*result.new, *result.unassigned)]
    return msgspec.json.format(msgspec.json.encode(found)).decode() + "\n"


def _finding(violation: Violation, folder: str) -> dict[str, Any]:
    where = violation.location
    path, line = (where.path, where.line) if where else (CONTEXTS, 1)
    return {
        "description": plain(violation.message),
        "check_name": f"decompose/{violation.rule.value}",
        "fingerprint": fingerprint(violation),
        "severity": "major" if violation.level is Level.ERROR else "minor",
        "location": {"path": plain(folder + path), "lines": {"begin": max(1, line)}},
    }
