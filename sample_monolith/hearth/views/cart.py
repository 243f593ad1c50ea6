"""Cart and checkout."""

from flask import Blueprint, jsonify, request

from hearth import db
from hearth.lib import helpers
from hearth.lib.auth import current_user, login_required
from hearth.lib.errors import Conflict
from hearth.lib.utm import parse_utm
from hearth.services import cart as carts
from hearth.services import checkout, payments, vouchers

bp = Blueprint("cart", __name__, url_prefix="/cart")


def shown(cart):
    user = current_user()
    country = user.customer.country if user and user.customer else helpers.setting("HOME_COUNTRY")
    return {"token": cart.token, "voucher": cart.voucher_code, **carts.totals(cart, country)}


@bp.post("")
def create():
    user = current_user()
    cart = carts.new_cart(user.customer if user else None, parse_utm(request.args))
    return jsonify(shown(cart)), 201


@bp.get("/<token>")
def show(token):
    return jsonify(shown(carts.by_token(token)))


@bp.put("/<token>/lines/<sku>")
def put(token, sku):
    quantity, = helpers.require(request.get_json(), "quantity")
    return jsonify(shown(carts.put(carts.by_token(token), sku, int(quantity))))


@bp.put("/<token>/voucher")
def set_voucher(token):
    cart = carts.by_token(token)
    code, = helpers.require(request.get_json(), "code")
    voucher = vouchers.find(code)
    if vouchers.discount(voucher, carts.totals(cart)["goods_cents"], cart.customer) == 0:
        raise Conflict("this voucher does not apply to your cart")
    cart.voucher_code = voucher.code
    db.session.commit()
    return jsonify(shown(cart))


@bp.post("/<token>/merge/<own>")
@login_required
def merge(token, own):
    return jsonify(shown(carts.merge(carts.by_token(token), carts.by_token(own))))


@bp.post("/<token>/checkout")
@login_required
def check_out(token):
    payload = request.get_json()
    address_id, = helpers.require(payload, "address_id")
    method = payload.get("payment_method", "invoice")
    order = checkout.place_order(carts.by_token(token), current_user().customer, int(address_id), method)
    answer = {"number": order.number, "total_cents": order.total_cents, "state": order.state}
    if method != "invoice":
        payment = payments.start(order, method)
        answer["pay_at"] = payments.gateway_url(payment)
    return jsonify(answer), 201
