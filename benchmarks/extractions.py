"""Extractions that nothing was chosen by: from the commits that removed what had moved out to a folder of gold cases.

    python benchmarks/extractions.py OUT
    GOLD=OUT python benchmarks/gold.py WORK [--paths]

In the environment, GOLD is the folder of the benchmark, for its scripts and for which files it scores, and GOLD_MIRROR
that of the repositories, each with its git directory as `OWNER+NAME/repo`. A case is the tree before its first
removal; a component is what those commits delete of it, by path where several components left together.

They were looked at once, after the tool was made, so that what it says of them is what it says of systems never seen.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

GOLD = Path(os.environ.get("GOLD", ""))
MIRROR = Path(os.environ.get("GOLD_MIRROR", ""))
CORE = "__core__"


class Extraction(Struct, frozen=True):
    """What left a repository in these commits: components by the pattern of their paths."""

    name: str
    repository: str
    removals: tuple[str, ...]
    scope: tuple[str, ...]
    components: dict[str, str]


EXTRACTIONS = (
    Extraction("astropy-asdf-2023", "astropy/astropy", ("cb7c293b",), ("astropy/",), {"asdf": "."}),
    Extraction("cinder-brick-2015", "openstack/cinder", ("88da4556",), ("cinder/",), {"brick": "."}),
    Extraction("cms-text-2013", "django-cms/django-cms", ("28f191cc",), ("cms/",), {"text": "."}),
    Extraction("conda-build-2014", "conda/conda", ("2e21c8cc",), ("conda/",), {"build": "."}),
    Extraction("mistral-actions-2020", "openstack/mistral", ("8bdf341a",), ("mistral/",), {"actions": "."}),
    Extraction("neutron-bgp-2016", "openstack/neutron", ("e8d3626d",), ("neutron/",), {"bgp": "."}),
    Extraction(
        "neutron-services-2014",
        "openstack/neutron",
        ("407ee801", "ec5fb432"),
        ("neutron/",),
        {"lbaas": "loadbal|lbaas", "fwaas": "firewall|fwaas|varmour", "vpnaas": "vpn|ipsec|cisco_csr"},
    ),
    Extraction("neutron-vmware-2015", "openstack/neutron", ("56bc2e09",), ("neutron/",), {"vmware": "."}),
    Extraction("nova-baremetal-2014", "openstack/nova", ("46ed619b",), ("nova/",), {"baremetal": "."}),
    Extraction("nova-placement-2019", "openstack/nova", ("70a2879b",), ("nova/",), {"placement": "."}),
    Extraction("nova-volume-2012", "openstack/nova", ("7e2b93ac",), ("nova/",), {"volume": "."}),
    Extraction("pelican-plugins-2013", "getpelican/pelican", ("c4b3ad58",), ("pelican/",), {"plugins": "."}),
    Extraction("rally-openstack-2018", "openstack/rally", ("7addc521",), ("rally/",), {"openstack": "."}),
    Extraction(
        "sahara-plugins-2019",
        "openstack/sahara",
        ("92686f5a",),
        ("sahara/",),
        {name: f"plugins/{name}/" for name in ("ambari", "cdh", "mapr", "spark", "storm", "vanilla")},
    ),
    Extraction("scrapy-ibl-2011", "scrapy/scrapy", ("fcc8d738",), ("scrapy/",), {"ibl": "."}),
    Extraction("scrapy-jsonrpc-2014", "scrapy/scrapy", ("a9292cfa",), ("scrapy/",), {"jsonrpc": "."}),
    Extraction("scrapy-scrapyd-2013", "scrapy/scrapy", ("5db45b38",), ("scrapy/", "scrapyd/"), {"scrapyd": "."}),
)


def main() -> None:
    """Write every case, and the scripts of the benchmark beside them."""
    out = Path(sys.argv[1])
    for folder in ("cases/dev", "baselines"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    for script in GOLD.glob("*.py"):
        shutil.copy(script, out)
    for one in EXTRACTIONS:
        case = case_of(one)
        (out / "cases" / "dev" / f"{one.name}.json").write_text(json.dumps(case, indent=1))
        (out / "baselines" / f"{one.name}.json").write_text("{}")
        left = {label: component["n"] for label, component in case["components"].items()}
        print(f"{one.name}: of {len(case['truth'])} files {left}", flush=True)


def case_of(one: Extraction) -> dict[str, object]:
    """The case as the benchmark writes it."""
    commit, date = git(one, "log", "-1", "--format=%H %cs", f"{one.removals[0]}^").split()
    gone = {
        path
        for removal in one.removals
        for path in git(one, "show", "--diff-filter=D", "--name-only", "-M60", "--format=", removal).splitlines()
    }
    truth = {path: label_of(path, one.components) if path in gone else CORE for path in scored(one, commit)}
    components = {
        label: {"target": label, "commits": one.removals, "date": date, "tests": [], "other_files": []}
        | {"files_in_universe": files, "n": len(files)}
        for label in one.components
        if (files := sorted(path for path in truth if truth[path] == label))
    }
    about = {"name": one.name, "kind": "extraction", "split": "dev", "repo": one.repository, "roots": [""]}
    about |= {"commit": commit, "commit_date": date, "scope": one.scope, "unit": "file", "rest_label": CORE}
    return about | {
        "components": components,
        "extraction_order": list(components),
        "stats": {},
        "notes": "",
        "truth": truth,
    }


def label_of(path: str, components: dict[str, str]) -> str:
    """The first component whose pattern is found in a path."""
    return next((label for label, pattern in components.items() if re.search(pattern, path)), CORE)


def scored(one: Extraction, commit: str) -> Iterator[str]:
    """The files under the scope with code that are neither tests nor migrations, as the benchmark sees it."""
    sys.path.insert(0, str(GOLD))
    import goldlib

    paths = git(one, "ls-tree", "-r", "--name-only", commit).splitlines()
    product = [
        path
        for path in paths
        if path.endswith(".py")
        and path.startswith(one.scope)
        and not goldlib.is_test(path)
        and not goldlib.is_mig(path)
    ]
    for path, text in contents(one, commit, product):
        if goldlib.has_code(text):
            yield path


def contents(one: Extraction, commit: str, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The text of each file at a commit; what the mirror lacks is left out."""
    for path in paths:
        found = subprocess.run([*in_repository(one), "show", f"{commit}:{path}"], capture_output=True, check=False)
        if found.returncode == 0:
            yield path, found.stdout.decode("utf-8", "replace")


def git(one: Extraction, *arguments: str) -> str:
    """What git prints."""
    found = subprocess.run([*in_repository(one), *arguments], capture_output=True, check=True)
    return found.stdout.decode("utf-8", "replace")


def in_repository(one: Extraction) -> list[str]:
    """The git command for the repository of an extraction."""
    return ["git", "-C", str(MIRROR / one.repository.replace("/", "+") / "repo")]


if __name__ == "__main__":
    main()
