-- The school's data. Where the host defines these as views over its own tables, nothing of this runs.

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {promotion} (
    id     VARCHAR(255) PRIMARY KEY,
    name   VARCHAR NOT NULL,
    active BOOLEAN DEFAULT TRUE NOT NULL
);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {pupil} (
    id           VARCHAR(255) PRIMARY KEY,
    given_name   VARCHAR(255) NOT NULL,
    family_name  VARCHAR(255) NOT NULL,
    promotion_id VARCHAR(255),
    email        VARCHAR,
    active       BOOLEAN DEFAULT TRUE NOT NULL
);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {pupil_promotion} ON {pupil} (promotion_id);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {guardian} (
    id          VARCHAR(255) PRIMARY KEY,
    given_name  VARCHAR(255) NOT NULL,
    family_name VARCHAR(255) NOT NULL,
    email       VARCHAR,
    phone       VARCHAR,
    language    VARCHAR(64),
    active      BOOLEAN DEFAULT TRUE NOT NULL
);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {guardianship} (
    guardian_id       VARCHAR(255) NOT NULL,
    pupil_id          VARCHAR(255) NOT NULL,
    relation          VARCHAR(16) NOT NULL,
    primary_contact   BOOLEAN DEFAULT FALSE NOT NULL,
    may_see_pupil     BOOLEAN DEFAULT TRUE NOT NULL,
    emergency_contact BOOLEAN DEFAULT FALSE NOT NULL,
    valid_from        DATE,
    valid_to          DATE,
    active            BOOLEAN DEFAULT TRUE NOT NULL,
    PRIMARY KEY (guardian_id, pupil_id)
);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {guardianship_pupil} ON {guardianship} (pupil_id);
