"""Published decompositions and ours on the same data, by the measures of the publications themselves.

    python benchmarks/published.py MIRROR [--work FOLDER]

MIRROR is a folder that holds the git directories `kaliaanup+Mono2Micro-FSE-2021/repo` and
`socialsoftware+mono2micro/repo` of two public repositories. For each system the calls, use cases and accesses that the
publication gives are converted to lines of evidence, and `decompose analyze --evidence` is run on them alone.

One rule, fixed before anything was scored: default settings; what is set apart is one cluster, what is unassigned another.
Of each published approach every output in the package is scored by one and the same scorer; approaches that need to be told
the number of clusters have one output for each, so their median is shown, as in the paper, and their best beside it.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from random import Random

from decompose.contexts.measures.agreement import adjusted_rand, mojofm
from decompose.contexts.measures.published import (
    business_context_purity,
    inter_partition_calls,
    interface_number,
    non_extreme_distribution,
    structural_modularity,
)

Home = Mapping[str, str]
Tally = dict[str, dict[str, int]]

FSE = "kaliaanup+Mono2Micro-FSE-2021"
SYSTEMS = ("acmeair", "daytrader", "jpetstore", "plants")
APPROACHES = ("mono2micro", "fosci", "cogcn", "bunch", "mem")
BETTER = {"SM": "higher", "ICP": "lower", "IFN": "lower", "NED": "lower", "BCP": "lower"}


class Package:
    """The files of a repository's newest commit, read from its objects."""

    def __init__(self, mirror: Path, name: str) -> None:
        self._directory = mirror / name / "repo"
        self.files = self._git("ls-tree", "-r", "--name-only", "HEAD").splitlines()

    def read(self, path: str) -> str:
        return self._git("show", f"HEAD:{path}")

    def json(self, path: str) -> object:
        return json.loads(self.read(path))

    def _git(self, *arguments: str) -> str:
        command = ["git", "--git-dir", str(self._directory), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Score every system of both publications."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mirror", type=Path)
    parser.add_argument("--work", type=Path, default=None, help="keep evidence and results here")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        work = asked.work or Path(scratch)
        package = Package(asked.mirror, FSE)
        medians, nearest = zip(*(system_of_fse(package, system, work) for system in SYSTEMS), strict=True)
        summary("the median of each approach", medians)
        summary("the output of each approach with the nearest number of clusters", nearest)
        accesses = Package(asked.mirror, INESC)
        for system in ("ldod", "bw"):
            system_of_inesc(accesses, system, work)


# --- Mono2Micro, FSE 2021: class calls and use cases recorded at run time -------------------------------------------------


def system_of_fse(package: Package, system: str, work: Path) -> tuple[Tally, Tally]:
    """Print one system's table; the number of measures on which ours is better than each approach.

    First against the median over its outputs, then against the output whose number of clusters is nearest to ours.
    """
    folder = f"datasets_runtime/{system}"
    volumes = package.json(f"{folder}/mono2micro_output/runtime_call_volume.json")
    calls = {tuple(pair.split("--")): float(volume) for pair, volume in volumes.items()}
    calls = {pair: volume for pair, volume in calls.items() if "Root" not in pair}
    use_cases = package.json(f"{folder}/mono2micro_output/bcs_per_class.json")
    classes = [name for name in use_cases if name != "Root"]
    ours = analysed(system, list(fse_lines(classes, calls, use_cases)), classes, work)

    def scores(home: Home) -> dict[str, float]:
        return {
            "SM": structural_modularity(home, calls),
            "ICP": inter_partition_calls(home, calls),
            "IFN": interface_number(home, calls),
            "NED": non_extreme_distribution(home),
            "BCP": business_context_purity(home, use_cases),
        }

    print(f"\n{system}: {len(classes)} classes, {len(calls)} pairs that call, no Root")
    header()
    row("ours", [ours], scores)
    published = {approach: list(outputs(package, folder, approach, classes)) for approach in APPROACHES}
    for approach, homes in published.items():
        if homes:
            row(approach, homes, scores)
        else:
            print(f"{approach:28} no output in the package")
    for name, home in trivial(ours):
        row(name, [home], scores)
    pareto(ours, published, scores)
    nearest = {approach: [nearest_in_number(ours, homes)] for approach, homes in published.items() if homes}
    medians = {approach: compared(scores(ours), homes, scores) for approach, homes in published.items() if homes}
    return medians, {approach: compared(scores(ours), homes, scores) for approach, homes in nearest.items()}


