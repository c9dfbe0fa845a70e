-- Sessions of the network, as access servers tell of them (RFC 2866, RFC 2869).

-- Access servers. A row is locked by all who write its sessions, who may be many at once, or by one who tells of its restart.
CREATE TABLE IF NOT EXISTS {nas} (
    nas VARCHAR(253) PRIMARY KEY
);

-- Users who have had a session. A row is locked by whoever writes the user's sessions or admits the user to one.
CREATE TABLE IF NOT EXISTS {session_user} (
    user_id VARCHAR(255) PRIMARY KEY
);

-- Accounting-On and Accounting-Off.
CREATE TABLE IF NOT EXISTS {nas_event} (
    nas         VARCHAR(253) NOT NULL,
    happened_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    status      VARCHAR(32) NOT NULL,
    PRIMARY KEY (nas, happened_at, status)
);

-- What was told, each thing once: content is all of it but its key and time, so that repetitions meet. session_time in seconds.
-- Forgotten after a while.
CREATE TABLE IF NOT EXISTS {session_reading} (
    user_id          VARCHAR(255) NOT NULL,
    nas              VARCHAR(253) NOT NULL,
    session_id       VARCHAR(253) NOT NULL,
    read_at          TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    content          VARCHAR(200) NOT NULL,
    status           VARCHAR(32) NOT NULL,
    input_octets     BIGINT,
    input_gigawords  BIGINT,
    output_octets    BIGINT,
    output_gigawords BIGINT,
    session_time     BIGINT,
    PRIMARY KEY (user_id, nas, session_id, read_at, content)
);
CREATE INDEX IF NOT EXISTS {session_reading_time} ON {session_reading} (read_at);

-- Sums of readings that a later one goes on from, so that it does not matter how long a session has lived. shown is what its
-- counters stood for. Where is_first is true, the readings before it are deleted.
CREATE TABLE IF NOT EXISTS {session_checkpoint} (
    user_id         VARCHAR(255) NOT NULL,
    nas             VARCHAR(253) NOT NULL,
    session_id      VARCHAR(253) NOT NULL,
    until_at        TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    started_at      TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    last_at         TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    last_status     VARCHAR(16) NOT NULL,
    counted_at      TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    grown_at        TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    session_up      BIGINT NOT NULL,
    session_down    BIGINT NOT NULL,
    shown_up        BIGINT NOT NULL,
    shown_down      BIGINT NOT NULL,
    reported        BOOLEAN NOT NULL,
    session_time    BIGINT,
    stopped_at      TIMESTAMP(6) WITH TIME ZONE,
    freed_at        TIMESTAMP(6) WITH TIME ZONE,
    freed_status    VARCHAR(16),
    server_ended_at TIMESTAMP(6) WITH TIME ZONE,
    restarted_at    TIMESTAMP(6) WITH TIME ZONE,
    is_first        BOOLEAN NOT NULL,
    PRIMARY KEY (user_id, nas, session_id, until_at)
);

-- What follows from that. over_at is the later of ended_at and updated_at, and NULL while the session is open.
CREATE TABLE IF NOT EXISTS {session} (
    user_id      VARCHAR(255) NOT NULL,
    nas          VARCHAR(253) NOT NULL,
    session_id   VARCHAR(253) NOT NULL,
    started_at   TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    updated_at   TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    grown_at     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    ended_at     TIMESTAMP(6) WITH TIME ZONE,
    ended_by     VARCHAR(32),
    over_at      TIMESTAMP(6) WITH TIME ZONE,
    session_up   BIGINT NOT NULL,
    session_down BIGINT NOT NULL,
    PRIMARY KEY (user_id, nas, session_id, started_at)
);
CREATE INDEX IF NOT EXISTS {session_open} ON {session} (ended_at, user_id);
CREATE INDEX IF NOT EXISTS {session_nas} ON {session} (nas, over_at);
CREATE INDEX IF NOT EXISTS {session_over} ON {session} (over_at);

-- What sessions have contributed to the days of their users, in bytes. For each user and day, this and the events of that day add
-- up to usage_day.
CREATE TABLE IF NOT EXISTS {session_usage} (
    user_id    VARCHAR(255) NOT NULL,
    nas        VARCHAR(253) NOT NULL,
    session_id VARCHAR(253) NOT NULL,
    started_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    used_on    DATE NOT NULL,
    day_up     BIGINT NOT NULL,
    day_down   BIGINT NOT NULL,
    PRIMARY KEY (user_id, nas, session_id, started_at, used_on)
);
