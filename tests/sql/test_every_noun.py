"""Each noun of what is promised of tables, and the cases and tests that hold it: none of those named may be missing."""

import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
CASES = TESTS / "cases" / "sql"

SCHEMA = {
    "tables, columns and keys of Django": (
        "test_models_define_the_tables_that_django_names",
        "test_a_model_has_a_key_of_its_own_unless_a_field_is_one",
    ),
    "abstract": ("test_fields_and_meta_come_from_abstract_parents_and_may_be_taken_back",),
    "proxy": ("test_proxies_share_the_table",),
    "multi-table inheritance": (
        "test_a_row_of_a_child_table_is_in_its_parents_too",
        "test_of_two_parents_the_first_is_the_key",
    ),
    "swappable": (
        "test_a_swappable_model_that_a_setting_replaces_has_no_table",
        "test_a_custom_user_model_answers_to_the_setting",
    ),
    "many-to-many with and without through": ("test_tables_of_pairs_are_made_unless_a_model_is_named_through",),
    "generic relations": ("access/django/generic_relations", "test_a_generic_link_may_point_to_where_its_far_side_is"),
    "foreign keys by text": ("test_relations_lead_to_other_tables", "test_a_foreign_key_is_at_the_line_of_its_field"),
    "declarative, Mapped, Table, mixins": (
        "test_declared_and_core_tables_with_schema_mixin_and_inheritance",
        "test_annotated_types_bring_keys_and_links",
    ),
    "classical mapping": ("test_a_class_mapped_by_a_call_has_the_table_it_is_mapped_to",),
    "association tables, relationship with strings": (
        "test_foreign_keys_by_class_text_self_setting_inheritance_and_join_table",
    ),
    "back references": (
        "access/sqlalchemy/lazy_relations",
        "access/flask/sides_of_a_relation",
        "access/flask/sides_by_the_condition",
    ),
    "Flask-SQLAlchemy": (
        "test_flask_sqlalchemy_names_tables_of_classes_with_a_key",
        "test_flask_names_tables_in_snake_case",
    ),
    "Peewee, Tortoise, SQLModel": (
        "test_peewee_models",
        "test_tortoise_models",
        "test_sqlmodel_columns_are_annotations",
    ),
    "migrations of Django": (
        "test_renamed_models_fields_and_tables_are_followed",
        "test_squashed_migrations_stand_for_those_they_replace",
    ),
    "migrations of Alembic": ("test_operations_of_revisions_are_followed_in_their_order",),
    "SQL files": ("test_files_define_tables_and_point",),
    "DDL in strings": ("test_a_table_that_a_text_in_code_makes_otherwise_than_its_model_is_told",),
    "sources that disagree": (
        "test_tables_that_only_one_side_has",
        "test_columns_that_only_one_side_has",
        "test_a_table_that_only_migrations_make_is_kept",
    ),
}

