"""Django models of a program → tables, foreign keys and relations, named as Django names them."""

import re
from collections import defaultdict
from collections.abc import Iterator

from decompose.errors import Location

from ...python.facts import Call, Expression
from ...python.program import Program
from ..names import table_name
from ..scopes import Scopes, argument, constant, keyword, last_name
from .declared import ClassFacts, Declared, Field, location_of
from .schema import Model, Relation, Schema, Table

_MODEL = re.compile(r"external:django\.(?:contrib\.gis\.)?db\.models(?:\.base)?\.Model$")
_EXTERNAL_MODEL = re.compile(r"external:(?:.*\.)?(?:models|base_user|mp_tree|ns_tree|al_tree)\.(\w+)$")
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
_LINKS = re.compile(r"^(?!Generic).*(?:ForeignKey|OneToOneField|ManyToManyField|ParentalKey)(?:Field)?$")
_USER_SETTING = "AUTH_USER_MODEL"
_DEFAULT_USER = "auth.User"


def django_schema(program: Program, scopes: dict[str, Scopes], classes: dict[str, ClassFacts]) -> Schema:
    """Every class that is, by its ancestors, a Django model; proxies share the table of what they stand for."""
    return _Django(program, scopes, classes).schema()


def contrib_model(reference: str) -> str:
    """The table of a model that Django itself brings: `auth_user` for `external:django.contrib.auth.models.User`."""
    match = _CONTRIB.match(reference)
    if match is None or match[2].startswith("Abstract"):
        return ""
    name = match[2].lower()
    return _CONTRIB_TABLES.get(name, f"{match[1]}_{name}")


