"""Things everybody needs. If you do not know where to put it, it ends up here."""

import csv
import hashlib
import io
import re
import unicodedata
from datetime import date, datetime, timedelta, timezone

from hearth import db
from hearth.lib.errors import Invalid

_settings = {}
_frozen_now = None


def use_settings(settings):
    global _settings
    _settings = settings


def setting(name, default=None):
    if name in _settings:
        return _settings[name]
    from hearth.config import Config

    return getattr(Config, name, default)


# -- time -----------------------------------------------------------------------------------------

def utcnow():
    """Naive UTC, as the database stores it."""
    if _frozen_now is not None:
        return _frozen_now
    return datetime.now(timezone.utc).replace(tzinfo=None)


def today():
    return utcnow().date()


def freeze(moment):
    """For tests and for re-running a nightly job of a day that failed."""
    global _frozen_now
    _frozen_now = moment


def parse_date(text):
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%Y%m%d"):
        try:
            return datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
    raise Invalid(f"not a date: {text}")


def add_workdays(start, days):
    """Monday to Friday; public holidays are ignored on purpose, carriers differ."""
    current = start
    while days > 0:
        current += timedelta(days=1)
        if current.weekday() < 5:
            days -= 1
    return current


def month_bounds(year, month):
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return first, following


# -- text -----------------------------------------------------------------------------------------

def slugify(text):
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def normalize_email(text):
    text = (text or "").strip().lower()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise Invalid("not an e-mail address", value=text)
    return text


def token_for(*parts):
    return hashlib.sha256(":".join(str(p) for p in parts).encode()).hexdigest()[:32]


def mask(text, keep=3):
    return text[:keep] + "*" * max(0, len(text) - keep)


# -- collections and files ---------------------------------------------------------------------------

def chunked(items, size):
    items = list(items)
    for start in range(0, len(items), size):
        yield items[start:start + size]


def to_csv(header, lines):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(header)
    for line in lines:
        writer.writerow(["" if value is None else value for value in line])
    return out.getvalue()


def read_csv(text):
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def paginate(query, page=1, size=None):
    size = size or setting("PAGE_SIZE")
    page = max(1, int(page))
    return query.limit(size).offset((page - 1) * size).all()


def require(payload, *names):
    missing = [name for name in names if payload.get(name) in (None, "")]
    if missing:
        raise Invalid("missing: " + ", ".join(missing), fields=missing)
    return [payload[name] for name in names]


# -- numbers ----------------------------------------------------------------------------------------

def next_number(series):
    """The next number of a gapless series ('order', 'invoice', 'credit_note', 'purchase_order')."""
    from hearth.models.user import NumberSequence

    sequence = db.session.get(NumberSequence, series)
    if sequence is None:
        sequence = NumberSequence(series=series, last=0)
        db.session.add(sequence)
    sequence.last += 1
    db.session.flush()
    return sequence.last
