"""Stock, taken out of services/ in 2024. Purchasing and shipping did not make it yet."""
