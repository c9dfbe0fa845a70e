-- The host's own tables.
CREATE TABLE IF NOT EXISTS portal_parent (nr INTEGER PRIMARY KEY, first_name VARCHAR(100), last_name VARCHAR(100), mail VARCHAR(200));
CREATE TABLE IF NOT EXISTS portal_child (nr INTEGER PRIMARY KEY, first_name VARCHAR(100), last_name VARCHAR(100), form VARCHAR(20));
CREATE TABLE IF NOT EXISTS portal_tie (parent INTEGER NOT NULL, child INTEGER NOT NULL);

-- The views through which Cartable reads them.
CREATE OR REPLACE VIEW cartable_guardian AS
    SELECT CAST(nr AS VARCHAR(255)) AS id, first_name AS given_name, mail AS email FROM portal_parent;
CREATE OR REPLACE VIEW cartable_pupil AS
    SELECT CAST(nr AS VARCHAR(255)) AS id, first_name AS given_name, last_name AS family_name, form AS promotion_id FROM portal_child;
CREATE OR REPLACE VIEW cartable_guardianship AS
    SELECT CAST(parent AS VARCHAR(255)) AS guardian_id, CAST(child AS VARCHAR(255)) AS pupil_id FROM portal_tie;
CREATE OR REPLACE VIEW cartable_promotion AS SELECT DISTINCT form AS id, form AS name FROM portal_child WHERE form IS NOT NULL;
CREATE OR REPLACE VIEW cartable_user AS
    SELECT CAST(nr AS VARCHAR(255)) AS id, first_name AS user_name, form AS promotion_id FROM portal_child;
