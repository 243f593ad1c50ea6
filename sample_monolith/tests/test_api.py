from hearth.services import search, tickets
from hearth.tasks import run_pending


def test_customer_journey_from_cart_to_return(api, shop):
    search.rebuild_index()
    assert api(None, "get", "/search?q=skillet")[1]["products"][0]["slug"] == "cast-iron-skillet"
    token = api("anna", "post", "/cart?utm_source=fb")[1]["token"]
    status, cart = api("anna", "put", f"/cart/{token}/lines/PAN-24", {"quantity": 2})
    assert (status, cart["total_cents"]) == (200, 9980)
    address = api("anna", "get", "/account")[1]["addresses"][0]["id"]
    status, order = api("anna", "post", f"/cart/{token}/checkout", {"address_id": address})
    assert status == 201
    run_pending()
    number = order["number"]
    status, shipment = api("boss", "post", f"/warehouse/{shop.kassel.id}/pack/{number}", {})
    assert status == 201
    api("boss", "post", f"/warehouse/shipments/{shipment['id']}/hand-over")
    assert "34117" in api("boss", "get", f"/warehouse/shipments/{shipment['id']}/labels")[1]
    status, announced = api("anna", "post", f"/orders/{number}/returns", {"reason": "damaged", "lines": {"1": 1}})
    assert status == 201
    unpacked = api("boss", "post", f"/staff/returns/{announced['id']}/unpack",
                   {"conditions": {"1": "damaged"}, "warehouse_id": shop.kassel.id})
    assert unpacked[1]["refund_cents"] == 4990
    assert api("boss", "post", f"/staff/returns/{announced['id']}/accept")[1]["state"] == "accepted"
    shown = api("anna", "get", f"/orders/{number}")[1]
    assert [e["kind"] for e in shown["timeline"]][-1] == "refunded"
    assert api("anna", "get", "/invoices")[1]["invoices"][0]["open_cents"] == 4990


def test_login_gives_a_token(api):
    assert api(None, "post", "/login", {"email": "anna@mail.example", "password": "wrong"})[0] == 401
    status, data = api(None, "post", "/login", {"email": "anna@mail.example", "password": "correct horse"})
    assert (status, data["name"]) == (200, "Anna")
    assert api(data["token"], "get", "/whoami")[1]["staff"] is False
    assert api(data["token"], "post", "/logout")[0] == 204


def test_permissions_are_checked(api, shop):
    assert api(None, "get", "/admin/")[0] == 401
    assert api("anna", "get", "/admin/")[0] == 403
    assert api("agent", "get", "/staff/support-load")[0] == 200
    assert api("agent", "get", "/staff/vat/2025/3")[0] == 403
    assert api("boss", "put", f"/staff/users/{shop.agent.id}/roles", {"roles": ["boss"]})[0] == 200


def test_strangers_do_not_see_my_order(api, shop):
    order = shop.order(PAN_24=1)
    assert api("bistro", "get", f"/orders/{order.number}")[0] == 404
    assert api("bistro", "get", f"/invoices/{order.invoices[0].number}.txt")[0] == 404
    assert "Total 54,80 EUR" in api("anna", "get", f"/invoices/{order.invoices[0].number}.txt")[1]


def test_purchase_order_over_the_api(api, shop):
    body = {"supplier_id": shop.supplier.id, "warehouse_id": shop.kassel.id,
            "lines": [{"sku": "PAN-24", "quantity": 6, "unit_cost_cents": 1900}]}
    order = api("boss", "post", "/warehouse/purchase-orders", body)[1]
    api("boss", "post", f"/warehouse/purchase-orders/{order['id']}/send")
    received = api("boss", "post", f"/warehouse/purchase-orders/{order['id']}/receive", {"delivered": {"1": 6}})
    assert received[1] == {"state": "received", "value_cents": 11400}
    assert api("boss", "get", "/warehouse/stock/PAN-24")[1]["levels"][0]["on_hand"] == 16


def test_tickets_over_the_api(api, shop):
    ticket = api("anna", "post", "/tickets", {"subject": "Rust", "body": "My pan rusts"})[1]
    assert ticket["topic"] == "product"
    answered = api("agent", "post", f"/staff/tickets/{ticket['id']}/answer", {"body": "Oil it", "state": "solved"})
    assert answered[1]["state"] == "solved"
    assert api("anna", "post", f"/tickets/{ticket['id']}/rating", {"stars": 4})[0] == 204
    assert api("bistro", "post", f"/tickets/{ticket['id']}/messages", {"body": "hi"})[0] == 404


def test_marketing_over_the_api(api, shop):
    assert api("boss", "post", "/staff/vouchers", {"code": "may", "valid_from": "2025-03-01", "percent": 5})[0] == 201
    made = api("boss", "post", "/staff/campaigns", {
        "code": "may", "subject": "May", "body": "b", "send_at": "2025-05-01T09:00:00", "voucher": "MAY"})
    assert made == (201, {"id": 1, "recipients": 0})
    assert api(None, "post", "/newsletter", {"email": "x@mail.example"})[0] == 202
    assert api("boss", "get", "/staff/segments")[1]["lapsed"] == 0


def test_admin_finds_by_any_number(api, shop):
    order = shop.order(PAN_24=1)
    assert api("boss", "get", f"/admin/find?q={order.number}")[1]["order"] == order.number
    assert api("boss", "get", "/admin/find?q=pan-24")[1]["variant"]["price_cents"] == 4990
    assert api("boss", "get", "/admin/")[1]["orders_to_pack"] == 1
    assert api("boss", "post", f"/admin/orders/{order.number}/cancel", {"reason": "fraud"})[1]["state"] == "cancelled"
    assert api("boss", "get", "/admin/activity")[1]["lines"][0]["action"] == "order.cancel"


def test_privacy_over_the_api(api, shop):
    status, answer = api("anna", "post", "/account/privacy", {"kind": "access"})
    assert status == 201 and answer["known"]["customer"]["name"] == "Anna Amsel"


def test_price_list_upload(api, shop):
    text = ("article_no;ean;name;variant;category;material;weight_g;purchase_price;rrp\n"
            "GUS-0200;;Wok;;Kitchen;steel;1500;20,00;59,90\n")
    status, result = api("boss", "post", f"/staff/price-lists?supplier={shop.supplier.id}&brand=Gussmann", data=text)
    assert (status, result["created"]) == (200, 1)
    assert api("boss", "get", "/admin/board-pack/2025/3")[0] == 200


def test_merge_of_customers_needs_the_right(api, shop):
    ticket = tickets.open_ticket("Hi", "hi", shop.bistro)
    assert api("anna", "post", f"/staff/customers/{shop.anna.id}/merge/{shop.bistro.id}")[0] == 403
    shop.bistro.user_id = None
    assert api("agent", "post", f"/staff/customers/{shop.anna.id}/merge/{shop.bistro.id}")[0] == 200
    assert ticket.id


def test_unknown_address_is_json(api):
    assert api(None, "get", "/nowhere") == (404, {"error": "not_found", "message": "no such address"})
    assert api(None, "get", "/health")[1]["status"] == "ok"
