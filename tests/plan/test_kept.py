"""What stays: the core, the heart, the door, frames, what puts the others together, where a program starts."""

from msgspec.structs import replace

from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.unit import Unit, UnitKind
from decompose.plan.plan import Step, Verdict
from tests.build import link, module, world
from tests.design.worlds import catalog, context
from tests.plan.worlds import OTHERS, calls, door, four, planned, six, writes

K = EvidenceKind


def test_what_everything_depends_on_is_kept_as_the_core_and_comes_last() -> None:
    plan = six(*calls("left", "core", 3), *calls("right", "core", 4), *calls("middle", "core", 4))
    assert (plan.steps[-1].context, plan.steps[-1].verdict) == ("core", Verdict.KEEP)
    assert plan.steps[-1].why.startswith("3 of the 5 other contexts, with 60% of their modules, depend on it")
    assert {step.verdict for step in plan.steps[:-1]} == {Verdict.EXTRACT}


def test_what_most_of_a_system_is_asked_through_is_its_door_and_stays() -> None:
    found = door(9, 2)
    assert found.verdict is Verdict.KEEP
    assert found.why.startswith(
        "9 of the 11 entry points are its own and 0 of the 12 tables, and it uses 3 of the 5 other contexts: it is the door of"
    )
    assert door(6, 6).verdict is Verdict.EXTRACT  # no more than half
    assert door(6, 2).verdict is Verdict.EXTRACT  # too few to say so
    assert door(9, 2, "a", "b").verdict is Verdict.EXTRACT  # it has data of its own
    assert door(9, 2, uses=OTHERS[:2]).verdict is Verdict.EXTRACT  # it leads to few of them
    assert door(9, 2, owners=OTHERS[:1]).verdict is Verdict.EXTRACT  # nobody else but one has tables either


def test_of_few_contexts_the_one_that_most_depend_on_is_no_more_a_core_than_a_base_that_can_leave() -> None:
    plan = four(*calls("left", "core", 3), *calls("right", "core", 4), *calls("middle", "core", 4))
    assert {step.verdict for step in plan.steps} == {Verdict.EXTRACT}


def test_what_most_owners_of_tables_point_to_and_what_costs_most_to_cut_is_left_by_the_others() -> None:
    names = ("core", "far", "left", "middle", "off", "right")
    owned = [link(f"{name}/m0.py::f", f"table:{name}", K.WRITES) for name in names]
    owned += [link(f"core/m{n}.py::f", "table:more", K.WRITES) for n in range(3)]
    keys = [
        link(f"table:{name}", "table:core", K.FOREIGN_KEY, line)
        for name in ("far", "left", "middle")
        for line in range(1, 8)
    ]
    needs = [call for name in ("far", "left", "off", "right") for call in calls("core", name, 30)]  # so it is no hub

    def verdict(*parts: Evidence) -> tuple[Verdict, str]:
        return next((step.verdict, step.why) for step in six(*owned, *needs, *parts).steps if step.context == "core")

    kept, why = verdict(*keys)
    assert kept is Verdict.KEEP
    assert why == (
        "3 of the 5 other contexts with tables point to its rows, and no other context has as much to mend (105 points): it is "
        "the core domain, so the others leave it rather than it them."
    )
    assert verdict(*keys[:14], *keys[:7])[0] is not Verdict.KEEP  # of two others
    assert verdict(*keys[:6], *keys[7:13], *keys[14:])[0] is not Verdict.KEEP  # 95 points: less than any service costs
    dearer = [
        link(f"table:{name}", "table:off", K.FOREIGN_KEY, line) for name in ("far", "right") for line in range(1, 15)
    ]
    assert verdict(*keys, *dearer)[0] is not Verdict.KEEP


