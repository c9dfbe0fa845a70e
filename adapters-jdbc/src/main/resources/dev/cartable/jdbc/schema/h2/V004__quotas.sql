-- Users of the network, what they are granted, and what they have used of it.

-- Where the host defines the roster as views over its own tables, this one is such a view too.
--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {user} (
    id           VARCHAR(255) PRIMARY KEY,
    user_name    VARCHAR(255) NOT NULL,
    email        VARCHAR,
    language     VARCHAR(64),
    promotion_id VARCHAR(255),
    active       BOOLEAN DEFAULT TRUE NOT NULL
);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {user_name} ON {user} (user_name);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {user_promotion} ON {user} (promotion_id, id);

-- Limits in bytes; -1 is unlimited, NULL not set. name_key is what names are compared by.
CREATE TABLE IF NOT EXISTS {profile} (
    id              UUID PRIMARY KEY,
    name            VARCHAR(100) NOT NULL,
    name_key        VARCHAR(300) NOT NULL UNIQUE,
    description     VARCHAR(1000) NOT NULL,
    limited         BOOLEAN NOT NULL,
    day_total       BIGINT,
    day_up          BIGINT,
    day_down        BIGINT,
    week_total      BIGINT,
    week_up         BIGINT,
    week_down       BIGINT,
    month_total     BIGINT,
    month_up        BIGINT,
    month_down      BIGINT,
    cycle_total     BIGINT,
    cycle_up        BIGINT,
    cycle_down      BIGINT,
    bandwidth_up    INTEGER,
    bandwidth_down  INTEGER,
    validity_unit   VARCHAR(16) NOT NULL,
    validity_length INTEGER NOT NULL,
    validity_start  VARCHAR(16) NOT NULL,
    session_timeout BIGINT,
    idle_timeout    BIGINT,
    simultaneous    INTEGER,
    warn_percent    INTEGER NOT NULL,
    grace_percent   INTEGER NOT NULL,
    throttle_to     UUID,
    active          BOOLEAN NOT NULL,
    version         BIGINT NOT NULL
);

-- Who holds which profile; holder is LEVEL:id. A row without a profile says that nothing is held, and can be locked.
CREATE TABLE IF NOT EXISTS {profile_assignment} (
    holder        VARCHAR(320) PRIMARY KEY,
    assignment_id UUID,
    profile_id    UUID,
    assigned_at   TIMESTAMP(6) WITH TIME ZONE
);
CREATE INDEX IF NOT EXISTS {profile_assignment_profile} ON {profile_assignment} (profile_id, holder);

CREATE TABLE IF NOT EXISTS {profile_history} (
    id          UUID PRIMARY KEY,
    holder      VARCHAR(320) NOT NULL,
    type        VARCHAR(16) NOT NULL,
    name_before VARCHAR,
    name_after  VARCHAR,
    key_before  VARCHAR,
    key_after   VARCHAR,
    cause       VARCHAR NOT NULL,
    actor       VARCHAR NOT NULL,
    changed_at  TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX IF NOT EXISTS {profile_history_time} ON {profile_history} (changed_at, id);
CREATE INDEX IF NOT EXISTS {profile_history_holder} ON {profile_history} (holder, changed_at, id);

-- One row for each user, changed with each event.
CREATE TABLE IF NOT EXISTS {usage} (
    user_id       VARCHAR(255) PRIMARY KEY,
    active        BOOLEAN NOT NULL,
    assignment_id UUID,
    profile_id    UUID,
    day_key       DATE NOT NULL,
    day_up        BIGINT NOT NULL,
    day_down      BIGINT NOT NULL,
    week_key      DATE NOT NULL,
    week_up       BIGINT NOT NULL,
    week_down     BIGINT NOT NULL,
    month_key     DATE NOT NULL,
    month_up      BIGINT NOT NULL,
    month_down    BIGINT NOT NULL,
    cycle_key     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    cycle_up      BIGINT NOT NULL,
    cycle_down    BIGINT NOT NULL
);

-- What was used on each day, late events too.
CREATE TABLE IF NOT EXISTS {usage_day} (
    user_id  VARCHAR(255) NOT NULL,
    used_on  DATE NOT NULL,
    day_up   BIGINT NOT NULL,
    day_down BIGINT NOT NULL,
    PRIMARY KEY (user_id, used_on)
);
CREATE INDEX IF NOT EXISTS {usage_day_time} ON {usage_day} (used_on);

-- Events that were counted, so that none counts twice and a repetition with other contents is found. Deleted after a while.
CREATE TABLE IF NOT EXISTS {usage_event} (
    user_id    VARCHAR(255) NOT NULL,
    event_id   VARCHAR(200) NOT NULL,
    used_at    TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    event_up   BIGINT NOT NULL,
    event_down BIGINT NOT NULL,
    PRIMARY KEY (user_id, event_id)
);
CREATE INDEX IF NOT EXISTS {usage_event_time} ON {usage_event} (used_at);

-- One row: events from before then may have been forgotten.
CREATE TABLE IF NOT EXISTS {usage_forgotten} (
    id        INTEGER PRIMARY KEY,
    before_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

-- What was added to a counter, or taken from it, without an event.
CREATE TABLE IF NOT EXISTS {usage_adjustment} (
    id          UUID PRIMARY KEY,
    user_id     VARCHAR(255) NOT NULL,
    window_kind VARCHAR(16) NOT NULL,
    window_key  VARCHAR(64) NOT NULL,
    added_up    BIGINT NOT NULL,
    added_down  BIGINT NOT NULL,
    cause       VARCHAR NOT NULL,
    actor       VARCHAR NOT NULL,
    adjusted_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX IF NOT EXISTS {usage_adjustment_user} ON {usage_adjustment} (user_id, adjusted_at, id);
CREATE INDEX IF NOT EXISTS {usage_adjustment_time} ON {usage_adjustment} (adjusted_at);

-- When users first used the network under an assignment.
CREATE TABLE IF NOT EXISTS {first_use} (
    assignment_id UUID NOT NULL,
    user_id       VARCHAR(255) NOT NULL,
    first_at      TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (assignment_id, user_id)
);