class _Django:
    """The models in the making: by reference and by the label (`app.model`) that texts name them with."""

    def __init__(self, program: Program, scopes: dict[str, Scopes], classes: dict[str, ClassFacts]) -> None:
        self._program = program
        self._scopes = scopes
        self._all = classes
        self._classes = {reference: facts for reference, facts in classes.items() if self._is_model(facts)}
        self._apps = _app_labels(program, classes, scopes)
        self._labels: dict[str, str] = {}
        self._declared = Declared()
        self._relations: dict[str, dict[str, Relation]] = defaultdict(dict)

    def schema(self) -> Schema:
        concrete = [facts for facts in self._classes.values() if not self._is_abstract(facts)]
        for facts in concrete:
            self._labels.setdefault(f"{self.app_label(facts)}.{facts.name}".lower(), facts.reference)
        for facts in concrete:
            self._define(facts)
        for facts in concrete:
            self._link(facts)
        models = {
            facts.reference: Model(
                facts.reference,
                self._table(facts),
                "django",
                facts.location,
                self._inherited_relations(facts),
                self._managers(facts),
            )
            for facts in concrete
        }
        return self._declared.schema(models)

    def _is_model(self, facts: ClassFacts) -> bool:
        if any(_MODEL.match(base) for base in facts.bases):
            return True
        if not any(_EXTERNAL_MODEL.match(base) for base in facts.bases):
            return False
        family = (facts, *(self._all[base] for base in facts.bases if base in self._all))
        return any(self._is_field(field) for each in family for field in each.fields.values())

    def _is_field(self, field: Field) -> bool:
        if not isinstance(field.value, Call):
            return False
        resolved = self._program.resolve(field.path, field.scope, field.value.function)
        return bool(resolved and resolved.startswith("external:django.") and ".models." in resolved)

    def _is_abstract(self, facts: ClassFacts) -> bool:
        return facts.meta_value("abstract") == "True"

    def _is_proxy(self, facts: ClassFacts) -> bool:
        return facts.meta_value("proxy") == "True"

    def _concrete_parents(self, facts: ClassFacts) -> list[ClassFacts]:
        """Models with a table of their own among the ancestors, nearest first."""
        parents = (self._classes.get(base) for base in facts.bases)
        return [parent for parent in parents if parent is not None and not self._is_abstract(parent)]

    def _table(self, facts: ClassFacts) -> str:
        if self._is_proxy(facts):
            parents = [parent for parent in self._concrete_parents(facts) if not self._is_proxy(parent)]
            foreign = [table for table in map(contrib_model, facts.bases) if table]
            return self._table(parents[0]) if parents else foreign[0] if foreign else ""
        return table_name(*self._spelling(facts).replace('"', "").split("."))

    def _spelling(self, facts: ClassFacts) -> str:
        return constant(facts.meta_value("db_table")) or f"{self.app_label(facts)}_{facts.name.lower()}"

    def app_label(self, facts: ClassFacts) -> str:
        """`Meta.app_label` here or in an abstract ancestor, the label of the app around the file, or its package."""
        own = constant(facts.meta_value("app_label"))
        if own:
            return own
        folders = facts.path.split("/")[:-1]
        for depth in range(len(folders), 0, -1):
            label = self._apps.get("/".join(folders[:depth]))
            if label:
                return label
        while folders and folders[-1] in {"models", "model", "entities"}:
            folders.pop()
        if "models" in folders:
            folders = folders[: folders.index("models")]
        return folders[-1] if folders else "app"

    def _define(self, facts: ClassFacts) -> None:
        table = self._table(facts)
        if not table or self._is_proxy(facts):
            return
        self._declared.tables.append(Table(table, facts.reference, facts.location, self._spelling(facts)))
        for parent in self._concrete_parents(facts)[:1]:
            self._declared.point(table, self._table(parent), facts.location)

    def _link(self, facts: ClassFacts) -> None:
        for name, field in self._all_fields(facts):
            call = field.value
            if isinstance(call, Call) and _LINKS.search(last_name(call.function)):
                self._field(facts, name, field, call)
            elif isinstance(call, Call) and last_name(call.function) == "GenericRelation":
                target = self._target(facts, field, argument(call, 0, "to"))
                if target in self._classes:
                    self._relations[facts.reference].setdefault(name, Relation(target, many=True))

    def _all_fields(self, facts: ClassFacts) -> Iterator[tuple[str, Field]]:
        """The class's own fields and those of abstract ancestors, each name once."""
        seen = set(facts.fields)
        yield from facts.fields.items()
        elsewhere = {base for parent in self._concrete_parents(facts) for base in parent.bases}
        for base in facts.bases:
            if base in elsewhere:  # a parent with a table of its own has these fields there
                continue
            ancestor = self._classes.get(base)
            inherited = ancestor is not None and self._is_abstract(ancestor)
            mixin = None if ancestor else self._declared_elsewhere(base)
            for name, field in (ancestor.fields if inherited and ancestor else mixin.fields if mixin else {}).items():
                if name not in seen:
                    seen.add(name)
                    yield name, field

    def _declared_elsewhere(self, base: str) -> ClassFacts | None:
        return None if base.startswith("external:") else self._classes.get(base)

    def _field(self, facts: ClassFacts, name: str, field: Field, call: Call) -> None:
        where = location_of(field, call)
        to = argument(call, 0, "to")
        target = self._target(facts, field, to)
        target_table = self._table(self._classes[target]) if target in self._classes else contrib_model(target)
        if not target_table:
            self._declared.unresolved.append((where, f"{facts.name}.{name}"))
            return
        kind = last_name(call.function)
        many = "ManyToMany" in kind
        table = self._table(facts)
        through = self._through(facts, name, field, call, target_table, where) if many else ""
        if not many:
            self._declared.point(table, target_table, where)
        if target in self._classes:
            self._relations[facts.reference].setdefault(name, Relation(target, many, through))
            self._reverse(facts, target, call, kind, through)

    def _through(
        self, facts: ClassFacts, name: str, field: Field, call: Call, target_table: str, where: Location
    ) -> str:
        """The table a many-to-many relation is stored in: the named model's, or one that Django makes."""
        through = keyword(call, "through")
        if through is not None:
            model = self._target(facts, field, through)
            return self._table(self._classes[model]) if model in self._classes else ""
        spelling = constant(keyword(call, "db_table")) or f"{self._spelling(facts)}_{name}"
        table = table_name(*spelling.split("."))
        if not self._is_proxy(facts):
            self._declared.tables.append(Table(table, facts.reference, where, spelling))
            self._declared.point(table, self._table(facts), where)
            self._declared.point(table, target_table, where)
        return table

    def _reverse(self, facts: ClassFacts, target: str, call: Call, kind: str, through: str) -> None:
        """The accessor on the other side: `related_name`, else `model_set` or, one to one, `model`."""
        one = "OneToOne" in kind
        written = constant(keyword(call, "related_name"))
        label = self.app_label(facts).lower()
        name = (written or "").replace("%(class)s", facts.name.lower()).replace("%(app_label)s", label)
        if name.endswith("+"):
            return
        back = Relation(facts.reference, many=not one, through=through)
        self._relations[target].setdefault(name or facts.name.lower() + ("" if one else "_set"), back)
        query_name = constant(keyword(call, "related_query_name")) or name or facts.name.lower()
        self._relations[target].setdefault(query_name, back)

    def _inherited_relations(self, facts: ClassFacts) -> dict[str, Relation]:
        """Own relations over those of concrete ancestors, which a child and a proxy share."""
        found: dict[str, Relation] = {}
        for owner in (facts.reference, *facts.bases):
            for name, relation in self._relations.get(owner, {}).items():
                found.setdefault(name, relation)
        return found

    def _managers(self, facts: ClassFacts) -> frozenset[str]:
        names = {"objects", "_default_manager", "_base_manager"}
        for owner in (facts.reference, *facts.bases):
            known = self._classes.get(owner)
            for name, field in known.fields.items() if known else ():
                if isinstance(field.value, Call) and (_names_manager(field.value) or self._makes_manager(field)):
                    names.add(name)
        return frozenset(names)

    def _makes_manager(self, field: Field) -> bool:
        """Whether a field is an instance of a class that inherits from Django's Manager, whatever its name."""
        function = field.value.function if isinstance(field.value, Call) else None
        made = self._all.get(self._program.resolve(field.path, field.scope, function) or "") if function else None
        return made is not None and any(base.endswith("Manager") for base in made.bases)

    def _target(self, facts: ClassFacts, field: Field, to: Expression) -> str:
        """The reference of the model that a link names by class, by text or by setting; "" if none answers."""
        text = constant(to)
        if text is None and last_name(to) == _USER_SETTING:
            text = _user_model(self._scopes)
        if text is None:
            return self._program.resolve(field.path, field.scope, to) or ""
        if text == "self":
            return facts.reference
        label = text if "." in text else f"{self.app_label(facts)}.{text}"
        if label.count(".") > 1:
            parts = [part for part in label.split(".") if part not in {"models", "apps"}]
            label = ".".join(parts[-2:])
        found = self._labels.get(label.lower(), "")
        app, _, name = label.partition(".")
        return found or self._same_class_name(facts, text) or f"external:django.contrib.{app.lower()}.models.{name}"

    def _same_class_name(self, facts: ClassFacts, text: str) -> str:
        """A model named without its app from an abstract class, which may live in another app than its heirs."""
        here = f"{facts.path}::{text}"
        return here if here in self._classes and not self._is_abstract(self._classes[here]) else ""