def test_what_puts_together_the_answers_of_most_and_gives_little_stays_in_front_of_them() -> None:
    big = ("a", "b", "c", "d", "e", "f")
    contexts = catalog(*(context(n, *(f"{n}/m{k}.py" for k in range(3))) for n in ("front", *big)))
    units = [module(f"{n}/m{k}.py", 9000 if n in big else 120) for n in ("front", *big) for k in range(3)]
    served: list[Unit | Evidence] = [
        link(f"{n}/m0.py::f", f"table:{n}", kind) for n in big for kind in (K.DEFINES, K.WRITES)
    ]
    served += [link(f"entry:GET /{n}", f"{n}/m0.py::view", K.ROUTES) for n in ("front", *big)]

    def front(used: int) -> Step:
        uses = [link("front/m1.py::view", f"{n}/m0.py::ask", K.CALL, line) for line, n in enumerate(big[:used], 1)]
        steps = planned(world(*units, *served, *uses), contexts).steps
        return next(step for step in steps if step.context == "front")

    assert front(4).verdict is Verdict.MODULARISE
    assert front(4).why.startswith("It has no data of its own, uses 4 of the 6 other contexts, and would give little (")
    assert front(3).verdict is Verdict.EXTRACT


def test_what_most_others_are_built_upon_is_a_frame_and_stays() -> None:
    names = ("base", "user", *"abcde")
    contexts = catalog(*(context(n, *(f"{n}/m{k}.py" for k in range(3))) for n in names))
    units = [module(f"{n}/m{k}.py", 200) for n in names for k in range(3)]

    def base(back: int, users: str = "abcde", *more: Evidence) -> Step:
        ties = [call for name in users for base in ("base", "user") for call in calls(name, base, 2)]
        steps = planned(world(*units, *ties, *calls("base", "a", back), *more), contexts).steps
        return next(step for step in steps if step.context == "base")

    assert base(3).verdict is Verdict.KEEP
    assert base(3).why.startswith("5 of the 6 other contexts are built upon it: 10 points of calls lead in, 3 out.")
    assert base(4).verdict is Verdict.EXTRACT
    tables = [link(f"{name}/m0.py::f", f"table:{name}", K.WRITES) for name in names]
    assert base(0).verdict is Verdict.KEEP
    assert base(0, "abcde", *tables).verdict is Verdict.EXTRACT
    assert base(0, "abcd").verdict is Verdict.EXTRACT


def test_where_hardly_anybody_owns_tables_the_hub_that_costs_most_to_cut_is_left_by_the_others() -> None:
    names = ("hub", "other", *"abcd")
    contexts = catalog(*(context(n, *(f"{n}/m{k}.py" for k in range(3))) for n in names))
    units = [module(f"{n}/m{k}.py", 200) for n in names for k in range(3)]

    def hub(*more: Evidence) -> Verdict:
        ties = [call for name in "abcd" for base in ("hub", "other") for call in calls(name, base, 60)]
        back = [call for name in "ab" for call in calls("hub", name, 110)]
        steps = planned(world(*units, *ties, *back, *more), contexts).steps
        return next(step.verdict for step in steps if step.context == "hub")

    assert hub() is Verdict.KEEP
    assert hub(*calls("other", "c", 115), *calls("other", "d", 115)) is not Verdict.KEEP  # that has more to mend
    assert hub(*calls("hub", "c", 115)) is not Verdict.KEEP  # it uses the others more than they use it


def test_what_puts_the_others_together_is_what_is_left_in_the_end() -> None:
    names = ("start", *"abcdef")
    parts = catalog(*(context(n, *(f"{n}/m{k}.py" for k in range(3))) for n in names))
    units = [module(f"{n}/m{k}.py", 200) for n in names for k in range(3)]

    def start(used: str = "abcdef", inside: float = 0.3, back: int = 1, *more: Evidence) -> Step:
        contexts = replace(
            parts,
            contexts=tuple(replace(each, cohesion=inside if each.id == "start" else 0.9) for each in parts.contexts),
        )
        ties = [call for name in used for call in calls("start", name, 2)]
        steps = planned(world(*units, *ties, *calls("a", "start", back), *more), contexts).steps
        return next(step for step in steps if step.context == "start")

    assert start().verdict is Verdict.KEEP
    assert start().why.startswith("It uses 6 of the 6 other contexts, 12 points of cuts out and 1 in, and 30%")
    assert start("abcd").verdict is not Verdict.KEEP
    assert start(inside=0.6).verdict is not Verdict.KEEP
    assert start(back=9).verdict is not Verdict.KEEP
    assert start("abcdef", 0.3, 1, link("start/m0.py::f", "table:own", K.WRITES)).verdict is not Verdict.KEEP


