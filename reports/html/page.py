"""A Decomposition comes in; out goes the page: one HTML document that needs no network and runs only its own scripts."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from decompose.result.areas import areas_of
from decompose.result.decomposition import Decomposition
from decompose.result.links import address, link_of
from decompose.result.plain import plain
from decompose.result.scorecard import Scorecard, scorecard_of

from . import formats
from .atlas import atlas_of
from .context_map import map_view
from .contexts import context_views
from .data import page_data
from .embedding import csp_hash
from .glossary import GLOSSARY
from .hidden import hidden_view
from .ledger import ledger_view
from .matrix import crossings, matrix_view, partition_order
from .outside import outside_view
from .over_time import trend_view
from .ownership import ownership_view
from .people import people_view
from .quality import quality_of
from .steps import plan_view
from .summary import summary_of
from .transactions import transaction_views

if TYPE_CHECKING:
    from jinja2 import Environment

SHOWN = {"steps": 24, "cards": 24, "transactions": 8, "calls": 8, "rows": 40}
"""How many of each stand open on the page; the rest is folded away or scrolls, so that 400 contexts do not bury the ledger."""

MOST = 1_450_000  # bytes of the document: opens at once, can be mailed
LEAST_DATA = 300_000
AMPLE_DATA = 900_000
"""Where a long plan leaves less than the least, the document is over the limit anyway: then evidence gets what it needs. The
least alone left one row to a boundary of 1,136 cuts in saleor."""


def page(decomposition: Decomposition) -> str:
    """The report as one document; the same result gives the same text."""
    from markupsafe import Markup

    atlas, found = atlas_of(decomposition), crossings(decomposition)
    order = partition_order(decomposition, found)
    style, script = _joined(".css"), _joined(".js")
    environment = _environment(link_of(decomposition))
    readable = environment.get_template("page.jinja").render(
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704 - our own file, hashed in the policy
        of=decomposition,
        system=decomposition.run.system or "this system",
        summary=summary_of(decomposition, atlas),
        plan=plan_view(decomposition, atlas),
        map=map_view(decomposition, atlas, order),
        contexts=context_views(decomposition, atlas),
        areas=[(area, [atlas.ref(each) for each in area.contexts]) for area in areas_of(decomposition)],
        measures=_measures(decomposition),
        ownership=ownership_view(decomposition, atlas),
        matrix=matrix_view(decomposition, atlas, found, order),
        ledger=ledger_view(decomposition, atlas),
        hidden=hidden_view(decomposition, atlas),
        transactions=transaction_views(decomposition, atlas),
        outside=outside_view(decomposition, atlas),
        people=people_view(decomposition, atlas),
        over_time=trend_view(decomposition, atlas),
        quality=quality_of(decomposition),
        glossary=GLOSSARY,
        SHOWN=SHOWN,
    )
    left = MOST - len(readable.encode()) - len(script)
    room = left if left >= LEAST_DATA else AMPLE_DATA
    return readable + environment.get_template("scripts.jinja").render(
        data=Markup(page_data(decomposition, atlas, found, order, room)),  # noqa: S704 - escaped for this place by json_block
        script=Markup(script),  # noqa: S704 - our own file, hashed in the policy
    )


def _measures(decomposition: Decomposition) -> Scorecard:
    measures = decomposition.catalog.measures
    return scorecard_of(measures) if measures else Scorecard((), ())


def _environment(link: str) -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("decompose.reports.html"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: plain(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        name: getattr(formats, name) for name in ("count", "share", "figure", "grade", "coordinate", "plural")
    }
    environment.filters["address"] = lambda place: _address(link, place)
    return environment


def _address(link: str, place: str) -> str:
    """Where a place (`path:line`, or a path) is shown; "" without a link."""
    path, _, line = place.rpartition(":")
    return (
        (address(link, path, int(line)) if path and line.isdecimal() else address(link, place))
        if link and place
        else ""
    )


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; script-src {csp_hash(script)}; style-src {csp_hash(style)}; img-src data:; "
        "font-src 'none'; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _joined(suffix: str) -> str:
    """All static files of one kind in the order of their names; scripts share one closed scope."""
    found = sorted((file for file in _static().iterdir() if file.name.endswith(suffix)), key=lambda file: file.name)
    text = "\n".join(file.read_text(encoding="utf-8").strip() for file in found)
    return f'(() => {{\n"use strict";\n{text}\n}})();' if suffix == ".js" else text


def _static() -> Traversable:
    return files("decompose.reports.html") / "static"
