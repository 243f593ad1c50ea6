"""The words of the database libraries that tell what a call does."""


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


YIELDS_ONE = words(
    "get first last earliest latest one one_or_none scalar scalar_one scalar_one_or_none get_or_404 first_or_404 "
    "one_or_404 aget afirst alast aearliest alatest get_or_none get_one get_by_id create acreate get_or_create "
    "aget_or_create update_or_create aupdate_or_create pop"
)
"""Steps from rows to one instance."""

MAKES = words("model_validate model_validate_json model_construct parse_obj from_orm construct")
"""Methods of pydantic by which a class makes an instance of itself."""

OF_ROWS = {
    "sqlalchemy": words("query"),
    "peewee": words("select filter get get_or_none get_by_id get_or_create raw"),
    "tortoise": words(
        "all filter exclude get get_or_none get_or_create update_or_create first last latest earliest exists in_bulk "
        "annotate raw select_for_update"
    ),
}
"""What gives the rows of a mapped class, or one of them, by the name of the library that maps it."""

TAKES_ITS_FORM = words("form_valid form_invalid perform_create perform_update save_form")
"""Methods of views that the library gives the form or serializer which the class names."""

DONE_BY_VIEWS = words(
    "form_valid delete destroy create update partial_update perform_create perform_update perform_destroy"
)
"""Methods of generic views that change rows of the model which the view is bound to."""

READ_BY_VIEWS = words("get_object")
"""Methods of generic views that read a row of it."""

VALIDATES = words("full_clean validate_unique validate_constraints")
"""Checks of one Django instance that look for others like it."""

DJANGO_METHODS = words(
    "clean clean_fields full_clean validate_unique get_deferred_fields prepare_database_save serializable_value "
    "date_error_message unique_error_message "
    "get_constraints check from_db pk adelete arefresh_from_db refresh_from_db get_absolute_url "
    "set_password check_password set_unusable_password has_usable_password get_username get_full_name get_short_name "
    "get_session_auth_hash natural_key normalize_username email_user has_perm has_perms has_module_perms clean_password"
)
"""Methods of Django's own models that ask for no row of their table."""

WRITES_BY_NAME = (
    "add_",
    "move",
    "fix_",
    "delete",
    "remove",
    "save",
    "create",
    "swap",
    "up",
    "down",
    "to",
    "bottom",
    "top",
)
"""How names begin of methods of libraries that change rows: of trees, ordered lists, soft deletion."""

READS_AND_WRITES = words("get_or_create aget_or_create update_or_create aupdate_or_create")
CREATES = READS_AND_WRITES | words("create acreate bulk_create abulk_create insert insert_many")
DELETES = words("delete adelete _raw_delete delete_instance delete_by_id")
CHANGES = words("update aupdate bulk_update abulk_update update_many replace set_by_id")
LINKS = words("add aadd remove aremove set aset clear aclear append extend")
"""Changes of a collection of related rows."""

LOOKS_FIRST = words("add aadd set aset")
"""Those that read which rows are related already."""

SAVES = words("save asave save_base")
"""Writes of one Django or peewee instance."""

NO_ROWS = words("none")
"""Steps after which a query of Django asks the database for nothing."""

NAVIGATES = words("select_related prefetch_related")
LOOKUPS = NAVIGATES | words(
    "filter exclude get aget order_by values values_list annotate aggregate alias only defer distinct filter_by "
    "get_or_create update_or_create earliest latest dates datetimes complex_filter"
)
"""Calls whose keyword names and texts are paths over relations (`customer__name`)."""

NARROWS = NAVIGATES | words(
    "filter filter_by where exclude order_by limit offset options join outerjoin distinct group_by having annotate only defer "
    "using select_for_update with_for_update execution_options"
)
"""Calls that make of a query one of the same rows, whatever library it is of."""

QUERIES = (
    LOOKUPS
    | YIELDS_ONE
    | words(
        "all count acount exists aexists iterator aiterator in_bulk ain_bulk union difference intersection extra raw none "
        "select_for_update using reverse explain contains join outerjoin where options group_by having scalars all fetchall"
    )
) - words("pop none")
"""Calls on rows that have them read, now or later."""

EXHAUSTS = words("list tuple set frozenset sorted len bool any all sum max min next iter dict")
"""Python's own functions that go through the rows they are given."""

PATH_FUNCTIONS = words("Q F Count Sum Avg Min Max StdDev Variance Prefetch Coalesce Case When Lower Upper Concat")
"""Calls within a lookup whose texts and keyword names are such paths too."""

TAKES_CONDITIONS = words("filter exclude get aget get_or_create update_or_create complex_filter aggregate")
"""Calls that are given a `Q`."""

NO_JOIN = words("id pk in isnull exact iexact gt gte lt lte range")
"""Ends of a path that need only the foreign key's own column."""

JOINS = words(
    "join outerjoin options select_from join_from outerjoin_from with_entities add_entity load_only subqueryload"
)
"""Steps of an SQLAlchemy query where naming a relation brings in what it leads to."""

SESSION_NAMES = ("session", "store", "db", "database", "connection", "unit_of_work", "uow", "tx")
"""What is in the names of sessions."""

SESSION_WRITES = words("add add_all merge bulk_save_objects")
SESSION_BULK = words("bulk_insert_mappings bulk_update_mappings")
SESSION_GETS = words("get get_one")
SESSION_RUNS = words("scalars scalar execute exec stream stream_scalars")
STATEMENTS = {"select": False, "insert": True, "update": True, "delete": True}
"""Functions that make an SQLAlchemy statement, and whether it writes."""

SHORTCUTS = {
    "get_object_or_404": "instance",
    "aget_object_or_404": "instance",
    "get_list_or_404": "rows",
    "aget_list_or_404": "rows",
}
"""Django's functions that query what they are given, and what they yield."""

SINKS = words(
    "execute executemany executescript execute_batch execute_values exec exec_driver_sql text raw read_sql read_sql_query "
    "RawSQL RunSQL DDL mogrify fetch fetchrow fetchval fetchall fetchone fetch_all fetch_one execute_sql run_sql query "
    "sql callproc copy_expert prepare iterate"
)
"""Calls that a text is given to because it is SQL."""

MESSAGES = words(
    "debug info warning warn error exception critical log print _ gettext gettext_lazy ngettext ugettext ugettext_lazy "
    "flash abort fail echo secho add_argument option"
)
"""Calls that a text is given to because people will read it."""

LOCKS = words("select_for_update with_for_update with_lockmode")
"""Steps of a query that lock the rows it reads until the transaction ends."""

NAMED_TABLES = {
    "read_sql_table": (False, 0, "table_name"),
    "to_sql": (True, 0, "name"),
    "to_gbq": (True, 0, "destination_table"),
    "copy_from": (True, 1, "table"),
    "copy_to": (False, 1, "table"),
    "copy_records_to_table": (True, 0, "table_name"),
    "copy_to_table": (True, 0, "table_name"),
    "copy_from_table": (False, 0, "table_name"),
    "extra": (False, 4, "tables"),
}
"""Calls that are given the name of a table as a text: whether they write it, and the place and name of the argument."""