def test_where_the_program_starts_is_no_service_but_what_has_settings_of_its_own_may_be() -> None:
    def starting(*modules: str, parts: tuple[Evidence, ...] = ()) -> Step:
        contexts = catalog(context("red", *(f"red/m{k}.py" for k in range(3))), context("config", *modules))
        units = [module(path, 200) for path in ("red/m0.py", "red/m1.py", "red/m2.py", *modules)]
        steps = planned(world(*units, *writes("red", "red", 1), *calls("red", "config", 2), *parts), contexts).steps
        return next(step for step in steps if step.context == "config")

    shop = ("config/m0.py", "manage.py", "shop/settings/base.py", "shop/wsgi.py")
    assert starting(*shop).verdict is Verdict.KEEP
    assert starting(*shop).why.startswith("The program starts here (manage.py, shop/settings/base.py and shop/wsgi.py)")
    assert starting("config/m0.py", "config/m1.py", "config/settings.py").verdict is not Verdict.KEEP
    assert starting(*shop, *(f"shop/m{k}.py" for k in range(9))).verdict is not Verdict.KEEP
    assert starting(*shop, parts=tuple(writes("config", "own", 1))).verdict is not Verdict.KEEP


def test_what_lies_beside_settings_urls_and_the_start_of_a_server_sets_the_program_up() -> None:
    def starting(*beside: str) -> Step:
        start = ("shop/settings/base.py", "shop/urls.py", "shop/wsgi.py", "shop/conf.py", *beside)
        contexts = catalog(context("red", *(f"red/m{k}.py" for k in range(3))), context("config", *start))
        units = [module(path, 200) for path in ("red/m0.py", "red/m1.py", "red/m2.py", *start)]
        entry = Unit("entry:GET /health", UnitKind.ENTRY_POINT, "GET /health", Location("shop/urls.py", 1))
        route = link(entry.id, "shop/conf.py::view", K.ROUTES)
        parts = world(*units, entry, route, *writes("red", "red", 1), *calls("red", "config", 2))
        return next(step for step in planned(parts, contexts).steps if step.context == "config")

    pages = ("shop/pages/a.py", "shop/pages/b.py", "shop/pages/c.py", "shop/pages/d.py")
    assert starting(*pages[:3]).verdict is Verdict.KEEP
    assert "(shop/conf.py, shop/settings/base.py, shop/urls.py and 1 more)" in starting(*pages[:3]).why
    assert starting(*pages).verdict is not Verdict.KEEP


def test_a_page_that_lies_with_the_start_of_the_program_makes_no_service_of_it() -> None:
    """Settings, the worker's start and a schema of three fields, two thousand lines of which are settings."""

    def starting(lines: int) -> Step:
        others = ("shop/celery.py", "shop/urls.py", *(f"shop/schema/m{k}.py" for k in range(7)))
        contexts = catalog(
            context("red", *(f"red/m{k}.py" for k in range(3))),
            context("config", "manage.py", "shop/settings.py", *others),
        )
        units = [
            *(module(f"red/m{k}.py", 200) for k in range(3)),
            *(module(path, 60) for path in ("manage.py", *others)),
        ]
        entry = Unit("entry:GET /schema", UnitKind.ENTRY_POINT, "GET /schema", Location("shop/urls.py", 1))
        route = link(entry.id, "shop/schema/m0.py::view", K.ROUTES)
        parts = world(
            *units,
            module("shop/settings.py", lines),
            entry,
            route,
            *writes("red", "red", 1),
            *calls("red", "config", 2),
        )
        return next(step for step in planned(parts, contexts).steps if step.context == "config")

    assert starting(481).verdict is Verdict.KEEP
    assert starting(480).verdict is not Verdict.KEEP  # half of 1,080 lines is not most of them


def test_two_equal_hubs_are_no_core() -> None:
    hubs = [call for source in ("left", "right") for hub in ("core", "middle") for call in calls(source, hub, 2)]
    assert all(step.verdict is Verdict.EXTRACT for step in four(*hubs).steps)


def test_what_uses_the_others_more_than_they_use_it_is_no_core_however_many_do() -> None:
    inward = [each for name in ("left", "right", "far") for each in calls(name, "core", 1)]
    outward = [each for name in ("left", "right", "far") for each in calls("core", name, 2)]
    assert next(s for s in six(*inward).steps if s.context == "core").verdict is Verdict.KEEP
    assert next(s for s in six(*inward, *outward).steps if s.context == "core").verdict is not Verdict.KEEP
