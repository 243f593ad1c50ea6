-- reads: shop.orders
SELECT * FROM `shop`.`orders` WHERE `id` = ?
