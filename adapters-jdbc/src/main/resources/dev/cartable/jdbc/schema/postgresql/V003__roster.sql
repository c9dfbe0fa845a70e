-- The school's data. Where the host defines these as views over its own tables, nothing of this runs.

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {promotion} (
    id     text COLLATE "C" PRIMARY KEY,
    name   text NOT NULL,
    active boolean DEFAULT TRUE NOT NULL
);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {pupil} (
    id           text COLLATE "C" PRIMARY KEY,
    given_name   text NOT NULL,
    family_name  text NOT NULL,
    promotion_id text COLLATE "C",
    email        text,
    active       boolean DEFAULT TRUE NOT NULL
);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {#pupil_promotion} ON {pupil} (promotion_id);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {guardian} (
    id          text COLLATE "C" PRIMARY KEY,
    given_name  text NOT NULL,
    family_name text NOT NULL,
    email       text,
    phone       text,
    language    text,
    active      boolean DEFAULT TRUE NOT NULL
);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {guardianship} (
    guardian_id       text COLLATE "C" NOT NULL,
    pupil_id          text COLLATE "C" NOT NULL,
    relation          text NOT NULL,
    primary_contact   boolean DEFAULT FALSE NOT NULL,
    may_see_pupil     boolean DEFAULT TRUE NOT NULL,
    emergency_contact boolean DEFAULT FALSE NOT NULL,
    valid_from        date,
    valid_to          date,
    active            boolean DEFAULT TRUE NOT NULL,
    PRIMARY KEY (guardian_id, pupil_id)
);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {#guardianship_pupil} ON {guardianship} (pupil_id);
