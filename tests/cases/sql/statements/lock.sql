-- reads: accounts, bookings
-- joins: accounts bookings
-- parsed: no
LOCK TABLE accounts, bookings IN EXCLUSIVE MODE
