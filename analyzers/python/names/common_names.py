"""Names of methods that tell little of the object, because values of every program have them, or those of frameworks."""

# Of builtin values and of the standard library.
BUILTIN = frozenset(
    """add append appendleft begin build cancel capitalize casefold center check clean clear clone close commit connect
    copy count create cursor date debug decode delete difference discard dispatch emit encode endswith error
    exception execute exists exit expandtabs extend fetchall fetchone fileno fill filter find first flush format
    fromkeys generate get getvalue group groups handle has_key index info insert intersection is_alive is_dir
    is_file is_set isalnum isalpha isatty isdigit isdisjoint islower isoformat isspace issubset issuperset istitle
    isupper items iterator join keys last list ljust load loads lock log lower lstrip main map match mkdir next
    notify now open parse partition pop popitem popleft post process put query read readable readline readlines
    refresh register release remove render replace request reset resolve reverse rfind rindex rjust rollback rotate
    rpartition rsplit rstrip run save search seek send serialize set setdefault setup sort span split splitlines
    start startswith status stop strftime strip strptime sub submit subn swapcase symmetric_difference sync tell
    terminate test text time title to_dict to_json today tolist translate truncate type union unlink update upper
    url validate value values wait warning wrap writable write writelines writerow writerows year zfill""".split()  # noqa: SIM905 - a list of quoted words reads worse
)
# Of queries, sessions and queues.
QUERIES = frozenset(
    """aggregate all annotate apply_async bulk_create bulk_update dates defer delay distinct earliest exclude expire
    expunge filter_by get_object_or_404 get_or_create get_or_none group_by in_bulk latest limit merge none offset
    one one_or_none only order_by outerjoin prefetch_related raw redirect refresh_from_db returning scalar
    scalar_one scalars select_for_update select_related update_or_create using values_list with_entities""".split()  # noqa: SIM905 - a list of quoted words reads worse
)
EVERYBODYS = BUILTIN | QUERIES
# Of forms, views, models, serializers and loaders of modules: a class that inherits from outside most likely has them from there.
FRAMEWORKS = frozenset(
    """as_p as_sql as_table as_view build_attrs check_password clean_fields cleaned_data contribute_to_class db_type
    create_module deconstruct exec_module find_module find_spec form_invalid form_valid get_code get_data get_filename
    get_resource_reader get_source load_module module_repr from_db_value full_clean get_absolute_url get_context get_context_data
    get_default get_form get_form_class get_form_kwargs get_full_name get_full_path get_initial get_internal_type
    get_object get_ordering get_paginate_by get_permissions get_prep_value get_queryset get_serializer_class
    get_short_name get_success_url get_template_names get_urls get_username has_changed has_next has_perm
    has_permission_denied has_perms has_previous http_method_not_allowed id_for_label initial_data invoke is_active
    is_anonymous is_authenticated is_bound is_hidden is_multipart is_staff is_superuser is_valid make_context
    natural_key non_field_errors num_pages page_range pre_save paginate_by paginate_queryset render_to_response
    render_to_string reorder set_cookie set_password to_internal_value to_python unique_error_message
    validate_unique value_from_datadict value_omitted_from_data""".split()  # noqa: SIM905 - a list of quoted words reads worse
)