def fse_lines(
    classes: Iterable[str], calls: Mapping[tuple[str, str], float], use_cases: Mapping[str, list[str]]
) -> Iterator[dict[str, object]]:
    """Classes as modules, each pair of callers and called with its volume, and the use cases that a class was seen in."""
    classes = list(classes)
    yield from ({"type": "unit", "id": name} for name in classes)
    for (caller, called), volume in calls.items():
        if caller != called:
            yield {"type": "evidence", "kind": "call", "source": caller, "target": called, "count": int(volume)}
    for name in classes:
        for use_case in use_cases[name]:
            yield {"type": "evidence", "kind": "exercises", "source": f"entry:{use_case}", "target": name}


def outputs(package: Package, folder: str, approach: str, classes: list[str]) -> Iterator[Home]:
    """Every partition of one approach in the package; classes that it leaves out are one cluster, as they are of ours."""
    for path in package.files:
        name = path.rsplit("/", 1)[-1]
        if not path.startswith(f"{folder}/{approach}_output/"):
            continue
        if approach == "fosci" and "_n_candidate_" in name and name.endswith("_repeat_4.csv"):
            rows = (line.split(",") for line in package.read(path).splitlines() if line)
            home = {unit: cluster.strip() for unit, cluster, *_ in rows}
        elif name.endswith(".json") and any(
            part in name for part in ("_assignment_", "_clustering__", "bunch", system_of(name))
        ):
            home = {unit: str(cluster) for unit, cluster in package.json(path).items()}
        else:
            continue
        if home:
            placed = {unit: cluster for unit, cluster in home.items() if unit in classes}
            yield placed | {unit: "unassigned" for unit in classes if unit not in placed}


def system_of(name: str) -> str:
    """`daytrader_3.json` is an output of Bunch."""
    return next((f"{system}_" for system in SYSTEMS if name.startswith(f"{system}_")), "\0")


# --- INESC-ID, ICSA 2020 and after: entities that functionalities access, and how experts divided them -------------------

INESC = "socialsoftware+mono2micro"
Accesses = Mapping[str, list[list[str]]]
WEIGHTS = ((1.0, 0, 0, 0), (0, 1.0, 0, 0), (0, 0, 1.0, 0), (0, 0, 0, 1.0), (0.25, 0.25, 0.25, 0.25))


def system_of_inesc(package: Package, system: str, work: Path) -> None:
    """Print how well ours, the published outputs and their method on the same accesses agree with the experts."""
    accesses = package.json(f"data/icsa2020/collection/plugin-eclipse/{system}.json")
    experts = package.json(f"data/icsa2020/expert/{system}Expert.json")["clusters"]
    expert = {entity: cluster for cluster, entities in experts.items() for entity in entities}
    entities = sorted({entity for trace in accesses.values() for entity, _ in trace})
    ours = analysed(system, list(inesc_lines(entities, accesses)), entities, work)
    print(f"\n{system}: {len(entities)} entities, {len(accesses)} functionalities, experts: {len(experts)} clusters")
    print(f"{'':44}{'clusters':>9}{'largest':>8}{'ARI':>8}{'MoJoFM':>8}{'pair F1':>8}{'BCP':>8}")
    use_cases: dict[str, set[str]] = {}
    for functionality, trace in accesses.items():
        for entity, _ in trace:
            use_cases.setdefault(entity, set()).add(functionality)

    def tell(name: str, home: Home) -> None:
        home = {entity: cluster for entity, cluster in home.items() if entity in entities}
        largest = max(map(list(home.values()).count, set(home.values()))) / len(home)
        agreement = (adjusted_rand(home, expert), mojofm(home, expert), pair_f1(home, expert))
        numbers = (*agreement, business_context_purity(home, use_cases))
        print(f"{name:44}{len(set(home.values())):9}{largest:8.0%}" + "".join(f"{number:8.3f}" for number in numbers))

    tell("ours", ours)
    for path in package.files:
        if path.startswith(f"data/dynamic/AnalyseCuts/{system}-"):
            tell(
                f"published: {path.rsplit('/', 1)[-1].removesuffix('.txt')}",
                listed_clusters(package.read(path), entities),
            )
    for weights in WEIGHTS:
        name = "their method, access/write/read/sequence " + "/".join(f"{weight:.2g}" for weight in weights)
        tell(name, their_method(entities, accesses, weights, len(experts)))
    for name, home in trivial(ours):
        tell(name, home)


