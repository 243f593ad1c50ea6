"""Customer profiles: sign-up, addresses, notes, duplicates."""

from sqlalchemy import func

from hearth import db
from hearth.accounts.models import Address, CustomerNote
from hearth.lib import helpers
from hearth.lib.auth import hash_password
from hearth.lib.errors import Conflict, Invalid, NotFound
from hearth.models.core import Customer, Order
from hearth.models.support import Ticket
from hearth.models.user import User
from hearth.services.tax import plausible_vat_id

MOST_ADDRESSES = 12
POSTCODE_DIGITS = {"DE": 5, "AT": 4, "CH": 4}


def customer_number(customer):
    return f"K{10000 + customer.id}"


def sign_up(email, password, name, kind="private", vat_id=None, country="DE"):
    """A login and a customer. Somebody who ordered as a guest finds the old orders again."""
    email = helpers.normalize_email(email)
    if User.query.filter_by(email=email).first():
        raise Conflict("there is an account with this address")
    if len(password) < 10:
        raise Invalid("at least ten characters")
    if kind == "business" and vat_id and not plausible_vat_id(vat_id):
        raise Invalid("not a VAT number", vat_id=vat_id)
    user = User(
        email=email, name=name, password_hash=hash_password(password, email), created_at=helpers.utcnow(),
    )
    customer = Customer.query.filter_by(email=email, user_id=None, erased_at=None).first()
    if customer is None:
        customer = Customer(name=name, email=email, kind=kind, vat_id=vat_id, country=country)
        customer.created_at = helpers.utcnow()
        db.session.add(customer)
    customer.user = user
    db.session.add(user)
    db.session.flush()
    customer.number = customer.number or customer_number(customer)
    db.session.commit()
    return customer


def check_postcode(postcode, country):
    digits = POSTCODE_DIGITS.get(country)
    if digits and not (postcode.isdigit() and len(postcode) == digits):
        raise Invalid(f"{postcode} is not a postcode of {country}")


def add_address(customer, recipient, street, postcode, city, country="DE", kind="shipping"):
    active = [a for a in customer.addresses if not a.archived]
    if len(active) >= MOST_ADDRESSES:
        raise Conflict("that is enough addresses")
    check_postcode(postcode, country)
    address = Address(
        customer=customer, recipient=recipient, street=street, postcode=postcode, city=city, country=country,
        kind=kind, is_default=not any(a.kind == kind for a in active),
    )
    db.session.add(address)
    db.session.commit()
    return address


def remove_address(customer, address_id):
    """An address somebody was shipped to stays, archived; others go."""
    address = next((a for a in customer.addresses if a.id == address_id), None)
    if address is None:
        raise NotFound("no such address")
    if Order.query.filter_by(shipping_address_id=address.id).first():
        address.archived, address.is_default = True, False
    else:
        db.session.delete(address)
    db.session.commit()


def add_note(customer, text, author, pinned=False):
    note = CustomerNote(
        customer_id=customer.id, author_id=author.id, text=text.strip(), pinned=pinned, written_at=helpers.utcnow(),
    )
    db.session.add(note)
    db.session.commit()
    return note


def likely_duplicates(customer):
    """Same name and postcode under another mail address."""
    postcodes = [a.postcode for a in customer.addresses]
    query = (
        Customer.query.join(Address)
        .filter(
            Customer.id != customer.id,
            Customer.erased_at.is_(None),
            func.lower(Customer.name) == customer.name.lower(),
            Address.postcode.in_(postcodes),
        )
    )
    return query.order_by(Customer.id).all()


def merge(kept, other, user):
    """Everything support sees of the other moves to the one kept."""
    if other.user_id is not None and kept.user_id is not None:
        raise Conflict("both have a login; ask which one to keep")
    for address in list(other.addresses):
        address.customer = kept
    Ticket.query.filter_by(customer_id=other.id).update({"customer_id": kept.id})
    Order.query.filter_by(customer_id=other.id).update({"customer_id": kept.id})
    CustomerNote.query.filter_by(customer_id=other.id).update({"customer_id": kept.id})
    other.block(f"merged into {kept.number}")
    add_note(kept, f"merged with {other.number} {other.email}", user)
    return kept
