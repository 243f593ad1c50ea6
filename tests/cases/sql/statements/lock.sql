-- reads: accounts, bookings
-- joins: accounts bookings
LOCK TABLE accounts, bookings IN EXCLUSIVE MODE
