-- reads: orders, raw.lines
-- joins: orders raw.lines
{{ config(
    materialized='table'
) }}
WITH x AS (SELECT * FROM {{ ref('orders') }})
SELECT * FROM x JOIN {{ source("raw", "lines") }} l ON l.order_id = x.id