def inesc_lines(entities: list[str], accesses: Accesses) -> Iterator[dict[str, object]]:
    """Entities as modules, and the functionalities that access them."""
    yield from ({"type": "unit", "id": entity} for entity in entities)
    for functionality, trace in accesses.items():
        for entity in sorted({entity for entity, _ in trace}):
            yield {"type": "evidence", "kind": "exercises", "source": f"entry:{functionality}", "target": entity}


def listed_clusters(text: str, entities: list[str]) -> Home:
    """Clusters as lists of names, one a line, each list ended by its total; what is in none is one more cluster."""
    home: dict[str, str] = {}
    number = 0
    for line in text.splitlines():
        if line.startswith("Total"):
            number += 1
        elif line.strip():
            home[line.strip()] = str(number)
    return {entity: home.get(entity, "unassigned") for entity in entities}


def their_method(entities: list[str], accesses: Accesses, weights: tuple[float, ...], clusters: int) -> Home:
    """Hierarchical clustering of the weighted similarities, cut into as many clusters as the experts have.

    As in the published code the rows of the matrix of similarities are taken for observations, with average linkage.
    """
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage

    found = [dict[str, set[str]](), dict[str, set[str]](), dict[str, set[str]]()]
    adjacent: dict[tuple[str, str], int] = {}
    for functionality, trace in accesses.items():
        for entity, mode in trace:
            found[0].setdefault(entity, set()).add(functionality)
            found[1 if mode == "W" else 2].setdefault(entity, set()).add(functionality)
        for (one, _), (other, _) in pairwise(trace):
            if one != other:
                pair = (min(one, other), max(one, other))
                adjacent[pair] = adjacent.get(pair, 0) + 1
    most = max(adjacent.values(), default=1)
    matrix = np.zeros((len(entities), len(entities)))
    for i, one in enumerate(entities):
        for j, other in enumerate(entities):
            shared = [len(f.get(one, set()) & f.get(other, set())) / len(f[one]) if f.get(one) else 0.0 for f in found]
            sequence = adjacent.get((min(one, other), max(one, other)), 0) / most
            matrix[i, j] = 1.0 if i == j else sum(w * s for w, s in zip(weights, (*shared, sequence), strict=True))
    cut = fcluster(linkage(matrix, "average"), clusters, "maxclust")
    return {entity: str(number) for entity, number in zip(entities, cut, strict=True)}


def pair_f1(home: Home, expert: Home) -> float:
    """F1 of the pairs that both put together."""
    units = sorted(home.keys() & expert.keys())
    pairs = [(a, b) for n, a in enumerate(units) for b in units[n + 1 :]]
    ours, theirs = ({(a, b) for a, b in pairs if each[a] == each[b]} for each in (home, expert))
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours or theirs else 1.0


# --- both ------------------------------------------------------------------------------------------------------------------


