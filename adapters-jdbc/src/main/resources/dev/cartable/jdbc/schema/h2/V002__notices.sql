-- Messages to people: the history of all, and what waits.

-- Written twice: when a notice is queued, and when it is final. Addresses and variables expire, keys stay.
CREATE TABLE IF NOT EXISTS {notice} (
    id         UUID PRIMARY KEY,
    key_sha256 VARCHAR(64) NOT NULL UNIQUE,
    kind       VARCHAR(64) NOT NULL,
    subject    VARCHAR(320) NOT NULL,
    revision   VARCHAR(255) NOT NULL,
    recipient  VARCHAR(320) NOT NULL,
    channel    VARCHAR(16) NOT NULL,
    slot       VARCHAR(255) NOT NULL,
    address    VARCHAR(320),
    language   VARCHAR(64) NOT NULL,
    variables  VARCHAR,
    queued_at  TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    due_at     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    state      VARCHAR(16) NOT NULL,
    attempts   INTEGER NOT NULL,
    reason     VARCHAR,
    changed_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX IF NOT EXISTS {notice_recipient} ON {notice} (recipient, id);
CREATE INDEX IF NOT EXISTS {notice_subject} ON {notice} (subject, id);
CREATE INDEX IF NOT EXISTS {notice_queued} ON {notice} (queued_at);

-- What waits or is being sent; a row is deleted when its notice is final. leased_until is this database's time.
CREATE TABLE IF NOT EXISTS {outbox} (
    notice_id    UUID PRIMARY KEY,
    channel      VARCHAR(16) NOT NULL,
    state        VARCHAR(16) NOT NULL,
    due_at       TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    attempts     INTEGER NOT NULL,
    fence        BIGINT NOT NULL,
    holder       VARCHAR(320),
    leased_until TIMESTAMP(6) WITH TIME ZONE,
    reason       VARCHAR,
    changed_at   TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX IF NOT EXISTS {outbox_due} ON {outbox} (channel, due_at, notice_id);

CREATE TABLE IF NOT EXISTS {channel_pause} (
    channel  VARCHAR(16) PRIMARY KEY,
    until_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    reason   VARCHAR NOT NULL
);

-- What people read in the application itself.
CREATE TABLE IF NOT EXISTS {inbox} (
    notice_id  UUID PRIMARY KEY,
    recipient  VARCHAR(320) NOT NULL,
    subject    VARCHAR NOT NULL,
    body       VARCHAR NOT NULL,
    arrived_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    read_at    TIMESTAMP(6) WITH TIME ZONE
);
CREATE INDEX IF NOT EXISTS {inbox_recipient} ON {inbox} (recipient, arrived_at);
CREATE INDEX IF NOT EXISTS {inbox_arrived} ON {inbox} (arrived_at);

-- Texts that an administrator has put in place of the built-in ones.
CREATE TABLE IF NOT EXISTS {template} (
    kind     VARCHAR(64) NOT NULL,
    language VARCHAR(64) NOT NULL,
    body     VARCHAR NOT NULL,
    PRIMARY KEY (kind, language)
);
