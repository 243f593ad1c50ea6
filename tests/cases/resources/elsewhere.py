"""A dict, a cache of our own, a local function called `get`: none of them a resource; nor what is only imported."""

import collections

import redis
import requests

cache = {}
requests_seen = collections.Counter()


class Session:
    def get(self, url):
        return url


def local():
    cache.get("x")
    Session().get("https://example.com")
    requests_seen.update({"a": 1})
    return redis.exceptions.ConnectionError("x"), requests.codes.ok


def get(url):
    return cache[url]


def called():
    return get("https://example.com")
