"""From a finding of a check to the name that it keeps: it stays the same one when the code above it grows."""

from hashlib import blake2b

import msgspec

from decompose.tracking.check import Violation


def fingerprint(violation: Violation) -> str:
    """Thirty-two hexadecimal digits that name the edge, or what is unassigned, and not the line."""
    told = msgspec.structs.astuple(violation.edges[0]) if violation.edges else (violation.rule.value, violation.message)
    return blake2b("\0".join(told).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
