-- Parent accounts: who they are for, how their holders prove who they are, and what they see.

CREATE TABLE IF NOT EXISTS {account} (
    id                UUID PRIMARY KEY,
    guardian_id       VARCHAR(255) NOT NULL UNIQUE,
    username          VARCHAR(64) NOT NULL UNIQUE,
    state             VARCHAR(16) NOT NULL,
    given_name        VARCHAR(255) NOT NULL,
    family_name       VARCHAR(255) NOT NULL,
    email             VARCHAR(254),
    language          VARCHAR(64) NOT NULL,
    credential_rev    INTEGER NOT NULL,
    credential_origin VARCHAR(16) NOT NULL,
    password_hash     VARCHAR(512),
    password_expires_at TIMESTAMP(6) WITH TIME ZONE,
    source            VARCHAR(32) NOT NULL,
    created_at        TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    activated_at      TIMESTAMP(6) WITH TIME ZONE,
    last_sign_in_at   TIMESTAMP(6) WITH TIME ZONE,
    orphan_since      TIMESTAMP(6) WITH TIME ZONE,
    deactivated_at    TIMESTAMP(6) WITH TIME ZONE,
    deactivation      VARCHAR(16),
    migrated_at       TIMESTAMP(6) WITH TIME ZONE,
    version           BIGINT NOT NULL
);

-- Every username that was ever given, as keyed hashes. Only a migration that is taken back deletes its own.
CREATE TABLE IF NOT EXISTS {username} (
    skeleton VARCHAR(128) PRIMARY KEY,
    base     VARCHAR(128) NOT NULL,
    suffix   INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS {username_base} ON {username} (base, suffix DESC);

-- Which pupils an account sees, or saw until ended_at. Never deleted.
CREATE TABLE IF NOT EXISTS {account_pupil} (
    account_id UUID NOT NULL,
    pupil_id   VARCHAR(255) NOT NULL,
    started_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    ended_at   TIMESTAMP(6) WITH TIME ZONE,
    PRIMARY KEY (account_id, pupil_id)
);
CREATE INDEX IF NOT EXISTS {account_pupil_pupil} ON {account_pupil} (pupil_id);
CREATE INDEX IF NOT EXISTS {account_pupil_ended} ON {account_pupil} (ended_at);

CREATE TABLE IF NOT EXISTS {activation} (
    token_sha256 VARCHAR(64) PRIMARY KEY,
    account_id   UUID NOT NULL,
    revision     INTEGER NOT NULL,
    expires_at   TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    used_at      TIMESTAMP(6) WITH TIME ZONE,
    UNIQUE (account_id, revision)
);

-- Keyed hashes of guardians who were erased.
CREATE TABLE IF NOT EXISTS {tombstone} (
    hash     VARCHAR(128) PRIMARY KEY,
    added_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

-- The host keys that this database was written with, the newest last, as check values. Never deleted.
CREATE TABLE IF NOT EXISTS {host_key} (
    number      INTEGER PRIMARY KEY,
    check_value VARCHAR(64) NOT NULL UNIQUE,
    since       TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    exported_at TIMESTAMP(6) WITH TIME ZONE,
    lost_at     TIMESTAMP(6) WITH TIME ZONE
);

-- Wrong passwords in a row, by keyed hashes of usernames.
CREATE TABLE IF NOT EXISTS {failed_sign_in} (
    hash     VARCHAR(128) PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at  TIMESTAMP(6) WITH TIME ZONE
);

-- At most one run of a kind at a time. The fence grows with each grant; until_at is this database's time.
CREATE TABLE IF NOT EXISTS {lease} (
    name     VARCHAR(128) PRIMARY KEY,
    fence    BIGINT NOT NULL,
    holder   VARCHAR(320),
    until_at TIMESTAMP(6) WITH TIME ZONE
);
