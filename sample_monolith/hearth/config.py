"""Settings. Everything that differs between the shop, the staging area and the tests."""

import os


class Config:
    DATABASE_URL = os.environ.get("HEARTH_DATABASE_URL", "sqlite://")
    SECRET_KEY = os.environ.get("HEARTH_SECRET_KEY", "not-a-secret")

    # The blueprints of the HTTP API; loaded one by one in app.create_app.
    BLUEPRINTS = [
        ("hearth.views.auth", "bp"),
        ("hearth.views.products", "bp"),
        ("hearth.views.cart", "bp"),
        ("hearth.views.orders", "bp"),
        ("hearth.views.billing", "bp"),
        ("hearth.views.warehouse", "bp"),
        ("hearth.views.accounts", "bp"),
        ("hearth.views.support", "bp"),
        ("hearth.views.marketing", "bp"),
        ("hearth.views.admin", "bp"),
    ]

    # Modules whose import registers background tasks. A job that is missing here never runs,
    # and nobody notices until the end of the month (SHOP-611).
    TASK_MODULES = [
        "hearth.jobs.reindex",
        "hearth.jobs.price_changes",
        "hearth.jobs.cart_cleanup",
        "hearth.jobs.bank_import",
        "hearth.jobs.replenishment",
        "hearth.jobs.mailbox",
        "hearth.jobs.campaign_send",
        "hearth.jobs.cart_reminders",
        "hearth.jobs.nightly",
        "hearth.billing.invoices",
        "hearth.services.dunning",
        "hearth.services.shipping",
        "hearth.services.loyalty",
        "hearth.services.sla",
    ]

    # Carrier code -> class that prints labels and knows the tariff.
    CARRIERS = {
        "parcelpost": "hearth.services.carriers.ParcelPost",
        "blitz": "hearth.services.carriers.BlitzCourier",
        "freight": "hearth.services.carriers.FreightForwarder",
    }

    CHECKOUT_TAX_CALCULATOR = "hearth.services.tax.TaxCalculator"

    HOME_COUNTRY = "DE"
    CURRENCY = "EUR"
    PAGE_SIZE = 25

    CART_LIFETIME_DAYS = 30
    RESERVATION_MINUTES = 45
    RETURN_WINDOW_DAYS = 30
    PAYMENT_TERMS_DAYS = 14
    FREE_SHIPPING_FROM_CENTS = 8000

    MAIL_SENDER = "Hearthside <hello@hearthside.example>"
    DPO_MAIL = "privacy@hearthside.example"


class TestConfig(Config):
    DATABASE_URL = "sqlite://"
    TESTING = True