def _names_manager(call: Call) -> bool:
    name = last_name(call.function)
    if isinstance(call.function, Call):
        name = last_name(call.function.function)
    return "Manager" in name or "QuerySet" in name or name in {"as_manager", "from_queryset"}


def _user_model(scopes: dict[str, Scopes]) -> str:
    for module in sorted(scopes.values(), key=lambda each: ("test" in each.path, each.path)):
        for assignment in module.assigned(0, _USER_SETTING) if "test" not in module.path else ():
            text = constant(assignment.value)
            if text:
                return text
    return _DEFAULT_USER


def _app_labels(program: Program, classes: dict[str, ClassFacts], scopes: dict[str, Scopes]) -> dict[str, str]:
    """Folder of an app → its label, from the AppConfig classes of the tree."""
    labels: dict[str, str] = {}
    for facts in classes.values():
        if not facts.path.endswith("apps.py") and not any(base.endswith(".AppConfig") for base in facts.bases):
            continue
        name = constant(facts.fields["name"].value) if "name" in facts.fields else None
        label = constant(facts.fields["label"].value) if "label" in facts.fields else None
        if name is None and label is None:
            continue
        module = program.module_named(name) if name else None
        folder = (module or facts.path).rpartition("/")[0]
        labels.setdefault(folder, label or (name or "").rpartition(".")[2])
    del scopes
    return labels
