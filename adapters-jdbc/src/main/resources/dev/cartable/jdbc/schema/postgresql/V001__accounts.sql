-- Parent accounts: who they are for, how their holders prove who they are, and what they see.

CREATE TABLE IF NOT EXISTS {account} (
    id                uuid PRIMARY KEY,
    guardian_id       text COLLATE "C" NOT NULL UNIQUE,
    username          text COLLATE "C" NOT NULL UNIQUE,
    state             text NOT NULL,
    given_name        text NOT NULL,
    family_name       text NOT NULL,
    email             text,
    language          text COLLATE "C" NOT NULL,
    credential_rev    integer NOT NULL,
    credential_origin text NOT NULL,
    password_hash     text,
    password_expires_at timestamptz,
    source            text NOT NULL,
    created_at        timestamptz NOT NULL,
    activated_at      timestamptz,
    last_sign_in_at   timestamptz,
    orphan_since      timestamptz,
    deactivated_at    timestamptz,
    deactivation      text,
    migrated_at       timestamptz,
    version           bigint NOT NULL
);

-- Every username that was ever given, as keyed hashes. Only a migration that is taken back deletes its own.
CREATE TABLE IF NOT EXISTS {username} (
    skeleton text COLLATE "C" PRIMARY KEY,
    base     text COLLATE "C" NOT NULL,
    suffix   integer NOT NULL
);
CREATE INDEX IF NOT EXISTS {#username_base} ON {username} (base, suffix DESC);

-- Which pupils an account sees, or saw until ended_at. Never deleted.
CREATE TABLE IF NOT EXISTS {account_pupil} (
    account_id uuid NOT NULL,
    pupil_id   text COLLATE "C" NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,
    PRIMARY KEY (account_id, pupil_id)
);
CREATE INDEX IF NOT EXISTS {#account_pupil_pupil} ON {account_pupil} (pupil_id);
CREATE INDEX IF NOT EXISTS {#account_pupil_ended} ON {account_pupil} (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS {activation} (
    token_sha256 text COLLATE "C" PRIMARY KEY,
    account_id   uuid NOT NULL,
    revision     integer NOT NULL,
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz,
    UNIQUE (account_id, revision)
);

-- Keyed hashes of guardians who were erased.
CREATE TABLE IF NOT EXISTS {tombstone} (
    hash     text COLLATE "C" PRIMARY KEY,
    added_at timestamptz NOT NULL
);

-- The host keys that this database was written with, the newest last, as check values. Never deleted.
CREATE TABLE IF NOT EXISTS {host_key} (
    number      integer PRIMARY KEY,
    check_value text COLLATE "C" NOT NULL UNIQUE,
    since       timestamptz NOT NULL,
    exported_at timestamptz,
    lost_at     timestamptz
);

-- Wrong passwords in a row, by keyed hashes of usernames.
CREATE TABLE IF NOT EXISTS {failed_sign_in} (
    hash     text COLLATE "C" PRIMARY KEY,
    failures integer NOT NULL,
    last_at  timestamptz
);

-- At most one run of a kind at a time. The fence grows with each grant; until_at is this database's time.
CREATE TABLE IF NOT EXISTS {lease} (
    name     text COLLATE "C" PRIMARY KEY,
    fence    bigint NOT NULL,
    holder   text,
    until_at timestamptz
);
