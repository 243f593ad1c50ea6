"""Speed and memory of a whole analysis beside its targets, as ratios to parsing the same files with `ast.parse`.

    python benchmarks/speed.py PATH… [--lines 1000000] [--copies 1] [--runs 3] [-- OPTION…]

REF is the time to `ast.parse` every Python file in one process with the garbage collector off (files that this
Python rejects count as parsed), GITREF that of `git log --raw --no-renames -z`. Everything is measured in one run, on a
copy of PATH with a cache of its own; figures are medians over the runs, CPU seconds count children, and memory is the peak of
the parent and of the largest child. With `--lines` the tree is grown from the packages in the folders PATH, as a
folder of installed packages has them; with `--copies` PATH stands there several times. Both show whether time and memory are
linear. The machine's load disturbs wall seconds more than CPU seconds.
"""

import argparse
import ast
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from pathlib import Path

from grown_trees import copy, grow

STAGES = """
import resource, sys, time
from pathlib import Path
from decompose.pipeline.analyze import analyze
from decompose.settings import Settings
def processor():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
begun = []
def tell(stage, done, total):
    if not begun or begun[-1][0] != stage:  # workers are counted when they have ended, after the stage told its end
        begun.append((stage, time.perf_counter(), processor(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
analyze(Path(sys.argv[1]), Settings(cache=False), tell)
tell("end", 0, 1)
for (stage, wall, cpu, _), (_, later, more, memory) in zip(begun, begun[1:]):
    print(f"{stage}\\t{later - wall}\\t{more - cpu}\\t{memory / 1024}")
"""

FACTS = """
import resource, sys, time
from pathlib import Path
from decompose.evidence.extraction import extract
from decompose.pipeline.reading import read
from decompose.plugins import analyzers
from decompose.repository.cache import open_cache
from decompose.repository.collector import without_collector
from decompose.settings import Settings
def processor():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
repository = read(Path(sys.argv[1]), Settings(cache=False, git=False))
front_ends = [front_end for analyzer in analyzers() for front_end in analyzer.front_ends]
with open_cache(Path(sys.argv[2])) as cache, without_collector():  # as in an analysis
    wall, cpu = time.perf_counter(), processor()
    facts = extract(repository, front_ends, cache, jobs=int(sys.argv[3]))  # kept: to let go of them is no part of it
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(time.perf_counter() - wall, processor() - cpu, largest / 1024)
"""

Figures = tuple[float, float, float]
"""Wall seconds, CPU seconds, megabytes at the peak."""

Rows = dict[str, list[Figures]]


