-- reads: users
SELECT * FROM log_{} l JOIN users ON users.id = l.user_id
