"""From a value to a short name for it: equal digests, equal values, as far as their `repr` tells all of them."""

from hashlib import blake2b


def digest_of(value: object) -> str:
    """128 bits in hexadecimal digits; half surrogates, as names of files may have them, are digested too."""
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
