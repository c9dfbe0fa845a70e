-- Promotions that users of the network were put into by hand: a roster that does not have them does not retire them.
--! only where the roster is in tables
ALTER TABLE {promotion} ADD COLUMN IF NOT EXISTS kept boolean DEFAULT FALSE NOT NULL;
-- Those that users were in before.
--! only where the roster is in tables
UPDATE {promotion} SET kept = TRUE WHERE id IN (SELECT promotion_id FROM {user} WHERE promotion_id IS NOT NULL);
