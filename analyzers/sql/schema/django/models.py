"""Classes of a program → which of them are Django models, what each is called, and which model a text or name means."""

import re
from collections.abc import Iterator

from ....python.facts import Call, Expression
from ....python.names.program import Program
from ...scopes import Scopes, constant, last_name
from ...text.names import table_name
from ..declared import ClassFacts, Field
from .apps import AppLabels
from .libraries import brought
from .metaclasses import ProxyMakers
from .settings import DjangoSettings

_MODEL = re.compile(r"external:django\.(?:contrib\.gis\.)?db\.models(?:\.base)?\.Model$")
_EXTERNAL_MODEL = re.compile(
    r"external:(?!django\.(?:contrib\.gis\.)?db\.models\.)(?:.*\.)?(?:(?:models|base_user|mp_tree|ns_tree|al_tree)\.\w+|\w*Model)$"
)
_CONTRIB_TABLES = {
    "contenttype": "django_content_type",
    "site": "django_site",
    "session": "django_session",
    "logentry": "django_admin_log",
    "flatpage": "django_flatpage",
    "redirect": "django_redirect",
}
"""Models of Django's own apps whose tables do not follow the rule."""

_CONTRIB = re.compile(r"external:django\.contrib\.(\w+)\.models\.(\w+)$")
_NO_MODELS = ("PermissionsMixin", "AnonymousUser", "Manager", "QuerySet")
_USER_SETTING = "AUTH_USER_MODEL"
_DEFAULT_USER = "auth.User"


def contrib_model(reference: str) -> str:
    """The table of a model that Django itself brings: `auth_user` for `external:django.contrib.auth.models.User`."""
    match = _CONTRIB.match(reference)
    if match is None or match[2].startswith("Abstract") or match[2].endswith(_NO_MODELS):
        return ""
    name = match[2].lower()
    return _CONTRIB_TABLES.get(name, f"{match[1]}_{name}")


