"""From the paths of a tree to the folders that libraries were installed into: `pip install --target lib` and its like."""

from collections import Counter
from collections.abc import Iterable

INSTALLED = ".dist-info"
METADATA = "METADATA"
"""The file that every installed distribution has in a folder of that kind (PEP 376, PEP 427)."""

SEVERAL = 2
"""Distributions in a folder from which it is one of libraries; one alone may be what was built of the system itself (chosen)."""


def is_metadata(path: str) -> bool:
    """Whether a file tells of a distribution that is installed beside its folder."""
    folder, _, name = path.rpartition("/")
    return name == METADATA and folder.endswith(INSTALLED)


def bundles(paths: Iterable[str]) -> tuple[str, ...]:
    """Those folders, sorted; never the top itself, since who analyses that means what is installed there."""
    homes = Counter(path.rpartition("/")[0].rpartition("/")[0] for path in paths if is_metadata(path))
    return tuple(sorted(home for home, count in homes.items() if home and count >= SEVERAL))
