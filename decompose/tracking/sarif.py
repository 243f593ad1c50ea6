"""From a check to SARIF 2.1.0, as code hosts read it to show findings at their lines.

Only what is new is a result. A fingerprint names the edge and not the line, so that a finding stays the same one when the
code above it grows. Source: OASIS, Static Analysis Results Interchange Format 2.1.0.
"""

from typing import Any
from urllib.parse import quote

import msgspec

from decompose import __version__
from decompose.result.plain import plain
from decompose.tracking.check import CheckResult, Level, Rule, Violation
from decompose.tracking.fingerprint import fingerprint

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST = 5_000
"""Results of a run that GitHub keeps; new ones are never that many unless nothing was ever accepted."""

MEANINGS = {
    Rule.NEW_EDGE: "New coupling across accepted contexts.",
    Rule.NEW_SHARED_TABLE: "A context starts to write a table that another one owns.",
    Rule.UNASSIGNED: "A module or table belongs to no accepted context.",
}


def to_sarif(result: CheckResult, folder: str = "") -> str:
    """The document; paths begin at `folder`, the analysed one as the code host knows it (`backend/`, "" for its top)."""
    found = [*result.new, *result.unassigned]
    document = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "decompose",
                        "semanticVersion": __version__,
                        "rules": [
                            {"id": rule.value, "shortDescription": {"text": MEANINGS[rule]}} for rule in sorted(Rule)
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(violation, folder) for violation in found[:MOST]],
            }
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document)).decode() + "\n"


def _result(violation: Violation, folder: str) -> dict[str, Any]:
    where = violation.location
    path = folder + where.path if where else folder or "."
    artifact = {"uri": quote(path, errors="surrogatepass"), "uriBaseId": "%SRCROOT%"}
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if where and where.line:
        physical["region"] = {"startLine": where.line}
    return {
        "ruleId": violation.rule.value,
        "level": "error" if violation.level is Level.ERROR else "warning",
        "message": {"text": plain(violation.message)},
        "locations": [{"physicalLocation": physical}],
        "partialFingerprints": {"decomposeEdge/v1": fingerprint(violation)},
    }
