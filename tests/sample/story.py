"""Three years of an invented company, as data: who worked there, what arrived, what changed together.

The commits in which files arrive and the work that keeps coming back are in `story.toml`; the rest is here.
Out go nothing but values; `make_history` turns them into commits. A file has one name for life, the path it
has today; what it was called before is told by `BORN_AS` and `MOVES`.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

SEED = 20220905
FIRST_TICKET = 11
LAST_DAY = date(2025, 9, 26)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who commits; `until` is the last day of those who left."""

    name: str
    team: str
    since: date
    until: date = LAST_DAY

    @property
    def mail(self) -> str:
        """First name at the company."""
        return self.name.split()[0].lower() + "@hearthside.example"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A commit in which files come to be (and a few old ones are changed to make room)."""

    day: date
    author: str
    subject: str
    files: tuple[str, ...]
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A commit that renames: today's path, the path it gets on that day. `edited` also change."""

    day: date
    author: str
    subject: str
    renamed: tuple[tuple[str, str], ...]
    edited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Removal:
    """A commit in which files go for good."""

    day: date
    author: str
    subject: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sweep:
    """A commit that touches every file there is; `share` is the part of the lines it changes, 0…1."""

    day: date
    author: str
    subject: str
    share: float


@dataclass(frozen=True, slots=True)
class Theme:
    """Work that keeps coming back: a team, the files it is about, one subject per feature."""

    team: str
    since: date
    until: date
    files: tuple[str, ...]
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files that change together though neither imports the other; chances, 0…1, that one pulls."""

    first: str
    second: str
    first_pulls_second: float
    second_pulls_first: float


def paths(words: str) -> tuple[str, ...]:
    """'services/cart t:checkout scripts/recount.py' -> paths: in hearth/, of a test, as they are."""
    return tuple(path_of(word) for word in words.split())


def path_of(word: str) -> str:
    """One word of `paths`."""
    if word.startswith("t:"):
        return f"tests/test_{word[2:]}.py"
    return word if "." in word or word.isupper() else f"hearth/{word}.py"


JONAS, AYLIN, SAMUEL = "Jonas Weber", "Aylin Demir", "Samuel Okafor"
MARA, TOBIAS, PRIYA = "Mara Lindqvist", "Tobias Ernst", "Priya Raman"
GRETA, PIOTR, LUCIE = "Greta Hofmann", "Piotr Nowak", "Lucie Bernard"
INES, HENRIK, WANDA = "Ines Calderon", "Henrik Dahl", "Wanda Krol"

PEOPLE = (
    Person(JONAS, "checkout", date(2022, 9, 1), date(2024, 2, 29)),  # the founder; most of models.core is his
    Person(AYLIN, "checkout", date(2022, 9, 1)),
    Person(SAMUEL, "checkout", date(2023, 3, 1)),
    Person(MARA, "storefront", date(2022, 9, 1)),
    Person(TOBIAS, "storefront", date(2022, 11, 1)),
    Person(PRIYA, "storefront", date(2023, 3, 1), date(2024, 10, 31)),
    Person(GRETA, "finance", date(2022, 10, 1)),
    Person(PIOTR, "finance", date(2023, 1, 1)),
    Person(LUCIE, "finance", date(2023, 4, 1)),
    Person(HENRIK, "operations", date(2022, 10, 1)),
    Person(INES, "operations", date(2022, 11, 15)),
    Person(WANDA, "operations", date(2023, 2, 1)),
)

BOT = "dependabot[bot]"
BOT_MAIL = "dependabot@bots.example"

# the paths of the files that were born under another name; today's path -> first path
BORN_AS = {
    "hearth/models/core.py": "hearth/models.py",
    "hearth/lib/helpers.py": "hearth/utils.py",
    "hearth/billing/invoices.py": "hearth/services/invoices.py",
    "hearth/billing/ledger.py": "hearth/services/ledger.py",
    "hearth/billing/models.py": "hearth/models/billing.py",
    "hearth/warehouse/stock.py": "hearth/services/stock.py",
    "hearth/warehouse/reservations.py": "hearth/services/reservations.py",
    "hearth/warehouse/models.py": "hearth/models/warehouse.py",
    "hearth/accounts/profiles.py": "hearth/services/customers.py",
    "hearth/accounts/models.py": "hearth/models/accounts.py",
    "hearth/catalog/feeds.py": "hearth/services/feeds.py",
    "hearth/services/carriers.py": "hearth/services/shipping_labels.py",
    "hearth/reports/campaign_roi.py": "hearth/reports/newsletter_report.py",
    "hearth/jobs/mailbox.py": "hearth/jobs/mail_import.py",
    "hearth/lib/utm.py": "hearth/lib/tracking.py",
    "tests/test_warehouse.py": "tests/test_stock.py",
}


def home(*files: str) -> tuple[tuple[str, str], ...]:
    """Files that get, in one move, the paths they have today."""
    return tuple((file, file) for file in files)


MOVES = (
    Move(
        date(2022, 12, 12),
        JONAS,
        "utils was not a name; lib/helpers is not either, but it is a folder",
        home("hearth/lib/helpers.py"),
    ),
    Move(date(2023, 2, 6), JONAS, "models.py becomes models/core.py", home("hearth/models/core.py")),
    Move(
        date(2023, 8, 7),
        HENRIK,
        "Carriers are more than their labels",
        home("hearth/services/carriers.py"),
        paths("services/carriers"),
    ),
    Move(
        date(2023, 10, 17),
        GRETA,
        "Invoices, ledger and models move into billing",
        home("hearth/billing/invoices.py", "hearth/billing/ledger.py", "hearth/billing/models.py"),
        paths("billing/invoices"),
    ),
    Move(
        date(2024, 3, 26),
        HENRIK,
        "Stock and reservations move into warehouse",
        home(
            "hearth/warehouse/stock.py",
            "hearth/warehouse/reservations.py",
            "hearth/warehouse/models.py",
            "tests/test_warehouse.py",
        ),
        paths("warehouse/stock t:warehouse"),
    ),
    Move(
        date(2024, 5, 7),
        INES,
        "Customers move into accounts",
        home("hearth/accounts/profiles.py", "hearth/accounts/models.py"),
        paths("accounts/profiles"),
    ),
    Move(date(2024, 9, 10), TOBIAS, "Feeds move into catalog", home("hearth/catalog/feeds.py")),
    Move(date(2024, 9, 30), WANDA, "The mail import is a mailbox", home("hearth/jobs/mailbox.py")),
    Move(
        date(2024, 11, 25),
        MARA,
        "Call the reports what they are",
        home("hearth/reports/campaign_roi.py", "hearth/lib/utm.py"),
        paths("reports/campaign_roi"),
    ),
)

REMOVALS = (
    Removal(
        date(2023, 11, 6),
        SAMUEL,
        "Switch the wedding lists off",
        paths("views/gift_registry models/gifts t:gifts"),
    ),
    Removal(date(2023, 12, 18), JONAS, "The till in Kassel is closed", paths("jobs/till_sync")),
)

SWEEPS = (
    Sweep(date(2024, 8, 19), AYLIN, "Reformat everything with black", 0.4),
    Sweep(date(2025, 2, 10), SAMUEL, "Licence header on top of every file, as legal wants it", 0.05),
    Sweep(date(2025, 3, 3), SAMUEL, "Licence headers out again, legal has changed its mind", 0.05),
)

PAIRS = (
    Pair("hearth/templates/supplier_price_list.csv", "hearth/services/product_import.py", 1.0, 0.85),
    Pair("scripts/ledger_export.py", "hearth/billing/ledger.py", 1.0, 0.9),
    Pair("hearth/reports/assortment.py", "hearth/warehouse/models.py", 0.8, 0.8),
    Pair("hearth/services/privacy.py", "hearth/models/marketing.py", 0.75, 0.85),
    Pair("hearth/lib/utm.py", "hearth/reports/campaign_roi.py", 1.0, 0.7),
    Pair("hearth/reports/sql/v_open_items.sql", "hearth/services/dunning.py", 1.0, 0.7),
    Pair("hearth/jobs/nightly.py", "hearth/config.py", 0.95, 0.5),
)


# Any: TOML has no types of ours
TOLD: dict[str, list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("story.toml").read_text(encoding="utf-8")
)
ARRIVALS = tuple(
    Arrival(a["day"], a["author"], a["subject"], paths(a["files"]), paths(a.get("changed", "")))
    for a in TOLD["arrival"]
)
THEMES = tuple(Theme(t["team"], t["since"], LAST_DAY, paths(t["files"]), tuple(t["features"])) for t in TOLD["theme"])

FOLLOW_UPS = (
    "tests",
    "after review",
    "rounding",
    "old data",
    "log more",
    "fix for empty lists",
    "names",
    "error message",
    "second try",
)

# what anybody may touch on the way, and how often a commit does
PASSING_BY = paths("lib/helpers models/core models/user views/admin config lib/errors")
PASSING_BY_CHANCE = 0.09

BUMPS = (
    "flask from 2.2.2 to 2.2.3",
    "sqlalchemy from 1.4.41 to 1.4.46",
    "flask from 2.2.3 to 2.3.2",
    "pytest from 7.1 to 7.4",
    "sqlalchemy from 1.4.46 to 2.0.19",
    "werkzeug from 2.2 to 2.3",
    "flask from 2.3.2 to 3.0.0",
    "pytest from 7.4 to 8.0",
    "sqlalchemy from 2.0.19 to 2.0.25",
    "jinja2 from 3.1.2 to 3.1.3",
    "flask from 3.0.0 to 3.0.3",
    "werkzeug from 3.0.1 to 3.0.3",
    "sqlalchemy from 2.0.25 to 2.0.36",
    "pytest from 8.0 to 8.3",
    "flask from 3.0.3 to 3.1.0",
    "jinja2 from 3.1.3 to 3.1.5",
    "werkzeug from 3.0.3 to 3.1.3",
    "sqlalchemy from 2.0.36 to 2.0.40",
)

MERGED_BRANCHES = 27
