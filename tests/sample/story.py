"""Three years of an invented company, as data: who worked there, what arrived when, what was changed together.

Out goes nothing but values; `make_history` turns them into commits. A file has one name for life here, the path it
has today; what it was called before is told by `MOVES`.
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
    """A commit that renames: today's path -> the path it gets on that day. `edited` are renamed with changes."""

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
    """Two files that change together though neither names the other; chances in 0…1 that one pulls the other."""

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

ARRIVALS = (
    Arrival(
        date(2022, 9, 5),
        JONAS,
        "The shop, first day",
        paths(
            "__init__ app config db lib/__init__ lib/helpers lib/errors lib/money models/core services/__init__"
            " views/__init__ requirements.txt tests/conftest.py t:api"
        ),
    ),
    Arrival(
        date(2022, 9, 12),
        AYLIN,
        "Cart and checkout",
        paths("services/cart services/checkout views/cart lib/order_numbers t:checkout"),
        paths("models/core app"),
    ),
    Arrival(
        date(2022, 9, 19),
        MARA,
        "Products to look at, with prices",
        paths("views/products services/pricing t:pricing"),
        paths("models/core app"),
    ),
    Arrival(
        date(2022, 10, 10),
        GRETA,
        "Invoices",
        paths("billing/invoices services/tax views/billing t:billing"),
        paths("models/core services/checkout app"),
    ),
    Arrival(
        date(2022, 10, 17),
        HENRIK,
        "Stock levels instead of a spreadsheet",
        paths("warehouse/stock views/warehouse t:warehouse"),
        paths("models/core services/checkout app"),
    ),
    Arrival(
        date(2022, 10, 24),
        JONAS,
        "Log in",
        paths("lib/auth lib/mailer views/auth"),
        paths("models/core app config"),
    ),
    Arrival(
        date(2022, 11, 7),
        AYLIN,
        "Orders have a life after checkout",
        paths("services/orders views/orders t:orders_and_returns"),
        paths("models/core app"),
    ),
    Arrival(
        date(2022, 11, 14),
        TOBIAS,
        "Search",
        paths("services/search t:catalog"),
        paths("views/products models/core"),
    ),
    Arrival(
        date(2022, 11, 28),
        INES,
        "Customer accounts",
        paths("accounts/profiles views/accounts t:customer_care"),
        paths("models/core app lib/auth"),
    ),
    Arrival(
        date(2022, 12, 5),
        JONAS,
        "A task queue, a small one",
        paths("tasks jobs/__init__ jobs/reindex t:lib"),
        paths("app config"),
    ),
    Arrival(
        date(2023, 1, 16),
        PIOTR,
        "Payments and a ledger",
        paths("services/payments billing/ledger scripts/ledger_export.py"),
        paths("models/core views/billing"),
    ),
    Arrival(
        date(2023, 1, 23),
        HENRIK,
        "Reservations and shipments",
        paths("warehouse/reservations services/shipping"),
        paths("models/core services/checkout services/orders"),
    ),
    Arrival(
        date(2023, 2, 7),
        JONAS,
        "models is a package now; what is easy to take out is out",
        paths(
            "models/__init__ models/user models/ordering models/support billing/models warehouse/models accounts/models"
        ),
        paths("db lib/auth services/orders"),
    ),
    Arrival(
        date(2023, 2, 20),
        WANDA,
        "Tickets",
        paths("services/tickets views/support"),
        paths("models/support app config"),
    ),
    Arrival(
        date(2023, 3, 6),
        PRIYA,
        "Newsletter and vouchers",
        paths("services/newsletters services/vouchers views/marketing models/marketing t:marketing"),
        paths("services/cart services/checkout models/__init__ app"),
    ),
    Arrival(
        date(2023, 3, 20),
        SAMUEL,
        "Returns",
        paths("services/returns"),
        paths("models/ordering views/orders t:orders_and_returns"),
    ),
    Arrival(
        date(2023, 4, 11),
        LUCIE,
        "Dunning, and the statement of the bank",
        paths("services/dunning jobs/bank_import"),
        paths("billing/models config t:billing"),
    ),
    Arrival(
        date(2023, 4, 24),
        GRETA,
        "Reports",
        paths(
            "reports/__init__ reports/sales reports/vat_return reports/board_pack hearth/reports/sql/board_pack.sql t:reports"
        ),
        paths("views/orders views/billing"),
    ),
    Arrival(
        date(2023, 5, 8),
        SAMUEL,
        "Wedding lists",
        paths("services/gift_registry views/gift_registry models/gifts t:gifts"),
        paths("app models/__init__ services/cart"),
    ),
    Arrival(
        date(2023, 5, 22),
        JONAS,
        "Talk to the till in Kassel",
        paths("lib/xmlrpc_bridge jobs/till_sync"),
        paths("config"),
    ),
    Arrival(
        date(2023, 6, 12),
        HENRIK,
        "Labels for three carriers",
        paths("services/carriers models/shipping"),
        paths("services/shipping models/core models/__init__ config"),
    ),
    Arrival(
        date(2023, 7, 10),
        WANDA,
        "Buy from suppliers",
        paths("services/purchasing jobs/replenishment"),
        paths("warehouse/models views/warehouse config"),
    ),
    Arrival(
        date(2023, 8, 21),
        LUCIE,
        "Refunds",
        paths("services/refunds"),
        paths("services/returns billing/invoices billing/models"),
    ),
    Arrival(
        date(2023, 9, 4),
        TOBIAS,
        "Price lists of suppliers as CSV",
        paths("services/product_import hearth/templates/supplier_price_list.csv"),
        paths("views/products t:catalog"),
    ),
    Arrival(date(2023, 9, 18), AYLIN, "A back office", paths("views/admin"), paths("app config lib/auth")),
    Arrival(
        date(2023, 10, 16),
        GRETA,
        "billing becomes a package",
        paths("billing/__init__"),
        paths("models/__init__"),
    ),
    Arrival(
        date(2023, 11, 20),
        JONAS,
        "One nightly run instead of nine cron lines",
        paths("jobs/nightly jobs/cart_cleanup jobs/price_changes"),
        paths("config tasks"),
    ),
    Arrival(
        date(2023, 12, 4),
        PIOTR,
        "Open items as a view",
        paths("hearth/reports/sql/v_open_items.sql"),
        paths("db reports/vat_return reports/board_pack"),
    ),
    Arrival(
        date(2023, 12, 11),
        TOBIAS,
        "A feed for comparison sites",
        paths("catalog/feeds"),
        paths("views/products t:catalog"),
    ),
    Arrival(
        date(2024, 1, 15),
        INES,
        "Promises of support, and mail that becomes tickets",
        paths("services/sla jobs/mailbox"),
        paths("services/tickets models/support config t:customer_care"),
    ),
    Arrival(
        date(2024, 2, 5),
        MARA,
        "Reviews; categories and price lists leave models.core",
        paths("services/reviews models/catalog"),
        paths("models/core models/__init__ views/products services/pricing"),
    ),
    Arrival(
        date(2024, 3, 12), HENRIK, "Recount the stock after yesterday's crash", paths("scripts/recount.py")
    ),
    Arrival(
        date(2024, 3, 25),
        HENRIK,
        "warehouse becomes a package",
        paths("warehouse/__init__"),
        paths("models/__init__"),
    ),
    Arrival(
        date(2024, 4, 8),
        PRIYA,
        "Loyalty points and campaigns that send themselves",
        paths("services/loyalty jobs/campaign_send"),
        paths("models/marketing views/marketing services/checkout config"),
    ),
    Arrival(
        date(2024, 5, 6),
        INES,
        "accounts becomes a package; requests under the privacy law",
        paths("accounts/__init__ services/privacy"),
        paths("models/support views/accounts models/__init__"),
    ),
    Arrival(
        date(2024, 6, 3),
        PRIYA,
        "Segments, and what a campaign brought in",
        paths("services/segments reports/campaign_roi lib/utm"),
        paths("views/marketing views/cart models/ordering"),
    ),
    Arrival(
        date(2024, 7, 8),
        MARA,
        "What gathers dust",
        paths("reports/assortment"),
        paths("views/admin t:reports"),
    ),
    Arrival(
        date(2024, 7, 15),
        WANDA,
        "Reports for the warehouse and for support",
        paths("reports/stock_value reports/support_load"),
        paths("views/warehouse views/support t:reports"),
    ),
    Arrival(date(2024, 8, 12), AYLIN, "Who is asked about what", paths("CODEOWNERS pytest.ini")),
    Arrival(date(2024, 9, 9), TOBIAS, "catalog becomes a package, or begins to", paths("catalog/__init__")),
    Arrival(
        date(2024, 10, 7),
        MARA,
        "Remind people of their carts",
        paths("jobs/cart_reminders"),
        paths("models/ordering config t:marketing"),
    ),
    Arrival(
        date(2024, 11, 11), SAMUEL, "Reports by name", paths("reports/runner"), paths("views/admin t:reports")
    ),
)

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


def read_themes(path: Path) -> tuple[Theme, ...]:
    """The themes of a TOML file, in its order."""
    data: dict[str, list[dict[str, Any]]] = tomllib.loads(
        path.read_text(encoding="utf-8")
    )  # Any: TOML has no types of ours
    return tuple(
        Theme(t["team"], t["since"], LAST_DAY, paths(t["files"]), tuple(t["features"])) for t in data["theme"]
    )


THEMES = read_themes(Path(__file__).with_name("themes.toml"))

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