class DjangoModels:
    """The models of a program, by reference and by the label (`app.model`, lower case) that texts name them with."""

    def __init__(self, program: Program, scopes: dict[str, Scopes], classes: dict[str, ClassFacts]) -> None:
        self.program = program
        self.all = classes
        self.setting = DjangoSettings(scopes).text
        self._proxy_makers = ProxyMakers(program, scopes, classes)
        self.classes = {reference: facts for reference, facts in classes.items() if self._is_model(facts)}
        self._apps = AppLabels(program, classes)
        self.concrete = [facts for facts in self.classes.values() if not self.is_abstract(facts)]
        self.labels: dict[str, str] = {}
        for facts in self.concrete:
            self.labels.setdefault(self.label(facts), facts.reference)

    # -- what a class is

    def _is_model(self, facts: ClassFacts) -> bool:
        if any(_MODEL.match(base) for base in facts.bases):
            return True
        if any(brought(base) is not None or contrib_model(base) for base in facts.bases):
            return True
        if not any(_EXTERNAL_MODEL.match(base) for base in facts.bases):
            return False
        family = (facts, *(self.all[base] for base in facts.bases if base in self.all))
        return any(self._is_field(field) for each in family for field in each.fields.values())

    def _is_field(self, field: Field) -> bool:
        if not isinstance(field.value, Call):
            return False
        resolved = self.program.resolve(field.path, field.scope, field.value.function)
        return bool(resolved and resolved.startswith("external:django.") and ".models." in resolved)

    def is_abstract(self, facts: ClassFacts) -> bool:
        """Whether a model is only there to be inherited from."""
        return facts.meta_value("abstract") == "True"

    def is_proxy(self, facts: ClassFacts) -> bool:
        """Whether a model is another view of its parent's table, or stands for it before type checkers only."""
        told = facts.definition.for_types or facts.meta_value("proxy") == "True"
        return told or self._proxy_makers.make(facts)

    def is_replaced(self, facts: ClassFacts) -> bool:
        """Whether a setting names another model in place of a swappable one, which then has no table."""
        setting = constant(self.meta(facts, "swappable"))
        chosen = self.setting(setting) if setting else None
        return chosen is not None and chosen.lower() != self.label(facts)

    def is_managed(self, facts: ClassFacts) -> bool:
        """Whether Django creates the table; else it, or a view of its name, is made elsewhere."""
        return self.meta(facts, "managed") != "False"

    def meta(self, facts: ClassFacts, name: str) -> Expression:
        """What `Meta` says, its own ancestors and those of the abstract parent that it comes from included."""
        if name in facts.meta:
            return facts.meta[name]
        owners: Iterator[str | None]
        if facts.meta_bases is None:
            owners = (base for base in facts.bases if base in self.classes and self.is_abstract(self.classes[base]))
        else:
            written = (last.rpartition(".")[0] for last in facts.meta_bases if isinstance(last, str))
            owners = (self.program.resolve(facts.path, facts.scope, each) for each in written if each)
        for owner in owners:
            found = self.meta(self.classes[owner], name) if owner in self.classes else None
            if found is not None:
                return found
        return None

    def parents(self, facts: ClassFacts) -> list[ClassFacts]:
        """Models with a table of their own that it inherits from directly, or through abstract ones, proxies included."""
        found = [self.classes[base] for base in facts.bases if base in self.classes]
        found = [parent for parent in found if not self.is_abstract(parent)]
        further = {base for parent in found for base in parent.bases}
        return [parent for parent in found if parent.reference not in further]

    def real(self, facts: ClassFacts) -> ClassFacts | None:
        """The model whose table a proxy shares; a model that is no proxy itself."""
        seen: set[str] = set()
        while self.is_proxy(facts):
            parents = self.parents(facts)
            if not parents or facts.reference in seen:
                return None
            seen.add(facts.reference)
            facts = parents[0]
        return facts

    # -- what it is called

    def app_label(self, facts: ClassFacts) -> str:
        """`Meta.app_label`, the label of the app around the file, or its package."""
        return constant(self.meta(facts, "app_label")) or self._apps.of(facts.path)

    def label(self, facts: ClassFacts) -> str:
        """`app.model` in lower case."""
        return f"{self.app_label(facts)}.{facts.name}".lower()

    def spelling(self, facts: ClassFacts) -> str:
        """The name of a model's table as it is written."""
        return constant(self.meta(facts, "db_table")) or f"{self.app_label(facts)}_{facts.name.lower()}"

    def table(self, facts: ClassFacts) -> str:
        """The name of a model's table; a proxy has that of the model it stands for."""
        real = self.real(facts)
        if real is None:
            return next((table for table in map(contrib_model, facts.bases) if table), "")
        return table_name(*self.spelling(real).replace('"', "").split("."))

    def table_of(self, reference: str) -> str:
        """The table of a model of the tree or of Django; "" for anything else."""
        return self.table(self.classes[reference]) if reference in self.classes else contrib_model(reference)

    # -- who is meant

    def target(self, facts: ClassFacts, field: Field, to: Expression) -> str:
        """The reference of the model that a link names by class, by text or by setting; "" if none answers."""
        text = constant(to)
        name = last_name(to)
        if isinstance(to, Call) and last_name(to.function) == "get_user_model":
            name = _USER_SETTING
        if text is None and name.isupper():
            text = self.setting(name) or (_DEFAULT_USER if name == _USER_SETTING else None)
        if text is None and isinstance(to, Call) and last_name(to.function) == "get_model":
            text = ".".join(filter(None, map(constant, to.arguments)))
        if text is None:
            return self.program.resolve(field.path, field.scope, to) or ""
        return self.named(facts, text)

    def named(self, facts: ClassFacts, text: str) -> str:
        """The reference of the model that a text in another model means: `self`, `Order`, `shop.Order`."""
        if text == "self":
            return facts.reference
        label = text if "." in text else f"{self.app_label(facts)}.{text}"
        if label.count(".") > 1:
            parts = [part for part in label.split(".") if part not in {"models", "apps"}]
            label = ".".join(parts[-2:])
        found = self.labels.get(label.lower(), "")
        app, _, name = label.partition(".")
        return found or self._same_class_name(facts, text) or f"external:django.contrib.{app.lower()}.models.{name}"

    def _same_class_name(self, facts: ClassFacts, text: str) -> str:
        """A model named without its app from an abstract class, which may live in another app than its heirs."""
        here = f"{facts.path}::{text}"
        return here if here in self.classes and not self.is_abstract(self.classes[here]) else ""
