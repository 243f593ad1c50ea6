"""What decompose finds in the sample, against what is true of it."""

from collections import Counter
from itertools import combinations
from pathlib import Path

from decompose.design.cuts.crossing import Homes
from decompose.design.past.hidden import is_telling, static_links
from decompose.design.past.outline import outline_of
from decompose.design.past.then import snapshot_of
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role, UnitKind
from decompose.result.decomposition import Decomposition
from tests.sample.agreement import adjusted_rand_index
from tests.sample.answer import read_answer
from tests.sample.commits import Commit
from tests.sample.test_answer import changes_without_sweeps

ANSWER = read_answer()


def true_contexts() -> dict[str, str]:
    """The context of every file that has one."""
    return {file: context for context, files in ANSWER.contexts.items() for file in files}


def test_the_contexts_are_those_of_an_architect_who_knows_the_company(found: Decomposition) -> None:
    assert adjusted_rand_index(found.catalog.context_of(), true_contexts()) >= 0.85


def test_agreement_is_one_for_the_truth_itself_and_about_nothing_for_folders() -> None:
    truth = true_contexts()
    assert adjusted_rand_index(truth, truth) == 1
    assert adjusted_rand_index({file: str(Path(file).parent) for file in truth}, truth) < 0.3


def test_every_file_was_read(found: Decomposition) -> None:
    assert found.coverage.files_read == found.coverage.files_listed > 90


def test_every_table_is_found_and_four_in_five_go_to_the_right_context(found: Decomposition) -> None:
    owners = {table.table: table.owner for table in found.ownership.tables}
    assert set(ANSWER.tables) <= set(owners)
    called = names_of(found)
    judged = [table for table, context in ANSWER.tables.items() if context != "kernel"]
    right = [table for table in judged if called.get(owners[table]) == ANSWER.tables[table]]
    assert len(right) / len(judged) >= 0.8


def names_of(found: Decomposition) -> dict[str, str]:
    """For each found context the true one that most of its files belong to."""
    truth = true_contexts()
    names = {}
    for context in found.catalog.contexts:
        labels = [truth[member.unit] for member in context.members if member.unit in truth]
        names[context.id] = max(sorted(set(labels)), key=labels.count, default="kernel")
    return names


def test_four_in_five_tables_of_the_split_transactions_are_found(found: Decomposition) -> None:
    seen = {transaction.function: {table for table, _ in transaction.writes} for transaction in found.transactions}
    written = [(split.place, table) for split in ANSWER.split_transactions for table in split.writes]
    hits = [table for place, table in written if table in seen.get(place, set())]
    assert len(hits) / len(written) >= 0.8


def test_the_transaction_of_the_checkout_is_found_whole(found: Decomposition) -> None:
    checkout = next(t for t in ANSWER.split_transactions if t.place.endswith("checkout.py::place_order"))
    seen = next(t for t in found.transactions if t.function == checkout.place)
    assert {table for table, _ in seen.writes} == set(checkout.writes)


def test_every_split_transaction_is_found_with_its_contexts_but_for_what_one_owner_or_one_write_decides(
    found: Decomposition,
) -> None:
    """The redemption of a voucher is written by checkout alone, so its table goes there."""
    called, seen = names_of(found), {transaction.function: transaction for transaction in found.transactions}
    assert {split.place for split in ANSWER.split_transactions} <= seen.keys()
    wrong = {
        split.place: set(split.writes) ^ {table for table, _ in seen[split.place].writes}
        for split in ANSWER.split_transactions
        if set(split.writes) != {table for table, _ in seen[split.place].writes}
    }
    assert not wrong
    others = [split for split in ANSWER.split_transactions if not split.place.endswith("::place_order")]
    for split in others:
        assert {called[context] for context in seen[split.place].contexts} == set(split.contexts)
    places = {split.place for split in ANSWER.split_transactions}
    for more in (transaction for transaction in found.transactions if transaction.function not in places):
        written = {table for table, _ in more.writes}
        shared = any(ANSWER.tables[table] == "kernel" for table in written)
        assert shared or any(written <= set(split.writes) for split in ANSWER.split_transactions)


def test_the_order_is_that_of_the_architect(found: Decomposition) -> None:
    called = names_of(found)
    order = list(dict.fromkeys(called[step.context] for step in found.plan.steps if called[step.context] != "kernel"))
    assert tuple(order) == ANSWER.order


def test_the_plan_names_every_domain_context_once(found: Decomposition) -> None:
    assert sorted(step.context for step in found.plan.steps) == sorted(
        c.id for c in found.catalog.contexts if c.kind == "domain"
    )


def test_what_changes_together_is_what_the_history_was_built_to_show(
    found: Decomposition, commits: list[Commit]
) -> None:
    """Every pair of product modules as often as the commits of the story say, the first among them, sweeps and merges apart."""
    products = {unit.id for unit in found.units if unit.kind == UnitKind.MODULE and unit.role == Role.PRODUCT}
    expected: Counter[tuple[str, str]] = Counter()
    for files in [set(commits[0].tree), *changes_without_sweeps(commits)]:
        expected.update(combinations(sorted(files & products), 2))
    told = {(each.source, each.target): each.count for each in found.evidence if each.kind == EvidenceKind.CO_CHANGE}
    assert len(told) > 300
    assert told.items() <= expected.items()
    assert {pair for pair, count in expected.items() if count > 1} <= told.keys()


def test_the_hidden_pairs_are_more_than_chance_and_hidden_unless_sql_shows_them(found: Decomposition) -> None:
    """One file of the seven pairs is a template that no analyzer reads."""
    told = {(each.source, each.target): each for each in found.evidence if each.kind == EvidenceKind.CO_CHANGE}
    modules = {unit.id for unit in found.units}
    pairs = {(min(pair), max(pair)) for pair in ANSWER.hidden_pairs if modules >= set(pair)}
    assert len(pairs) == 6
    assert all(is_telling(told[pair]) for pair in pairs)
    links = static_links(found.evidence)
    hidden = {pair for pair in pairs if pair[1] not in links.get(pair[0], set())}
    assert hidden >= {
        ("hearth/billing/ledger.py", "scripts/ledger_export.py"),
        ("hearth/lib/utm.py", "hearth/reports/campaign_roi.py"),
    }
    seen = [(each.source, each.target) for each in found.hidden]
    assert hidden <= set(seen)
    assert set(seen[:3]) >= {("hearth/billing/ledger.py", "scripts/ledger_export.py")}


def test_a_trend_counts_the_contested_tables_that_the_report_names(found: Decomposition) -> None:
    outline = outline_of(Findings(units=found.units, evidence=found.evidence, runs=found.passages))
    homes = Homes.found(found.catalog, found.ownership)
    today = snapshot_of(outline, found.catalog.context_of(), homes, commit="", day="")
    assert today.contested == sum(table.contested for table in found.ownership.tables) > 0
    assert today.placed == len(found.catalog.context_of()) - len(empty_modules(found))


def empty_modules(found: Decomposition) -> list[str]:
    """Modules of contexts without a line, which no outline has."""
    lines = {unit.id: unit.lines for unit in found.units}
    return [module for module in found.catalog.context_of() if not lines[module]]
