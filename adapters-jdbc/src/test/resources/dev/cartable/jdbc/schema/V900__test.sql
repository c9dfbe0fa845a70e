-- A step that a later release may bring: it adds a column, fills it and indexes it.
--! only where the roster is in tables
ALTER TABLE {promotion} ADD COLUMN IF NOT EXISTS room {TEXT(32)};
--! only where the roster is in tables
UPDATE {promotion} SET room = name || ' 1' WHERE room IS NULL;
CREATE INDEX IF NOT EXISTS {#account_email} ON {account} (email) {WHERE(email IS NOT NULL)};
