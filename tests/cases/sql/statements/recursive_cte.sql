-- reads: label, node
-- joins: label node
WITH RECURSIVE tree AS (
  SELECT * FROM node UNION ALL SELECT n.* FROM node n JOIN tree t ON t.id = n.parent
) SELECT * FROM tree JOIN label ON label.node_id = tree.id
