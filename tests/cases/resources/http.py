"""Outbound HTTP: which host, read or sent to, and whether it may wait for ever."""

import os
import urllib.request
from urllib.parse import urljoin

import aiohttp
import httpx
import requests
from django.conf import settings

BASE = "https://api.example.com/v1"


def plain():
    requests.get("https://user:secret@api.example.com:8443/orders?x=1", timeout=3)  # HTTP service api.example.com reads


def without_timeout(order):
    requests.post(f"{BASE}/orders/{order}", json={})  # HTTP service api.example.com sends no-timeout


def by_keywords(**options):
    requests.request("PUT", url=BASE, **options)  # HTTP service api.example.com sends


def setting():
    requests.get(settings.WEBHOOK_URL, timeout=1)  # HTTP service settings.WEBHOOK_URL reads


def setting_and_path(order):
    requests.get("{}/orders/{}".format(settings.SHOP_URL, order), timeout=1)  # HTTP service settings.SHOP_URL reads


def joined():
    requests.get(urljoin(BASE, "orders"), timeout=1)  # HTTP service api.example.com reads


def environment():
    httpx.post(os.environ["PARTNER_URL"] + "/x")  # HTTP service $PARTNER_URL sends


def tenant(name):
    requests.get(f"https://{name}.example.org/x", timeout=1)  # HTTP service {}.example.org reads


def session():
    with requests.Session() as client:
        client.headers.update({})
        return client.get(BASE, timeout=1).json().get("total")  # HTTP service api.example.com reads


async def asynchronous():
    async with aiohttp.ClientSession() as client:
        await client.delete("http://billing.internal/x")  # HTTP service billing.internal sends


def request_object():
    request = urllib.request.Request("https://ftp.example.com/x")
    return urllib.request.urlopen(request)  # HTTP service ftp.example.com reads no-timeout


def unknown(hook):
    return requests.get(hook.target, timeout=2)  # HTTP service of unknown name (requests) reads


def caught():
    try:
        return None
    except requests.exceptions.HTTPError as error:
        raise requests.RequestException("x") from error
