"""The answer of the sample monolith as a value, read from `sample_monolith/answer.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).resolve().parents[2] / "sample_monolith"


@dataclass(frozen=True, slots=True)
class SplitTransaction:
    """A function that writes tables of several contexts before one commit."""

    place: str
    writes: tuple[str, ...]
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tangle:
    """Something that ties contexts together, with its place."""

    kind: str
    place: str
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the contexts are, as the architect of the company would say. Paths are relative to the sample."""

    contexts: dict[str, tuple[str, ...]]
    kernel: tuple[str, ...]
    mixed: dict[str, tuple[str, ...]]
    symbols: dict[str, str]
    tables: dict[str, str]
    split_transactions: tuple[SplitTransaction, ...]
    order: tuple[str, ...]
    reasons: dict[str, str]
    tangles: tuple[Tangle, ...]
    hidden_pairs: tuple[tuple[str, str], ...]

    def context_of(self) -> dict[str, str]:
        """File -> context, "kernel" or "mixed"."""
        found = {file: name for name, files in self.contexts.items() for file in files}
        return found | dict.fromkeys(self.kernel, "kernel") | dict.fromkeys(self.mixed, "mixed")


def read_answer(path: Path = SAMPLE / "answer.toml") -> Answer:
    """The answer; a missing section is a KeyError."""
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))  # Any: TOML has no types of ours
    return Answer(
        contexts={name: tuple(files) for name, files in data["contexts"].items()},
        kernel=tuple(data["kernel"]["files"]),
        mixed={file: tuple(names) for file, names in data["mixed"].items()},
        symbols=data["symbols"],
        tables=data["tables"],
        split_transactions=tuple(
            SplitTransaction(s["place"], tuple(s["writes"]), tuple(s["contexts"])) for s in data["split_transactions"]
        ),
        order=tuple(data["extraction"]["order"]),
        reasons=data["extraction"]["reasons"],
        tangles=tuple(Tangle(t["kind"], t["place"], t["why"]) for t in data["tangles"]),
        hidden_pairs=tuple((p["files"][0], p["files"][1]) for p in data["hidden_pairs"]),
    )
