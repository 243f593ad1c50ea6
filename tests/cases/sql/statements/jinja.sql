-- reads: orders
{% if day %} SELECT * FROM orders WHERE day = {{ day }} {% endif %}
