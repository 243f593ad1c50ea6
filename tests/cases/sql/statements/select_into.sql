-- creates: copy_of
-- reads: original
-- joins: copy_of original
SELECT * INTO copy_of FROM original
