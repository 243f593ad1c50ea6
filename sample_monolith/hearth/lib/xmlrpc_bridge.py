"""Bridge to the till software of the shop in Kassel, which closed in 2023.

Kept until somebody dares to delete it.
"""

import xmlrpc.client

ENDPOINT = "http://till.kassel.hearthside.invalid:8069/xmlrpc"

FIELD_MAP = {
    "default_code": "sku",
    "list_price": "price_cents",
    "qty_available": "on_hand",
}


def translate(record):
    """A record of the till -> our names; prices there are floats."""
    ours = {FIELD_MAP[name]: value for name, value in record.items() if name in FIELD_MAP}
    if "price_cents" in ours:
        ours["price_cents"] = round(ours["price_cents"] * 100)
    return ours


def fetch_changes(since, proxy=None):
    proxy = proxy or xmlrpc.client.ServerProxy(ENDPOINT)
    changed = proxy.execute("product.product", "search_changed", since.isoformat())
    return [translate(record) for record in changed]


def push_sale(order, proxy=None):
    proxy = proxy or xmlrpc.client.ServerProxy(ENDPOINT)
    lines = [(line.sku, line.quantity, line.unit_price_cents / 100) for line in order.lines]
    return proxy.execute("sale.order", "create_web", order.number, lines)
