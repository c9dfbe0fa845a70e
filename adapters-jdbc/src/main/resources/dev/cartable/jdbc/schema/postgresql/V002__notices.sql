-- Messages to people: the history of all, and what waits.

-- Written twice: when a notice is queued, and when it is final. Addresses and variables expire, keys stay.
CREATE TABLE IF NOT EXISTS {notice} (
    id         uuid PRIMARY KEY,
    key_sha256 text COLLATE "C" NOT NULL UNIQUE,
    kind       text COLLATE "C" NOT NULL,
    subject    text COLLATE "C" NOT NULL,
    revision   text NOT NULL,
    recipient  text COLLATE "C" NOT NULL,
    channel    text COLLATE "C" NOT NULL,
    slot       text NOT NULL,
    address    text,
    language   text COLLATE "C" NOT NULL,
    variables  text,
    queued_at  timestamptz NOT NULL,
    due_at     timestamptz NOT NULL,
    state      text NOT NULL,
    attempts   integer NOT NULL,
    reason     text,
    changed_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS {#notice_recipient} ON {notice} (recipient, id);
CREATE INDEX IF NOT EXISTS {#notice_subject} ON {notice} (subject, id);
-- Shrinks as addresses and variables expire.
CREATE INDEX IF NOT EXISTS {#notice_queued} ON {notice} (queued_at) WHERE address IS NOT NULL OR variables IS NOT NULL;

-- What waits or is being sent; a row is deleted when its notice is final. leased_until is this database's time.
CREATE TABLE IF NOT EXISTS {outbox} (
    notice_id    uuid PRIMARY KEY,
    channel      text COLLATE "C" NOT NULL,
    state        text NOT NULL,
    due_at       timestamptz NOT NULL,
    attempts     integer NOT NULL,
    fence        bigint NOT NULL,
    holder       text,
    leased_until timestamptz,
    reason       text,
    changed_at   timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS {#outbox_due} ON {outbox} (channel, due_at, notice_id);

CREATE TABLE IF NOT EXISTS {channel_pause} (
    channel  text COLLATE "C" PRIMARY KEY,
    until_at timestamptz NOT NULL,
    reason   text NOT NULL
);

-- What people read in the application itself.
CREATE TABLE IF NOT EXISTS {inbox} (
    notice_id  uuid PRIMARY KEY,
    recipient  text COLLATE "C" NOT NULL,
    subject    text NOT NULL,
    body       text NOT NULL,
    arrived_at timestamptz NOT NULL,
    read_at    timestamptz
);
CREATE INDEX IF NOT EXISTS {#inbox_recipient} ON {inbox} (recipient, arrived_at);
CREATE INDEX IF NOT EXISTS {#inbox_arrived} ON {inbox} (arrived_at);

-- Texts that an administrator has put in place of the built-in ones.
CREATE TABLE IF NOT EXISTS {template} (
    kind     text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    body     text NOT NULL,
    PRIMARY KEY (kind, language)
);
