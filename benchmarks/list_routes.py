"""Run inside an environment: writes every route that a web framework itself knows of an application.

    python list_routes.py OUT django SETTINGS
    python list_routes.py OUT flask MODULE:APPLICATION
    python list_routes.py OUT fastapi MODULE:APPLICATION

OUT gets a list of [method, path, module of the handler, its qualified name]; method `*` where the framework takes any.
An application that is a function is called.
"""

import importlib
import inspect
import json
import os
import sys
from pathlib import Path


def main(out, kind, what):
    routes = {"django": of_django, "flask": of_flask, "fastapi": of_fastapi}[kind](what)
    Path(out).write_text(json.dumps(sorted(set(routes))))


def of_django(settings):
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    import django
    from django.urls import get_resolver

    django.setup()
    yield from descend(get_resolver().url_patterns, "")


def descend(patterns, front):
    for pattern in patterns:
        route = front + str(pattern.pattern).removeprefix("^")
        if hasattr(pattern, "url_patterns"):
            yield from descend(pattern.url_patterns, route)
        else:
            view = pattern.callback
            while hasattr(view, "__wrapped__") and not (hasattr(view, "view_class") or hasattr(view, "cls")):
                view = view.__wrapped__
            handler = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
            name = getattr(handler, "__qualname__", type(handler).__qualname__)
            for method, action in (getattr(view, "actions", None) or {"*": ""}).items():
                yield method.upper(), route, handler.__module__, f"{name}.{action}".rstrip(".")


def of_flask(what):
    application = load(what)
    for rule in application.url_map.iter_rules():
        view = inspect.unwrap(application.view_functions.get(rule.endpoint) or (lambda: None))
        handler = getattr(view, "view_class", view)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            yield method, rule.rule, handler.__module__, getattr(handler, "__qualname__", "")


def of_fastapi(what):
    yield from below(load(what).routes, "")


def below(routes, front):
    for route in routes:
        if getattr(route, "routes", None):
            yield from below(route.routes, front + route.path)
        elif hasattr(route, "endpoint"):
            view = inspect.unwrap(route.endpoint)
            for method in getattr(route, "methods", None) or {"*"}:
                yield method, front + route.path, view.__module__, getattr(view, "__qualname__", "")


def load(what):
    module, _, name = what.partition(":")
    found = getattr(importlib.import_module(module), name)
    return found() if inspect.isfunction(found) else found


main(*sys.argv[1:])