def analysed(system: str, lines: list[dict[str, object]], units: list[str], work: Path) -> Home:
    """The clusters that the tool finds from the evidence alone, with default settings."""
    folder = work / system / "system"
    folder.mkdir(parents=True, exist_ok=True)
    evidence = work / system / "evidence.jsonl"
    evidence.write_text("".join(json.dumps(line) + "\n" for line in lines))
    out = work / system / "partition.json"
    command = ["analyze", folder, "--evidence", evidence, "--isolated", "--no-git", "-q", "-o", f"partition={out}"]
    subprocess.run([sys.executable, "-m", "decompose", *command], check=True)
    found = {unit: each["name"] for each in json.loads(out.read_text())["contexts"] for unit in each["files"]}
    return {unit: found.get(unit, "unassigned") for unit in units}


def trivial(home: Home) -> list[tuple[str, Home]]:
    """What no approach at all would give."""
    units, labels = list(home), list(home.values())
    Random(0).shuffle(labels)  # noqa: S311 - a reproducible shuffle, nothing secret
    return [
        ("all in one", dict.fromkeys(units, "")),
        ("singletons", {unit: unit for unit in units}),
        ("random of our sizes", dict(zip(units, labels, strict=True))),
    ]


def header() -> None:
    print(f"{'':28}{'outputs':>8}{'clusters':>9}{'largest':>8}" + "".join(f"{name + ' (best)':>17}" for name in BETTER))


def row(name: str, homes: list[Home], scores: Callable[[Home], Mapping[str, float]]) -> None:
    """The median over the outputs of one approach, and in brackets the best of them."""
    found = [scores(home) for home in homes]
    clusters = statistics.median(len(set(home.values())) for home in homes)
    largest = statistics.median(max(map(list(home.values()).count, set(home.values()))) / len(home) for home in homes)
    cells = ""
    for measure, better in BETTER.items():
        values = [each[measure] for each in found]
        best = max(values) if better == "higher" else min(values)
        cells += f"{statistics.median(values):9.3f}{f'({best:.3f})' if len(values) > 1 else '':>8}"
    print(f"{name:28}{len(homes):8}{clusters:9.1f}{largest:8.0%}{cells}")


def compared(
    ours: Mapping[str, float], homes: list[Home], scores: Callable[[Home], Mapping[str, float]]
) -> dict[str, int]:
    """On how many measures ours is better than the median of an approach, as good, and worse."""
    found = [scores(home) for home in homes]
    tally = {"better": 0, "equal": 0, "worse": 0}
    for measure, better in BETTER.items():
        theirs = statistics.median(each[measure] for each in found)
        difference = (ours[measure] - theirs) * (1 if better == "higher" else -1)
        tally["equal" if abs(difference) < 0.0005 else "better" if difference > 0 else "worse"] += 1
    return tally


def nearest_in_number(ours: Home, homes: list[Home]) -> Home:
    """The one of some partitions with about as many clusters as ours; of equally near ones the first."""
    return min(homes, key=lambda home: abs(len(set(home.values())) - len(set(ours.values()))))


def pareto(ours: Home, published: Mapping[str, list[Home]], scores: Callable[[Home], Mapping[str, float]]) -> None:
    """How many published outputs are no worse than ours on every measure, and the reverse."""
    signs = {measure: 1 if better == "higher" else -1 for measure, better in BETTER.items()}
    our = scores(ours)
    every = [scores(home) for homes in published.values() for home in homes]
    better = sum(all((each[m] - our[m]) * sign >= 0 for m, sign in signs.items()) for each in every)
    worse = sum(all((our[m] - each[m]) * sign >= 0 for m, sign in signs.items()) for each in every)
    print(
        f"of {len(every)} published outputs {better} are at least as good as ours on all five, {worse} no better on any"
    )


def summary(against: str, tallies: Iterable[Tally]) -> None:
    """All systems together."""
    tallies = list(tallies)
    print(f"\nours against {against}, measures over all systems")
    for approach in APPROACHES:
        every = [tally[approach] for tally in tallies if approach in tally]
        counts = {word: sum(each[word] for each in every) for word in ("better", "equal", "worse")}
        print(f"{approach:28}" + ", ".join(f"{count} {word}" for word, count in counts.items()))


if __name__ == "__main__":
    main()
