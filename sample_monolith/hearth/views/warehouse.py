"""The warehouse: picking, packing, receiving, counting."""

from flask import Blueprint, Response, jsonify, request

from hearth import db
from hearth.lib import helpers
from hearth.lib.auth import audit, current_user, permission_required
from hearth.models.core import StockLevel, Variant
from hearth.models.shipping import Shipment
from hearth.reports import stock_value
from hearth.services import orders, purchasing, shipping
from hearth.warehouse import reservations, stock
from hearth.warehouse.models import PurchaseOrder, Supplier

bp = Blueprint("warehouse", __name__, url_prefix="/warehouse")


def shipment_data(shipment):
    return {
        "id": shipment.id,
        "order": shipment.order.number,
        "carrier": shipment.carrier,
        "state": shipment.state,
        "weight_grams": shipment.weight_grams,
        "tracking": [p.tracking_code for p in shipment.parcels],
    }


@bp.get("/<int:warehouse_id>/pick-list")
@permission_required("warehouse.pick")
def pick_list(warehouse_id):
    return jsonify(lines=reservations.pick_list(warehouse_id))


@bp.post("/<int:warehouse_id>/pack/<number>")
@permission_required("warehouse.pick")
def pack(warehouse_id, number):
    express = bool((request.get_json(silent=True) or {}).get("express"))
    shipment = shipping.pack(orders.by_number(number), warehouse_id, express, current_user())
    return jsonify(shipment_data(shipment)), 201


@bp.get("/shipments/<int:shipment_id>/labels")
@permission_required("warehouse.pick")
def labels(shipment_id):
    shipment = db.get_or_404(Shipment, shipment_id)
    return Response("\f".join(p.label for p in shipment.parcels), mimetype="text/plain")


@bp.post("/shipments/<int:shipment_id>/hand-over")
@permission_required("warehouse.pick")
def hand_over(shipment_id):
    return jsonify(shipment_data(shipping.hand_over(db.get_or_404(Shipment, shipment_id))))


@bp.get("/stock/<sku>")
@permission_required("warehouse.read")
def stock_of(sku):
    levels = StockLevel.query.join(Variant).filter(Variant.sku == sku).all()
    return jsonify(sku=sku, levels=[
        {"warehouse": level.warehouse.code, "on_hand": level.on_hand, "available": level.available}
        for level in levels
    ])


@bp.post("/stock/levels/<int:level_id>/count")
@permission_required("warehouse.count")
def count(level_id):
    level = db.get_or_404(StockLevel, level_id)
    counted, = helpers.require(request.get_json(), "counted")
    return jsonify(difference=stock.count(level, int(counted), current_user()))


@bp.post("/purchase-orders")
@permission_required("purchasing.edit")
def create_purchase_order():
    payload = request.get_json()
    supplier_id, warehouse_id, lines = helpers.require(payload, "supplier_id", "warehouse_id", "lines")
    items = []
    for line in lines:
        variant = Variant.query.filter_by(sku=line["sku"]).one()
        items.append((variant.id, int(line["quantity"]), int(line["unit_cost_cents"])))
    order = purchasing.draft(db.get_or_404(Supplier, int(supplier_id)), int(warehouse_id), items, current_user())
    return jsonify(id=order.id, number=order.number, total_cents=order.total_cents), 201


@bp.post("/purchase-orders/<int:order_id>/send")
@permission_required("purchasing.edit")
def send_purchase_order(order_id):
    order = purchasing.send(db.get_or_404(PurchaseOrder, order_id))
    audit("purchase_order.send", order, current_user())
    db.session.commit()
    return jsonify(number=order.number, expected_on=order.expected_on.isoformat())


@bp.post("/purchase-orders/<int:order_id>/receive")
@permission_required("warehouse.receive")
def receive(order_id):
    delivered = {int(line): int(pieces) for line, pieces in request.get_json()["delivered"].items()}
    user = current_user()
    db.session.commit()  # receive_goods begins its own transaction
    return jsonify(purchasing.receive_goods(order_id, delivered, user))


@bp.get("/value")
@permission_required("warehouse.read")
def value():
    return jsonify(warehouses=stock_value.by_warehouse())
