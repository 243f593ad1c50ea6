"""Templates rendered by name: from who renders what to who uses the presentation of another application.

A template whose first folder is named after an application is that application's, as Django and Flask have it by custom:
whoever renders `orders/bill.html` outside of `orders` uses what `orders` shows. Where no application is named so, the
modules that render one template share it. How templates include and extend each other is not read: it couples what is
shown, and moves with the pages of the context that owns them.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, module_of

from ..facts import Text
from ..files.folders import dirname, upwards
from ..names.call_sites import CallSite
from ..names.program import Program
from ..parts import last_name
from ..rows import Rows, reference_of

RENDERING = frozenset(
    """render render_to_string get_template select_template TemplateResponse SimpleTemplateResponse render_template
    render_to_response render_block_to_string""".split()  # noqa: SIM905
)
ATTRIBUTES = frozenset(
    ("template_name", "template", "success_template", "email_template_name", "subject_template_name")
)
TEMPLATE = re.compile(r"[\w.-]+(?:/[\w.-]+)*\.(?:html?|txt|jinja2?|j2|xml|mjml|md)")
APPLICATION = ("models.py", "views.py", "apps.py", "models/__init__.py", "views/__init__.py")
BY_CUSTOM = 0.5
MOST_SHARING = 4
"""Modules that share one template; what more of them render is a layout of all (chosen)."""


class Rendering(Struct, frozen=True, order=True):
    """One place that renders a template."""

    template: str
    source: str
    location: Location


def add_template_uses(program: Program, sites: Iterable[CallSite], rows: Rows) -> None:
    """Evidence of each template that is rendered for others than its application, or shared."""
    homes = _applications(program)
    every = frozenset(folder for folders in homes.values() for folder in folders)
    by_template: dict[str, list[Rendering]] = {}
    for one in sorted({*_called(program, sites), *_assigned(program)}):
        by_template.setdefault(one.template, []).append(one)
    for template, found in by_template.items():
        around = _home(template, homes)
        if around:
            own = [one.source for one in found if module_of(one.source).startswith(f"{around[-1]}/")]
            for one in found:
                if one.source not in own and _nearest(one, every) not in around:
                    _add(rows, one, own[0] if own else f"{around[-1]}/__init__.py")
        else:
            _share(rows, found)


def _share(rows: Rows, found: list[Rendering]) -> None:
    """What several modules render is taken for that of the one that renders it in most places."""
    places = Counter(module_of(one.source) for one in found)
    owner = min(places, key=lambda module: (-places[module], module))
    if 1 < len(places) <= MOST_SHARING:
        first = next(one for one in found if module_of(one.source) == owner)
        for one in found:
            if module_of(one.source) != owner:
                _add(rows, one, first.source)


def _add(rows: Rows, one: Rendering, target: str) -> None:
    detail = f"template {one.template}"
    rows.add(EvidenceKind.REFERENCES, one.source, target, one.location, detail, ("string",), BY_CUSTOM)


def _called(program: Program, sites: Iterable[CallSite]) -> Iterator[Rendering]:
    """`render(request, "orders/list.html")`, `render_template("orders/list.html")`."""
    for site in sites:
        if last_name(site.call.function) in RENDERING:
            given = (*site.call.arguments[:2], *(value for _, value in site.call.keywords))
            for expression in given:
                text = program.text(site.module.path, site.scope, expression)
                if text and not text.holes and TEMPLATE.fullmatch(text.value):
                    yield Rendering(text.value, site.source, site.location)


def _assigned(program: Program) -> Iterator[Rendering]:
    """`template_name = "orders/list.html"` in a class."""
    for path, module in program.modules.items():
        for assignment in module.facts.assignments if module.role is Role.PRODUCT else ():
            value = assignment.value
            is_named = assignment.scope and assignment.targets[0] in ATTRIBUTES
            if is_named and isinstance(value, Text) and not value.holes and TEMPLATE.fullmatch(value.value):
                source = reference_of(path, module.facts, assignment.scope)
                yield Rendering(value.value, source, Location(path, assignment.line))


def _applications(program: Program) -> dict[str, list[str]]:
    """The folders of applications of product code by their name, or of packages where no application is called so."""
    packages: dict[str, list[str]] = {}
    for path, module in program.modules.items():
        if module.role is Role.PRODUCT and module.is_package and (folder := dirname(path)):
            packages.setdefault(folder.rpartition("/")[2], []).append(folder)
    return {
        name: [one for one in folders if any(f"{one}/{file}" in program.modules for file in APPLICATION)] or folders
        for name, folders in packages.items()
    }


def _home(template: str, homes: dict[str, list[str]]) -> list[str]:
    """The folders that a template's folders name, outermost first: the last holds its application; none if none is."""
    found: list[str] = []
    for part in template.split("/")[:-1]:
        folders = [one for one in homes.get(part, []) if not found or one.startswith(f"{found[-1]}/")]
        if len(folders) != 1:
            break
        found.append(folders[0])
    return found


def _nearest(one: Rendering, applications: Collection[str]) -> str | None:
    """The innermost application that renders: what its own folder shows is its own, whatever subfolder it is kept in."""
    return next((folder for folder in upwards(dirname(module_of(one.source))) if folder in applications), None)
