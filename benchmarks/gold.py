"""Agreement with the authors of real systems: from a folder of gold cases to a scoreboard, path-blind or with paths.

    python benchmarks/gold.py WORK [--paths] [--case NAME] [-- OPTION ...]

In the environment, GOLD is the folder of the benchmark and GOLD_MIRROR that of its repositories.
WORK keeps the prepared trees between runs; everything after `--` goes to `decompose analyze`.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

GOLD = Path(os.environ.get("GOLD", ""))


def main() -> None:
    """Prepare, analyse and score every case that was asked for."""
    asked = arguments()
    cases = [
        case for case in sorted((GOLD / "cases" / "dev").glob("*.json")) if not asked.case or case.stem in asked.case
    ]
    with ThreadPoolExecutor(asked.jobs) as pool:
        for line in pool.map(lambda case: analyse(case, asked), cases):
            print(line, flush=True)
    subprocess.run([sys.executable, GOLD / "scoreboard.py", predictions(asked), "--split", "dev"], check=True)


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
    given = sys.argv[1:]
    own = given.index("--") if "--" in given else len(given)
    asked = parser.parse_args(given[:own])
    asked.options = given[own + 1 :]
    return asked


def analyse(case: Path, asked: argparse.Namespace) -> str:
    """Leave the partition, ranking and path map of one case among the predictions; tell how long it took."""
    tree, pathmap = prepared(case, asked)
    out = predictions(asked) / f"{case.stem}.json"
    started = time.monotonic()
    command = [sys.executable, "-m", "decompose", "analyze", tree, "-q", "-o", f"partition={out}", *asked.options]
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


def predictions(asked: argparse.Namespace) -> Path:
    """Where the predictions of this kind of run are kept."""
    folder: Path = asked.work / (asked.name + ("-paths" if asked.paths else "-blind"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    main()
