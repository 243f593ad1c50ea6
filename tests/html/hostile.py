"""A decomposition whose every string that could come from a repository carries everything that could break a page."""

import msgspec

from decompose.contexts.context import ContextKind
from decompose.design.transactions.saga import Part
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.resource import Direction, ResourceKind
from decompose.evidence.transaction import TransactionKind
from decompose.evidence.unit import Role, UnitKind
from decompose.plan.plan import Verdict
from decompose.result.decomposition import Decomposition

PAYLOAD = (
    "<script>alert(1)</script></script><img src=https://evil.example/x onerror=alert(2)>\"'><svg onload=alert(3)>"
    "<!--</style></title></textarea> ]]> {{7*7}} ${1} javascript:alert(4) &lt;b&gt; ~=#% \u2028\u202e\x00\x1b[31m\udcff"
)
ENUMS = (EvidenceKind, UnitKind, Role, ContextKind, Verdict, TransactionKind, Part, ResourceKind, Direction)
WORDS = {str(word) for words in ENUMS for word in words}
KEPT = WORDS | {"", "effort", "risk", "value"}


def hostile(decomposition: Decomposition) -> Decomposition:
    """The same system with the payload in every string; equal strings stay equal, so that everything still fits together."""
    return msgspec.convert(_walk(msgspec.to_builtins(decomposition)), Decomposition)


def _walk(value: object) -> object:
    if isinstance(value, str):
        return value if value in KEPT else _marked(value)
    if isinstance(value, list | tuple):
        return [_walk(item) for item in value]
    if isinstance(value, dict):
        return {key: _walk(item) for key, item in value.items()}
    return value


def _marked(text: str) -> str:
    """The payload goes where the parts of an id are not cut: `table:` and `path::name` stay what they are."""
    head, mark, tail = text.partition("::")
    kind, colon, name = ("", "", head) if not head.startswith(("table:", "entry:")) else head.partition(":")
    return f"{kind}{colon}{name}{PAYLOAD}{mark}{tail and tail + PAYLOAD}"
