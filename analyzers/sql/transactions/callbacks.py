"""A method of a library that the tree inherits → the methods of the same object that it calls, which the tree may have."""

from ..vocabulary import words

_OF_REQUESTS = words("get post put patch delete head options trace get_object get_queryset")
_OF_FORMS = words(
    "get_object get_form get_form_class get_form_kwargs get_initial form_valid form_invalid get_success_url"
)

CALLS_BACK = {
    "dispatch": _OF_REQUESTS,
    "get": words("get_queryset get_object get_context_data paginate_queryset render_to_response get_form"),
    "post": _OF_FORMS | words("delete get_context_data"),
    "put": _OF_FORMS,
    "delete": words("get_object get_success_url perform_destroy"),
    "form_valid": words("get_success_url"),
    "form_invalid": words("get_context_data render_to_response"),
    "get_form": words("get_form_class get_form_kwargs get_initial"),
    "get_object": words("get_queryset"),
    "get_context_data": words(
        "get_form get_queryset get_paginate_by paginate_queryset get_table get_table_data get_filterset"
    ),
    "paginate_queryset": words("get_paginate_by get_paginator"),
    "is_valid": words("full_clean clean validate run_validation to_internal_value"),
    "full_clean": words("clean clean_fields validate_unique"),
    "save": words("create update save_m2m _save_m2m save_new save_existing save_new_objects save_existing_objects"),
    "create": words("perform_create get_serializer"),
    "update": words("perform_update get_serializer get_object"),
    "partial_update": words("update perform_update get_serializer get_object"),
    "destroy": words("perform_destroy get_object"),
    "list": words("get_queryset filter_queryset paginate_queryset get_serializer"),
    "retrieve": words("get_object get_serializer"),
}
"""Methods of generic views, forms, serializers and models of Django and its REST framework."""

SAVES_ITS_FORM = words("form_valid perform_create perform_update")
"""Methods of such views that save the form or serializer which they are given."""
