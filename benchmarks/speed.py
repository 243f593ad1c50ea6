"""Speed of a whole analysis, cold and warm, as ratios to parsing the same files with `ast.parse`, in one run.

    python benchmarks/speed.py PATH [--runs 3]

REF is the time to `ast.parse` every Python file of PATH in one process with the garbage collector off; files that this
Python rejects count as parsed. Figures are medians; wall and CPU seconds (children included) and peak memory.
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


def main() -> None:
    """Measure REF, then each way to run the analysis, alternating."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("options", nargs="*", help="options of `decompose analyze`")
    asked = parser.parse_args()
    files = [file.read_bytes() for file in sorted(asked.path.rglob("*.py")) if file.is_file()]
    lines = sum(text.count(b"\n") for text in files)
    print(f"{len(files)} files, {lines:,} lines")
    rows: dict[str, list[tuple[float, float, float]]] = {}
    for _ in range(asked.runs):
        reference = reference_seconds(files)
        rows.setdefault("REF", []).append((reference, reference, 0.0))
        shutil.rmtree(asked.path / ".decompose", ignore_errors=True)
        for name in ("cold", "warm"):
            rows.setdefault(name, []).append(analysis(asked.path, asked.options))
    unit = statistics.median(wall for wall, _, _ in rows["REF"])
    for name, figures in rows.items():
        wall, cpu, memory = (statistics.median(column) for column in zip(*figures, strict=True))
        print(
            f"{name:6} wall {wall:7.2f} s = {wall / unit:5.2f} REF   cpu {cpu:7.2f} s = {cpu / unit:5.2f} REF   {memory:6.0f} MB"
        )


def reference_seconds(files: list[bytes]) -> float:
    """Seconds to parse all files."""
    gc.disable()
    warnings.simplefilter("ignore")
    started = time.perf_counter()
    for text in files:
        try:
            ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    seconds = time.perf_counter() - started
    gc.enable()
    return seconds


def analysis(path: Path, options: list[str]) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak megabytes of one whole analysis with its HTML report."""
    with tempfile.TemporaryDirectory() as out:
        command = [
            sys.executable,
            "-m",
            "decompose",
            "analyze",
            str(path),
            "-q",
            "-o",
            f"html={out}/report.html",
            *options,
        ]
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    if status:
        raise SystemExit(f"the analysis failed with {os.waitstatus_to_exitcode(status)}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
