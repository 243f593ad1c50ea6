"""Routes that we find against those that the web framework itself knows of an application.

    python benchmarks/routes_oracle.py WORK [--show 20] [APPLICATION ...]

WORK keeps the sources, the environments and what each framework listed. A route is a path and the function, method or
class of the tree that answers it; methods are compared where the framework has them. Parameters are compared by name,
whatever converts them. Left out are the prefix of a language, which depends on the user, and the suffix of a format
(`orders.json`) that routers of Django REST framework add to each of their routes.

    recall      routes listed with a handler of the tree that are found / such routes listed
    precision   routes found with a known front and a handler that are listed / such routes found
    handlers    handlers of the tree that are listed and found as handlers of some route / those listed
"""

import argparse
import json
import os
import re
import subprocess
from pathlib import Path

from environments import checkout, environment
from msgspec import Struct
from packages import corpus_of, source_of

from decompose.analyzers.python.analyzer import findings_of
from decompose.analyzers.python.names.program import Program, program_of
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import UnitKind

CHILD = Path(__file__).with_name("list_routes.py")

VERBS = frozenset(("get", "post", "put", "patch", "delete"))

Route = tuple[str, str, str]


class Application(Struct, frozen=True):
    """Where an application is from, what it needs, which framework lists its routes and how it is told what to load.

    `folder` is where it is started, `paths` what is put on the import path, both below the source; `inside` is the
    part of the source that is analysed.
    """

    requirement: str
    needs: tuple[str, ...]
    framework: str
    loads: str
    folder: str = "."
    paths: tuple[str, ...] = (".",)
    inside: str = ""
    variables: tuple[tuple[str, str], ...] = ()
    repository: str = ""
    revision: str = ""


NETBOX = """django==5.2.5 django-cors-headers==4.7.0 django-debug-toolbar==5.2.0 django-filter==25.1
    django-graphiql-debug-toolbar==0.2.0 django-htmx==1.23.2 django-mptt==0.17.0 django-pglocks==1.0.4
    django-prometheus==2.4.1 django-redis==6.0.0 django-rich==2.0.0 django-rq==3.1 django-storages==1.14.6
    django-tables2==2.7.5 django-taggit==6.1.0 django-timezone-field==7.1 djangorestframework==3.16.1
    drf-spectacular==0.28.0 drf-spectacular-sidecar==2025.8.1 feedparser==6.0.11 jinja2==3.1.6 jsonschema==4.25.1
    markdown==3.8.2 netaddr==1.3.0 nh3==0.3.0 pillow==11.3.0 psycopg[binary,pool]==3.2.9 pyyaml==6.0.2
    requests==2.32.5 rq==2.5.0 social-auth-app-django==5.5.1 social-auth-core==4.7.0 strawberry-graphql==0.281.0
    strawberry-graphql-django==0.65.1 svgwrite==1.4.3 tablib==3.8.0 tzdata==2025.2 setuptools<81"""

