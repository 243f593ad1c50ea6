"""Speed and memory of a whole analysis as ratios to parsing the same files with `ast.parse`, measured in one run.

    python benchmarks/speed.py PATH [--runs 3] [--copies 1] [-- OPTION…]

REF is the time to `ast.parse` every Python file of PATH in one process with the garbage collector off (files that this
Python rejects count as parsed), GITREF that of `git log --raw --no-renames -z`. The analyses run on a copy of PATH with a
cache of their own: cold; changed (one file in a hundred has a new line); same (nothing changed). Figures are medians; CPU
seconds count children; memory is the peak of the parent, and of the largest child. With `--copies 4` the tree stands there
four times, which shows whether time and memory are linear. The machine's load disturbs wall seconds more than CPU seconds.
"""

import argparse
import ast
import gc
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

STAGES = """
import resource, sys, time
from pathlib import Path
from decompose.pipeline import analyze
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
print(f"largest child\\t0\\t0\\t{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024}")
"""

Figures = tuple[float, float, float]
"""Wall seconds, CPU seconds, megabytes at the peak."""


def main() -> None:
    """Measure the references and each way to run the analysis, alternating, then one run by stages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("options", nargs="*", help="options of `decompose analyze`")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        tree = copied(asked.path.resolve(), Path(place) / "system", asked.copies)
        files = sorted(file for file in tree.rglob("*.py") if file.is_file() and not file.is_symlink())
        texts = [file.read_bytes() for file in files]
        print(f"{len(files)} files, {sum(text.count(10) for text in texts):,} lines, load {os.getloadavg()[0]:.1f}")
        rows: dict[str, list[Figures]] = {}
        for run in range(asked.runs):
            cache = Path(place) / f"cache{run}"
            rows.setdefault("REF", []).append(reference(texts))
            rows.setdefault("GITREF", []).append(git_reference(tree))
            rows.setdefault("cold", []).append(analysis(tree, cache, asked.options))
            for file in files[run::100]:
                file.write_bytes(file.read_bytes() + b"\n")
            rows.setdefault("changed", []).append(analysis(tree, cache, asked.options))
            rows.setdefault("same", []).append(analysis(tree, cache, asked.options))
            rows.setdefault("--help", []).append(timed([sys.executable, "-m", "decompose", "--help"], dict(os.environ)))
        unit = statistics.median(cpu for _, cpu, _ in rows["REF"])
        for name, figures in rows.items():
            report(name, tuple(statistics.median(column) for column in zip(*figures, strict=True)), unit)
        for stage, measured in stages(tree):
            report(f"  {stage}", measured, unit)


def report(name: str, figures: tuple[float, ...], unit: float) -> None:
    """One line: seconds, their ratios to REF, megabytes."""
    wall, cpu, memory = figures
    print(
        f"{name:22} wall {wall:7.2f} s = {wall / unit:6.3f} REF   cpu {cpu:7.2f} s = {cpu / unit:6.3f} REF"
        f"   {memory:5.0f} MB",
        flush=True,
    )


def copied(path: Path, system: Path, copies: int) -> Path:
    """The tree, or several of it side by side, with the original's git repository."""
    ignore = shutil.ignore_patterns(".git", ".decompose")
    for number in range(copies):
        shutil.copytree(path, system / f"copy{number}" if copies > 1 else system, symlinks=True, ignore=ignore)
    git = path / ".git"
    if git.is_file():
        shutil.copy(git, system)
    elif git.is_dir():
        (system / ".git").write_text(f"gitdir: {git}\n")
    return system


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


def stages(tree: Path) -> list[tuple[str, Figures]]:
    """Each stage of one run without a cache, and the memory of the largest worker (or git)."""
    told = subprocess.run([sys.executable, "-c", STAGES, str(tree)], check=True, capture_output=True, text=True).stdout
    rows = [line.split("\t") for line in told.splitlines()]
    return [(name, (float(wall), float(cpu), float(memory))) for name, wall, cpu, memory in rows]


if __name__ == "__main__":
    main()