def main() -> None:
    """Measure the references and each way to run the analysis, alternating, then one run by stages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path, nargs="+")
    parser.add_argument("--lines", type=int)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3)
    asked, options = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as place:
        tree = Path(place) / "system"
        if asked.lines:
            grow([path.resolve() for path in asked.path], tree, asked.lines)
        else:
            copy(asked.path[0].resolve(), tree, asked.copies)
            own_history(tree)
        files = sorted(file for file in tree.rglob("*.py") if file.is_file() and not file.is_symlink())
        texts = [file.read_bytes() for file in files]
        print(f"{len(files):,} files, {sum(text.count(10) for text in texts):,} lines, load {os.getloadavg()[0]:.1f}")
        rows: Rows = defaultdict(list)
        for run in range(asked.runs):
            measure(rows, tree, files, texts, Path(place) / f"cache{run}", [each for each in options if each != "--"])
        medians = {name: median(figures) for name, figures in rows.items()}
        tell(medians, stages(tree))


def measure(rows: Rows, tree: Path, files: list[Path], texts: list[bytes], cache: Path, options: list[str]) -> None:
    """One turn of everything."""
    rows["REF"].append(reference(texts))
    rows["GITREF"].append(git_reference(tree))
    rows["facts, one worker"].append(facts(tree, cache / "one", 1))
    rows["facts, two workers"].append(facts(tree, cache / "two", 2))
    rows["facts, cached"].append(facts(tree, cache / "two", 2))
    rows["first run"].append(analysis(tree, cache, options))
    if (tree / ".git").is_dir():
        commit_document(tree)
        rows["a commit of no source"].append(analysis(tree, cache, options))
    for file in files[len(rows["REF"]) :: 100]:
        file.write_bytes(file.read_bytes() + b"\n\ndef added(given):\n    return given.save()\n")
    rows["one file in a hundred changed"].append(analysis(tree, cache, options))
    rows["nothing changed"].append(analysis(tree, cache, options))
    rows["--help"].append(timed([sys.executable, "-m", "decompose", "--help"], dict(os.environ)))


def own_history(tree: Path) -> None:
    """A repository of its own for a copied tree, with the objects of that which it was copied from: it gets commits."""
    if (tree / ".git").is_file():
        clone = tree.with_name("clone")
        timed(["git", "clone", "--quiet", "--shared", "--no-checkout", str(tree), str(clone)], dict(os.environ))
        (tree / ".git").unlink()
        (clone / ".git").rename(tree / ".git")
        timed(["git", "-C", str(tree), "read-tree", "HEAD"], dict(os.environ))


def commit_document(tree: Path) -> None:
    """One more commit, of a file that no analyzer reads."""
    (tree / "BENCHMARK.md").write_text(f"{time.time_ns()}\n")
    person = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.org", "-c", "commit.gpgsign=false")
    for command in (("add", "BENCHMARK.md"), (*person, "commit", "-q", "--no-verify", "-m", "Notes")):
        timed(["git", "-C", str(tree), *command], dict(os.environ))


def tell(medians: dict[str, Figures], stages: dict[str, Figures]) -> None:
    """Every figure, then each target with what was reached; wall seconds are compared to wall seconds."""
    waited, unit, _ = medians["REF"]
    for name, figures in [*medians.items(), *((f"  {stage}", figures) for stage, figures in stages.items())]:
        wall, cpu, memory = figures
        print(
            f"{name:30} wall {wall:7.2f} s = {wall / waited:6.3f} REF   cpu {cpu:7.2f} s = {cpu / unit:6.3f} REF"
            f"   {memory:5.0f} MB"
        )
    git = medians["GITREF"][1]
    nothing: Figures = (0.0, 0.0, 0.0)
    targets = [
        ("facts, one worker: CPU", medians["facts, one worker"][1] / unit, 1.4, "REF"),
        ("facts, two workers: wall", medians["facts, two workers"][0] / waited, 0.8, "REF"),
        ("facts, cached: CPU", medians["facts, cached"][1] / unit, 0.06, "REF"),
        ("first run: wall", medians["first run"][0] / waited, 1.8, "REF"),
        ("first run: CPU", medians["first run"][1] / unit, 3.0, "REF"),
        ("one file in a hundred changed: CPU", medians["one file in a hundred changed"][1] / unit, 0.45, "REF"),
        ("nothing changed: CPU", medians["nothing changed"][1] / unit, 0.35, "REF"),
        ("history: CPU", stages.get("reading history", nothing)[1] / git if git else 0.0, 1.7, "GITREF"),
        ("contexts found: CPU", stages.get("finding contexts", nothing)[1] / unit, 0.35, "REF"),
        ("--help: wall", 1000 * medians["--help"][0], 150, "ms"),
        ("memory of the parent", medians["first run"][2], 400, "MB"),
        ("memory of a worker", medians["facts, one worker"][2], 150, "MB"),
    ]
    print("\n| | reached | target |\n| --- | ---: | ---: |")
    for name, reached, target, of in targets:
        print(f"| {name} | {_shown(reached, of)} | {_shown(target, of)} |")


def _shown(value: float, of: str) -> str:
    return f"{value:.0f} {of}" if of in ("ms", "MB") else f"{value:.2f} {of}"


def median(figures: list[Figures]) -> Figures:
    """The median of each."""
    wall, cpu, memory = (statistics.median(column) for column in zip(*figures, strict=True))
    return wall, cpu, memory


def reference(texts: list[bytes]) -> Figures:
    """All files parsed."""
    gc.collect()
    gc.disable()
    warnings.simplefilter("ignore")
    wall, cpu = time.perf_counter(), time.process_time()
    for text in texts:
        try:
            ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    figures = (time.perf_counter() - wall, time.process_time() - cpu, 0.0)
    gc.enable()
    return figures


def git_reference(tree: Path) -> Figures:
    """The history told by git; nothing where there is none."""
    if not (tree / ".git").exists():
        return (0.0, 0.0, 0.0)
    command = ["git", "-C", str(tree), "log", "--raw", "--no-renames", "-z"]
    return timed(command, {**os.environ, "GIT_NO_LAZY_FETCH": "1"})


def facts(tree: Path, cache: Path, jobs: int) -> Figures:
    """The facts of the whole tree, from the cache as far as it has them; the memory is that of the largest worker."""
    command = [sys.executable, "-c", FACTS, str(tree), str(cache), str(jobs)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    wall, cpu, memory = map(float, told.split())
    return wall, cpu, memory


def analysis(tree: Path, cache: Path, options: list[str]) -> Figures:
    """One whole analysis with its HTML report."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "decompose", "analyze", str(tree), "-q", "-o", f"html={out}/report.html"]
        return timed([*command, *options], {**os.environ, "XDG_CACHE_HOME": str(cache)})


def timed(command: list[str], environment: dict[str, str]) -> Figures:
    """A command to its end."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if status:
        raise SystemExit(f"{command[:4]} failed with {os.waitstatus_to_exitcode(status)}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def stages(tree: Path) -> dict[str, Figures]:
    """Each stage of one run without a cache, with the memory of the parent at its end."""
    told = subprocess.run([sys.executable, "-c", STAGES, str(tree)], check=True, capture_output=True, text=True).stdout
    rows = [line.split("\t") for line in told.splitlines()]
    return {name: (float(wall), float(cpu), float(memory)) for name, wall, cpu, memory in rows}


if __name__ == "__main__":
    main()
