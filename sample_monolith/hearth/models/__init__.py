"""All models in one place, so that the metadata is complete and string references resolve."""

from hearth.accounts.models import Address, CustomerNote
from hearth.billing.models import (
    CreditNote,
    DunningNotice,
    LedgerEntry,
    Payment,
    TaxRate,
)
from hearth.models.catalog import Category, PriceChange, PriceEntry, Review, SearchTerm
from hearth.models.core import (
    Customer,
    Invoice,
    InvoiceLine,
    Order,
    OrderLine,
    Product,
    StockLevel,
    Variant,
)
from hearth.models.marketing import (
    Campaign,
    CampaignSend,
    LoyaltyEntry,
    NewsletterSubscription,
    Voucher,
    VoucherRedemption,
)
from hearth.models.ordering import Cart, CartLine, OrderEvent, Return, ReturnLine
from hearth.models.shipping import Parcel, Shipment
from hearth.models.support import Macro, PrivacyRequest, Ticket, TicketMessage
from hearth.models.user import AuditLog, NumberSequence, Role, User, user_roles
from hearth.warehouse.models import (
    PurchaseOrder,
    PurchaseOrderLine,
    Reservation,
    StockMovement,
    Supplier,
    Warehouse,
)

__all__ = [name for name in dir() if name[0].isupper()] + ["user_roles"]
