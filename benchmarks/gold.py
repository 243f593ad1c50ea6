"""Agreement with the authors of real systems: from a folder of gold cases to a scoreboard, path-blind or with paths.

    python benchmarks/gold.py WORK [--paths] [--case NAME] [--seeds 1,2,3] [-- OPTION ...]

In the environment, GOLD is the folder of the benchmark and GOLD_MIRROR that of its repositories.
WORK keeps the prepared trees between runs; everything after `--` goes to `decompose analyze`. The scoreboard is that of the
first seed; below it stand the means over all cases for each seed, since one seed tells nothing of less than .02.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

GOLD = Path(os.environ.get("GOLD", ""))
MEASURES = ("ari", "mojofm", "pair_f1", "comp_f1", "found@0.5")
RANK = "mean_rank_pct"  # of what was really extracted: 0 for the first step, 1 for the last


def main() -> None:
    """Prepare, analyse and score every case that was asked for."""
    asked = arguments()
    cases = [
        case for case in sorted((GOLD / "cases" / "dev").glob("*.json")) if not asked.case or case.stem in asked.case
    ]
    with ThreadPoolExecutor(asked.jobs) as pool:
        for seed in asked.seeds:
            for line in pool.map(lambda case, seed=seed: analyse(case, asked, seed), cases):
                print(line, flush=True)
    first = predictions(asked, asked.seeds[0])
    subprocess.run([sys.executable, GOLD / "scoreboard.py", first, "--split", "dev"], check=True)
    tell([means(cases, predictions(asked, seed)) for seed in asked.seeds], asked.seeds)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument(
        "--paths", action="store_true", help="analyse the original trees instead of the path-blind copies"
    )
    parser.add_argument("--case", action="append", help="only this case (repeatable)")
    parser.add_argument("--jobs", type=int, default=2, help="cases at once")
    parser.add_argument("--name", default="predictions", help="the folder of WORK for what is predicted")
    seeds = "seeds of the detection, the first for the scoreboard and for `naming.py`"
    parser.add_argument(
        "--seeds", default="1,2,3", type=lambda text: [int(each) for each in text.split(",")], help=seeds
    )
    given = sys.argv[1:]
    own = given.index("--") if "--" in given else len(given)
    asked = parser.parse_args(given[:own])
    asked.options = given[own + 1 :]
    return asked


def means(cases: list[Path], folder: Path) -> dict[str, float]:
    """Each measure over the cases that have it, by the benchmark's own scorer; the rank over the extractions."""
    sys.path.insert(0, str(GOLD))
    from score import load_pred, score

    found: dict[str, list[float]] = {}
    for path in cases:
        case, out = json.loads(path.read_text()), folder / path.name
        pathmap = out.with_suffix(".pathmap.json")
        names = json.loads(pathmap.read_text())["map"] if pathmap.exists() else None
        scored = score(case, load_pred(str(out), names), json.loads(out.with_suffix(".rank.json").read_text()))
        for measure in (*MEASURES, *([RANK] if case["kind"] == "extraction" else [])):
            if scored.get(measure) is not None:
                found.setdefault(measure, []).append(scored[measure])
    return {f"{measure} of {len(each)}": statistics.mean(each) for measure, each in found.items()}


def tell(by_seed: list[dict[str, float]], seeds: list[int]) -> None:
    """The mean of each measure over the seeds, how far they scatter, and each."""
    print(f"\n{'over seeds ' + ', '.join(map(str, seeds)):28}  mean    sd   each")
    for measure in by_seed[0]:
        values = [each[measure] for each in by_seed]
        scatter = statistics.stdev(values) if len(values) > 1 else 0.0
        print(
            f"{measure:28} {statistics.mean(values):5.3f} {scatter:5.3f}   {' '.join(f'{one:.3f}' for one in values)}"
        )


def analyse(case: Path, asked: argparse.Namespace, seed: int) -> str:
    """Leave the partition, ranking and path map of one case among the predictions; tell how long it took."""
    tree, pathmap = prepared(case, asked)
    out = predictions(asked, seed) / f"{case.stem}.json"
    started = time.monotonic()
    command = [
        sys.executable,
        "-m",
        "decompose",
        "analyze",
        tree,
        "-q",
        "-o",
        f"partition={out}",
        "--seed",
        str(seed),
        *asked.options,
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        return f"{case.stem}: failed: {done.stderr.strip()[-300:]}"
    found = json.loads(out.read_text())
    out.with_suffix(".rank.json").write_text(json.dumps(found["ranking"]))
    if pathmap:
        out.with_suffix(".pathmap.json").write_text(pathmap.read_text())
    return f"{case.stem}: {len(found['contexts'])} contexts in {time.monotonic() - started:.1f} s"


def prepared(case: Path, asked: argparse.Namespace) -> tuple[Path, Path | None]:
    """The tree to analyse and, for a path-blind copy, the map back to the original paths."""
    home = asked.work / ("paths" if asked.paths else "blind") / case.stem
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        maker = "checkout.py" if asked.paths else "flatten.py"
        subprocess.run([sys.executable, GOLD / maker, case, home], check=True, stdout=subprocess.DEVNULL)
    return (home, None) if asked.paths else (home / "repo", home / "pathmap.json")


def predictions(asked: argparse.Namespace, seed: int) -> Path:
    """Where the predictions of this kind of run are kept; those of the first seed under the bare name."""
    name = asked.name if seed == asked.seeds[0] else f"{asked.name}-seed{seed}"
    folder: Path = asked.work / (name + ("-paths" if asked.paths else "-blind"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    main()
