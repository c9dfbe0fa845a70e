-- A host's own tables, and the views through which Cartable reads them.
CREATE TABLE portal_parent (nr INTEGER PRIMARY KEY, first_name VARCHAR(100), last_name VARCHAR(100), mail VARCHAR(200));
CREATE TABLE portal_child (nr INTEGER PRIMARY KEY, first_name VARCHAR(100), last_name VARCHAR(100));
CREATE TABLE portal_tie (parent INTEGER NOT NULL, child INTEGER NOT NULL);

CREATE VIEW cartable_guardian AS
    SELECT CAST(nr AS VARCHAR(255)) AS id, first_name AS given_name, last_name AS family_name, mail AS email FROM portal_parent;
CREATE VIEW cartable_pupil AS
    SELECT CAST(nr AS VARCHAR(255)) AS id, first_name AS given_name, last_name AS family_name FROM portal_child;
CREATE VIEW cartable_guardianship AS
    SELECT CAST(parent AS VARCHAR(255)) AS guardian_id, CAST(child AS VARCHAR(255)) AS pupil_id FROM portal_tie;
