"""A function that is given the name: who calls it uses the resource."""

import requests


def fetch(path, host="x"):
    return requests.get(f"https://{host}/{path}", timeout=1)  # HTTP service of unknown name (requests) reads


def orders():
    return fetch("orders", host="shop.example.com")  # HTTP service shop.example.com reads wrapped


class Client:
    def __init__(self, base):
        self.base = base

    def get(self, path):
        return requests.get(f"{self.base}/{path}", timeout=1)  # HTTP service of unknown name (requests) reads


def bills():
    return Client("https://billing.example.com").get("bills")  # HTTP service billing.example.com reads wrapped
