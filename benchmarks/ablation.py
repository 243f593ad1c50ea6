"""What each kind of evidence adds to agreement with the authors: gold cases in, scores without one kind at a time out.

    python benchmarks/ablation.py WORK [--paths] [--case NAME] [--seed N]

The trees are those of `gold.py`, with the same GOLD and GOLD_MIRROR. Each is read once; couplings and contexts are then
found again for each kind left out, as the command would find them. Differences below .02 are noise.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Collection, Iterator
from math import fsum
from pathlib import Path
from typing import Any

import gold
from msgspec.structs import replace

from decompose.contexts.detection.detect import detect
from decompose.coupling.tables import BINDS, TOUCHES
from decompose.coupling.weigh import weigh
from decompose.evidence.evidence import USES, EvidenceKind
from decompose.evidence.findings import Findings
from decompose.pipeline.observing import observe
from decompose.pipeline.reading import read
from decompose.settings import Settings

MEASURES = ("ari", "mojofm", "comp_f1")
TABLES = (*TOUCHES, *BINDS, EvidenceKind.FOREIGN_KEY)
OF_UNITS: dict[str, dict[str, tuple[()]]] = {
    "words": {"words": ()},
    "names in quotes": {"names": ()},
    "libraries": {"libraries": ()},
}


def main() -> None:
    """Print the mean scores with everything and without each kind."""
    sys.path.insert(0, str(gold.GOLD))
    from score import score  # type: ignore[import-not-found]  # the benchmark's own scorer

    asked = arguments()
    asked.work.mkdir(parents=True, exist_ok=True)
    found: dict[str, list[dict[str, Any]]] = {}
    for case in cases(asked):
        findings, judge = told(case, asked, score)
        for name, less in variants(findings):
            found.setdefault(name, []).append(judge(partition(less, asked.seed)))
        print(f"{case.stem}: {len(findings.evidence)} pieces of evidence", file=sys.stderr, flush=True)
    print(f"{'without':18}", *(f"{measure:>8}" for measure in MEASURES))
    whole = [mean(found["nothing"], measure) for measure in MEASURES]
    for name, scores in found.items():
        means = [mean(scores, measure) for measure in MEASURES]
        changes = means if name == "nothing" else [one - all_ for one, all_ in zip(means, whole, strict=True)]
        print(f"{name:18}", *(f"{change:8.3f}" if name == "nothing" else f"{change:+8.3f}" for change in changes))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--paths", action="store_true", help="the original trees instead of the path-blind copies")
    parser.add_argument("--case", action="append", help="only this case (repeatable)")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def cases(asked: argparse.Namespace) -> list[Path]:
    """The files of the cases that were asked for."""
    every = sorted((gold.GOLD / "cases" / "dev").glob("*.json"))
    return [case for case in every if not asked.case or case.stem in asked.case]


def told(
    path: Path, asked: argparse.Namespace, score: Callable[..., dict[str, Any]]
) -> tuple[Findings, Callable[[dict[str, str]], dict[str, Any]]]:
    """What the analyzers say of a case, and how well a partition of it does."""
    tree, pathmap = gold.prepared(path, asked)
    settings, case = Settings(cache=False), json.loads(path.read_text())
    names = json.loads(pathmap.read_text())["map"] if pathmap else None

    def judge(homes: dict[str, str]) -> dict[str, Any]:
        known = homes if names is None else {names[unit]: home for unit, home in homes.items() if unit in names}
        return score(case, known)

    return observe(read(tree, settings), settings), judge


def variants(findings: Findings) -> Iterator[tuple[str, Findings]]:
    """The findings, and the findings without each kind of evidence, alone and together, words, names and libraries."""
    yield "nothing", findings
    groups: dict[str, Collection[EvidenceKind]] = {kind.value: (kind,) for kind in EvidenceKind} | {
        "all uses of names": USES,
        "all of tables": TABLES,
    }
    for name, kinds in groups.items():
        yield name, replace(findings, evidence=tuple(e for e in findings.evidence if e.kind not in kinds))
    for name, none in OF_UNITS.items():
        yield name, replace(findings, units=tuple(replace(unit, **none) for unit in findings.units))


def partition(findings: Findings, seed: int) -> dict[str, str]:
    """For each module its block; what is set apart is one more."""
    graph = weigh(findings)
    homes = {unit: str(number) for number, block in enumerate(detect(graph, seed=seed).blocks) for unit in block}
    return homes | {unit: "apart" for unit, _ in graph.apart}


def mean(scores: list[dict[str, Any]], measure: str) -> float:
    """Over the cases that have the measure."""
    given = [found[measure] for found in scores if measure in found]
    return fsum(given) / max(1, len(given))


if __name__ == "__main__":
    if not os.environ.get("GOLD"):
        raise SystemExit("GOLD, the folder of the benchmark, is not in the environment.")
    main()
