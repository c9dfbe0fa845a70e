-- Sessions of the network, as access servers tell of them (RFC 2866, RFC 2869).

-- Access servers. A row is locked by all who write its sessions, who may be many at once, or by one who tells of its restart.
CREATE TABLE IF NOT EXISTS {nas} (
    nas text COLLATE "C" PRIMARY KEY
);

-- Users who have had a session. A row is locked by whoever writes the user's sessions or admits the user to one.
CREATE TABLE IF NOT EXISTS {session_user} (
    user_id text COLLATE "C" PRIMARY KEY
);

-- Accounting-On and Accounting-Off.
CREATE TABLE IF NOT EXISTS {nas_event} (
    nas         text COLLATE "C" NOT NULL,
    happened_at timestamptz NOT NULL,
    status      text COLLATE "C" NOT NULL,
    PRIMARY KEY (nas, happened_at, status)
);

-- What was told, each thing once: content is all of it but its key and time, so that repetitions meet. session_time in seconds.
-- Forgotten after a while.
CREATE TABLE IF NOT EXISTS {session_reading} (
    user_id          text COLLATE "C" NOT NULL,
    nas              text COLLATE "C" NOT NULL,
    session_id       text COLLATE "C" NOT NULL,
    read_at          timestamptz NOT NULL,
    content          text COLLATE "C" NOT NULL,
    status           text NOT NULL,
    input_octets     bigint,
    input_gigawords  bigint,
    output_octets    bigint,
    output_gigawords bigint,
    session_time     bigint,
    PRIMARY KEY (user_id, nas, session_id, read_at, content)
);
CREATE INDEX IF NOT EXISTS {#session_reading_time} ON {session_reading} USING brin (read_at);

-- Sums of readings that a later one goes on from, so that it does not matter how long a session has lived. shown is what its
-- counters stood for. Where is_first is true, the readings before it are deleted.
CREATE TABLE IF NOT EXISTS {session_checkpoint} (
    user_id         text COLLATE "C" NOT NULL,
    nas             text COLLATE "C" NOT NULL,
    session_id      text COLLATE "C" NOT NULL,
    until_at        timestamptz NOT NULL,
    started_at      timestamptz NOT NULL,
    last_at         timestamptz NOT NULL,
    last_status     text NOT NULL,
    counted_at      timestamptz NOT NULL,
    grown_at        timestamptz NOT NULL,
    session_up      bigint NOT NULL,
    session_down    bigint NOT NULL,
    shown_up        bigint NOT NULL,
    shown_down      bigint NOT NULL,
    reported        boolean NOT NULL,
    session_time    bigint,
    stopped_at      timestamptz,
    freed_at        timestamptz,
    freed_status    text,
    server_ended_at timestamptz,
    restarted_at    timestamptz,
    is_first        boolean NOT NULL,
    PRIMARY KEY (user_id, nas, session_id, until_at)
);

-- What follows from that. over_at is the later of ended_at and updated_at, and NULL while the session is open: a session that
-- goes on is updated without any index.
CREATE TABLE IF NOT EXISTS {session} (
    user_id      text COLLATE "C" NOT NULL,
    nas          text COLLATE "C" NOT NULL,
    session_id   text COLLATE "C" NOT NULL,
    started_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    grown_at     timestamptz NOT NULL,
    ended_at     timestamptz,
    ended_by     text,
    over_at      timestamptz,
    session_up   bigint NOT NULL,
    session_down bigint NOT NULL,
    PRIMARY KEY (user_id, nas, session_id, started_at)
) WITH (fillfactor = 70);
CREATE INDEX IF NOT EXISTS {#session_open} ON {session} (user_id, nas, session_id, started_at) WHERE ended_at IS NULL;
CREATE INDEX IF NOT EXISTS {#session_nas} ON {session} (nas, over_at);
CREATE INDEX IF NOT EXISTS {#session_over} ON {session} (over_at) WHERE over_at IS NOT NULL;

-- What sessions have contributed to the days of their users, in bytes. For each user and day, this and the events of that day add
-- up to usage_day.
CREATE TABLE IF NOT EXISTS {session_usage} (
    user_id    text COLLATE "C" NOT NULL,
    nas        text COLLATE "C" NOT NULL,
    session_id text COLLATE "C" NOT NULL,
    started_at timestamptz NOT NULL,
    used_on    date NOT NULL,
    day_up     bigint NOT NULL,
    day_down   bigint NOT NULL,
    PRIMARY KEY (user_id, nas, session_id, started_at, used_on)
) WITH (fillfactor = 70);