ACCESS = {
    "managers and querysets through their chain": (
        "test_a_queryset_reads_through_its_chain",
        "access/django/lookups_along_relations",
    ),
    "select_related and prefetch_related": (
        "access/django/select_and_prefetch_related",
        "access/django/rows_of_pairs",
    ),
    "annotations": ("access/django/annotations_and_aggregates",),
    "subqueries": ("access/django/subqueries",),
    "F and Q": ("access/django/expressions",),
    "reverse accessors and related_name": ("access/django/reverse_accessors",),
    "custom managers": ("access/django/custom_querysets", "test_a_manager_of_another_name_is_one"),
    "get_object_or_404": ("access/django/shortcuts",),
    "bulk_*": ("access/django/many_rows_at_once",),
    "update": (
        "test_update_and_delete_at_the_end_of_a_chain_write_and_do_not_read",
        "access/django/queries_only_changed",
        "access/sqlalchemy/queries_only_changed",
    ),
    "the rows of Peewee and Tortoise": ("access/peewee/rows", "access/tortoise/rows"),
    "repositories written once for all classes": ("access/sqlalchemy/generic_repositories",),
    "asynchronous sessions": ("access/sqlalchemy/asynchronous",),
    "cascades": ("access/django/deletes_cascade", "access/flask/deletes", "access/flask/rows_of_an_heir"),
    "save through the type of a variable": (
        "access/flask/bases_of_many_models",
        "access/flask/by_use",
        "access/django/instances",
        "test_save_and_delete_through_the_type_of_a_variable",
    ),
    "generic views": ("access/django/views", "access/django/views_that_delete"),
    "DRF serializers": ("access/django/rest_framework",),
    "admin and forms": (
        "access/django/admin_and_forms",
        "access/django/fields_of_forms",
        "access/django/formsets_helpers_and_types",
        "access/django/classes_looked_up_in_a_dict",
    ),
    "select, insert, update, delete of SQLAlchemy": (
        "access/sqlalchemy/statements",
        "access/sqlalchemy/functions_of_the_module",
        "access/sqlalchemy/classes_given_and_gone_through",
    ),
    "legacy query": ("access/sqlalchemy/legacy_query",),
    "session.add, merge, delete": ("access/sqlalchemy/session_of_instances",),
    "lazy relationships": ("access/sqlalchemy/lazy_relations", "access/flask/eager_relations"),
    "joins": ("access/sqlalchemy/joins_and_loading",),
    "core connections": ("access/sqlalchemy/core_connections", "access/sqlalchemy/columns_and_light_tables"),
    "literals, f-strings, concatenation, format, %": (
        "test_literals_f_strings_and_concatenation",
        "test_names_through_constants_and_other_classes",
    ),
    "text() and cursor.execute": ("test_what_a_database_receives_needs_no_further_sign",),
    "raw() and extra(), pandas, drivers that copy": (
        "test_a_read_in_raw_sql_is_found",
        "test_a_write_in_raw_sql_is_found",
    ),
    "query builders": ("test_tables_of_a_builder_are_joined",),
    "SQL files loaded by name": ("test_files_loaded_by_name",),
    "dialects and quoted names": (
        "statements/backticks_and_schema",
        "statements/tsql_update_of_an_alias",
        "statements/mysql_replace",
        "statements/oracle_binds",
    ),
    "CTEs": ("statements/cte_is_no_table", "statements/recursive_cte", "statements/cte_that_deletes"),
    "sub-queries": ("statements/exists", "statements/lateral"),
    "INSERT … SELECT": ("statements/insert_select_with_subquery",),
    "MERGE": ("statements/merge",),
    "upserts, RETURNING": ("statements/upsert_returning",),
    "COPY": ("statements/copy_a_query_out", "statements/copy_with_data", "statements/dump_of_postgres"),
    "LOCK": ("statements/lock", "statements/for_update_skip_locked"),
    "views resolved to their tables": (
        "statements/view",
        "test_a_read_of_a_view_is_a_read_of_its_tables_through_views_of_views",
    ),
    "triggers": (
        "test_a_write_fires_the_triggers_of_its_event_and_no_others",
        "test_a_trigger_of_a_trigger_is_followed_and_circles_end",
    ),
    "several statements": ("statements/truncate_two", "statements/drop_two"),
    "placeholders of every style": (
        "statements/oracle_binds",
        "statements/psycopg_in_tuple",
        "statements/holes_at_every_place",
    ),
    "holes": ("statements/hole_for_a_table", "test_what_a_name_may_be_filled_with_is_told_as_unknown_once"),
    "Jinja": ("statements/jinja", "statements/dbt_macros"),
    "prose is not SQL": ("test_prose_is_not_sql", "test_prose_is_no_access"),
    "unparseable text": ("statements/unparsable_is_scanned", "statements/unparsable_update_is_scanned"),
}

TRANSACTIONS = {
    "atomic as decorator": ("test_an_atomic_decorator_is_a_transaction",),
    "atomic as context manager": ("test_an_atomic_block_is_a_transaction_of_all_it_calls",),
    "nested": ("test_a_block_within_a_block_is_part_of_it", "test_a_savepoint_is_part_of_the_transaction_that_commits"),
    "ATOMIC_REQUESTS": ("test_requests_are_transactions_where_the_settings_say_so",),
    "on_commit": ("test_what_runs_on_commit_is_outside", "test_a_function_that_hands_on_to_on_commit_is_like_it"),
    "session.commit, rollback": (
        "test_a_commit_makes_the_function_a_transaction",
        "test_a_commit_on_a_way_out_leaves_what_is_before_it_to_the_next",
    ),
    "session.begin, sessionmaker.begin": ("access/sqlalchemy/sessions_that_begin", "test_sessions_begin_in_blocks"),
    "autocommit": ("test_with_autocommit_there_is_no_transaction",),
    "explicit BEGIN": ("test_begin_and_commit_as_text", "test_begin_and_commit_in_a_file"),
    "select_for_update": ("test_rows_locked_for_update_are_told",),
    "two-phase commit": ("test_two_phases_are_told",),
    "through the calls it makes": (
        "test_what_is_written_by_called_functions_is_less_sure_the_further_away",
        "test_what_a_library_calls_back_runs_in_the_transaction",
    ),
    "ordered reads and writes of an entry point": ("test_steps_come_in_order_of_lines_through_calls",),
}

BESIDE = {
    "joined in one statement": ("statements/join_using", "statements/nested_joins", "statements/self_join"),
    "written in one transaction": ("test_without_a_transaction_writes_do_not_hang_together",),
    "foreign keys as evidence": ("statements/create_with_foreign_keys", "statements/alter_adds_foreign_key"),
    "caches, queues, buckets, stores and services": (
        "resources/http",
        "resources/state",
        "resources/settings",
        "test_every_kind_has_a_client",
    ),
}

HELD = [(noun, each) for part in (SCHEMA, ACCESS, TRANSACTIONS, BESIDE) for noun, held in part.items() for each in held]


@pytest.mark.parametrize(("noun", "held"), HELD, ids=lambda each: str(each))
def test_what_holds_a_noun_is_there(noun: str, held: str) -> None:
    assert held in _tests() | _cases(), f"nothing of this name holds “{noun}”"


@cache
def _tests() -> set[str]:
    return {
        name
        for path in TESTS.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)
    }


@cache
def _cases() -> set[str]:
    found = {path.relative_to(CASES).with_suffix("").as_posix() for path in CASES.rglob("*.*")}
    return found | {f"resources/{path.stem}" for path in (TESTS / "cases" / "resources").glob("*.case")}
