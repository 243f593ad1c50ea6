"""Places: from the paths of modules to the authors' own name for a block, where folders or files of one name make it up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from re import fullmatch

from decompose.evidence.unit import module_of

ROOT = 0.9  # chosen: a sandbox or scripts beside the system are less than a tenth of it
HALF = 0.5
OWN = (
    2 / 3
)  # chosen: of twelve modules four may lie elsewhere, or four others there; on 52 systems .6 to .8 differ little

Folder = tuple[str, ...]


class Places:
    """How many modules each name in a path holds: `order` those of `shop/order/…`, `api/order/…` and `views/order.py`."""

    def __init__(self, modules: Sequence[str]) -> None:
        self._held = Counter(name for module in modules for name in _names(module))
        self._roots = roots_of(modules, HALF)

    def own(self, block: Sequence[str]) -> str:
        """The name in paths that says best where the block is, or "": at least two thirds of F1, the deepest of equals."""
        inside: Counter[str] = Counter()
        depth: dict[str, int] = defaultdict(int)
        for module in block:
            for deep, name in enumerate(_steps(module)):
                depth[name] = max(depth[name], deep)
            inside.update(_names(module))
        fit = {
            name: 2 * count / (len(block) + self._held[name])
            for name, count in inside.items()
            if name not in self._roots
        }
        best = min(fit, key=lambda name: (-fit[name], -depth[name], name), default="")
        return best if best and fit[best] >= OWN else ""


def above(name: str, block: Sequence[str]) -> str:
    """The folder above the one of that name that most of the block is in, or ""."""
    found = Counter(steps[steps.index(name) - 1] for module in block for steps in [_steps(module)] if name in steps[1:])
    most = min(found, key=lambda folder: (-found[folder], folder), default="")
    return most if found[most] > HALF * len(block) else ""


def roots_of(modules: Iterable[str], share: float = ROOT) -> frozenset[str]:
    """The folders that hold more than that share of the modules, as a rule the names of the system itself."""
    known = tuple(modules)
    held = Counter(name for module in known for name in set(_steps(module)[:-1]))
    return frozenset(name for name, count in held.items() if count > share * len(known))


def _names(module: str) -> set[str]:
    return {name for name in _steps(module) if not fullmatch(r"v\d+|__\w+__", name)}


def _steps(module: str) -> list[str]:
    """The folders of a module and its own name."""
    return module_of(module).removesuffix(".py").split("/")