APPLICATIONS = {
    "oscar": Application(
        "django-oscar==4.2.0",
        ("django-oscar==4.2.0", "django<5.3", "django-environ", "django-debug-toolbar", "easy-thumbnails", "pycountry",
         "setuptools<81", "sorl-thumbnail", "whitenoise", "whoosh"),
        "django", "settings", folder="sandbox", paths=("src", "sandbox", "."),
    ),
    "netbox": Application(
        "", tuple(NETBOX.split()), "django", "netbox.settings", folder="netbox", paths=("netbox",), inside="netbox",
        variables=(("NETBOX_CONFIGURATION", "netbox.configuration_testing"),),
        repository="netbox-community/netbox", revision="v4.3.7",
    ),
    "flaskr": Application(
        "flask==3.1.0", ("flask==3.1.0",), "flask", "flaskr:create_app", folder="examples/tutorial",
        paths=("examples/tutorial",), inside="examples/tutorial",
    ),
    "fief": Application(
        "fief-server==0.27.0", ("fief-server==0.27.0", "setuptools<81"), "fastapi", "fief.app:app",
        variables=(("SECRET", "x"), ("ENCRYPTION_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
                   ("FIEF_CLIENT_ID", "a"), ("FIEF_CLIENT_SECRET", "b"), ("ALLOW_ORIGIN_REGEX", ".*")),
    ),
}  # fmt: skip


def main() -> None:
    """One line for each application."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("application", nargs="*", default=list(APPLICATIONS))
    parser.add_argument("--show", type=int, default=0, help="differences of each kind")
    asked = parser.parse_intermixed_args()
    print(f"{'application':15} {'listed':>7} {'recall':>7} {'found':>7} {'precision':>10} {'handlers':>9}")
    for name in asked.application:
        compare(name, APPLICATIONS[name], asked.work.resolve(), asked.show)


def compare(name: str, application: Application, work: Path, show: int) -> None:
    """Print how what is listed and what is found agree."""
    root, routes = listed(name, application, work)
    program = program_of(corpus_of(root, application.inside))
    happened = {one for route in routes if "format>" not in route[1] and (one := known(program, route))}
    found, unknown = claimed(program)
    if application.framework == "django":
        happened, found = {any_method(one) for one in happened}, {any_method(one) for one in found}
    handlers = {handler for _, _, handler in happened}
    reached = handlers & {handler for _, _, handler in (*found, *unknown)}
    print(
        f"{name:15} {len(happened):7} {len(happened & found) / len(happened):7.3f} {len(found):7} "
        f"{len(happened & found) / max(1, len(found)):10.3f} {len(reached) / len(handlers):9.3f}"
    )
    for title, rows in (("missed", happened - found), ("not listed", found - happened)):
        for row in sorted(rows)[:show]:
            print(f"  {title}: {' '.join(row)}")


def listed(name: str, application: Application, work: Path) -> tuple[Path, list[tuple[str, str, str, str]]]:
    """The source folder, and what the framework lists."""
    at = application.repository
    root = checkout(at, application.revision, work) if at else source_of(application.requirement, work)
    kept = work / f"routes-{name}.json"
    if not kept.is_file():
        python = environment(work / f"environment-routes-{name}", application.needs)
        paths = os.pathsep.join(str(root / path) for path in application.paths)
        variables = {**os.environ, "PYTHONPATH": paths, **dict(application.variables)}
        command = [python, CHILD, kept, application.framework, application.loads]
        subprocess.run(command, cwd=root / application.folder, env=variables, check=True)
    return root, json.loads(kept.read_text())


def known(program: Program, route: tuple[str, str, str, str]) -> Route | None:
    """A listed route whose handler is defined in the tree; an inherited method stands for the class it was asked of."""
    method, path, module, name = route
    name = name.replace(".<locals>", "")
    where = program.module_named(module)
    handler = f"{where}::{name}" if where else ""
    while handler and program.definition(handler) is None:
        handler = handler.rpartition(".")[0] if "." in handler.rpartition("::")[2] else ""
    return (method, plain(path), handler) if handler else None


def claimed(program: Program) -> tuple[set[Route], set[Route]]:
    """The HTTP routes found, and those of them whose front is unknown."""
    findings = findings_of(program)
    names = {unit.id: unit.name for unit in findings.units if unit.kind is UnitKind.ENTRY_POINT}
    found: set[Route] = set()
    unknown: set[Route] = set()
    for row in findings.evidence:
        method, _, path = names.get(row.source, "").partition(" ")
        if row.kind is EvidenceKind.ROUTES and path.startswith(("/", "…")):
            (unknown if path.startswith("…") else found).add((method, plain(path), row.target))
    return found, unknown


def any_method(route: Route) -> Route:
    """Django's routes know no methods, and of a class no method that answers."""
    owner, _, name = route[2].rpartition(".")
    return ("*", route[1], owner if name in VERBS else route[2])


def plain(path: str) -> str:
    """A path without the notation of its framework: parameters as `{name}`, no anchors, no language in front."""
    path = re.sub(r"^/?(en-gb|en)/", "/", path)
    path = re.sub(r"\(\?P<(\w+)>((?:[^()\[\]]|\[[^\]]*\]|\((?:[^()]|\([^()]*\))*\))*)\)", r"{\1}", path)
    path = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", path)
    path = re.sub(r"\{(\w+):\w+\}", r"{\1}", path)
    path = path.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\.", ".").replace("\\-", "-")
    return "/" + path.lstrip("/")


if __name__ == "__main__":
    main()
