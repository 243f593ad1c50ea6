-- reads: prefix
SELECT COUNT(*) FROM prefix WHERE prefix.net <<= '10.0.0.0/8'
