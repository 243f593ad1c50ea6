"""What reading a history costs, as ratios to what git itself needs, measured in one run.

    python benchmarks/history.py PATH [--runs 3]

GITREF is the CPU time of `git log --raw --no-renames -z` over the same range. Each reading is a process of its own:
cold (no memory), first (a memory to be filled), again (nothing new), one more (all but the newest commit known), and
half (the older half of the commits, which shows whether it is linear). Told are git's CPU seconds and all of them, as
ratios to GITREF, with the peak of memory of the reading process beyond what it takes to start, and, once, what following
renames adds. `mine` is what is made of the history: identity, selection, co-change. Figures are medians.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

READ = """
import json, resource, sys
from pathlib import Path
from decompose.analyzers.git import GIT
from decompose.evidence.analyzer import Corpus
from decompose.pipeline.front_ends import wanted
from decompose.repository.cache import open_cache
from decompose.repository.collector import without_collector
from decompose.repository.git import read_history
from decompose.repository.inventory import read_repository
from decompose.repository.memory import ChangeMemory
import decompose.repository.git as reading
def processor(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime
root, revision, cache, renames, mine = sys.argv[1:]
if renames == "no":
    reading.follow_renames = lambda shadow, commits: (commits, frozenset())
wants = wanted()
start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
git, own = processor(resource.RUSAGE_CHILDREN), processor(resource.RUSAGE_SELF)
with without_collector():
    if cache:
        with open_cache(Path(cache)) as known:
            history, _ = read_history(Path(root), revision=revision, wants=wants, memory=ChangeMemory(known, "benchmark"))
    else:
        history, _ = read_history(Path(root), revision=revision, wants=wants)
    told = {
        "git": processor(resource.RUSAGE_CHILDREN) - git,
        "own": processor(resource.RUSAGE_SELF) - own,
        "memory": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start) / 1024,
        "commits": len(history.commits),
        "changes": sum(len(commit.changes) for commit in history.commits),
    }
    if mine:
        files = [file.path for file in read_repository(Path(root), wants).files]
        corpus = Corpus({"python": {}, "words": dict.fromkeys(files)}, history)
        own = processor(resource.RUSAGE_SELF)
        findings = GIT.analyze(corpus)
        told["mine"] = processor(resource.RUSAGE_SELF) - own
        told["pairs"] = len(findings.evidence)
print(json.dumps(told))
"""

Told = dict[str, float]


def main() -> None:
    """Measure the reference and each way to read, alternating."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    root = asked.path.resolve()
    half = newest(root)[len(newest(root)) // 2]
    rows: dict[str, list[Told]] = {}
    for _ in range(asked.runs):
        with tempfile.TemporaryDirectory() as cache:
            rows.setdefault("GITREF", []).append(reference(root))
            rows.setdefault("cold", []).append(reading(root, mine=True))
            rows.setdefault("no renames", []).append(reading(root, renames="no"))
            rows.setdefault("half", []).append(reading(root, revision=half))
            reading(root, revision="HEAD~1", cache=f"{cache}/older")
            rows.setdefault("first", []).append(reading(root, cache=f"{cache}/one"))
            rows.setdefault("again", []).append(reading(root, cache=f"{cache}/one"))
            rows.setdefault("one more", []).append(reading(root, cache=f"{cache}/older"))
    unit = statistics.median(told["git"] for told in rows["GITREF"])
    print(f"GITREF {unit:.2f} s of CPU, load {os.getloadavg()[0]:.1f}")
    for name, told in list(rows.items())[1:]:
        report(name, {key: statistics.median(each[key] for each in told) for key in told[0]}, unit)


def report(name: str, told: Told, unit: float) -> None:
    """One line."""
    mined = f"   mining {told['pairs']:.0f} pairs {told['mine'] / unit:.2f}" if "mine" in told else ""
    print(
        f"{name:10} {told['commits']:7.0f} commits {told['changes']:7.0f} changes   git {told['git'] / unit:5.2f}"
        f"   with parsing {(told['git'] + told['own']) / unit:5.2f}   {told['memory']:4.0f} MB{mined}",
        flush=True,
    )


def newest(root: Path) -> list[str]:
    """All commits, newest first."""
    return git(root, "rev-list", "HEAD").split()


def git(root: Path, *arguments: str) -> str:
    """What git says."""
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def reference(root: Path) -> Told:
    """The history told by git alone."""
    command = ["git", "-C", str(root), "log", "--raw", "--no-renames", "-z"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "GIT_NO_LAZY_FETCH": "1"})
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit("git stopped")
    return {"git": usage.ru_utime + usage.ru_stime}


def reading(root: Path, revision: str = "HEAD", cache: str = "", renames: str = "yes", mine: bool = False) -> Told:
    """One reading in a process of its own."""
    command = [sys.executable, "-c", READ, str(root), revision, cache, renames, "yes" if mine else ""]
    told: Told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told


if __name__ == "__main__":
    main()
