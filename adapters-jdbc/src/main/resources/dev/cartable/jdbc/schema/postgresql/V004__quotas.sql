-- Users of the network, what they are granted, and what they have used of it.

-- Where the host defines the roster as views over its own tables, this one is such a view too.
--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {user} (
    id           text COLLATE "C" PRIMARY KEY,
    user_name    text COLLATE "C" NOT NULL,
    email        text,
    language     text,
    promotion_id text COLLATE "C",
    active       boolean DEFAULT TRUE NOT NULL
);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {#user_name} ON {user} (user_name);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {#user_promotion} ON {user} (promotion_id, id);

-- Limits in bytes; -1 is unlimited, NULL not set. name_key is what names are compared by.
CREATE TABLE IF NOT EXISTS {profile} (
    id              uuid PRIMARY KEY,
    name            text NOT NULL,
    name_key        text COLLATE "C" NOT NULL UNIQUE,
    description     text NOT NULL,
    limited         boolean NOT NULL,
    day_total       bigint,
    day_up          bigint,
    day_down        bigint,
    week_total      bigint,
    week_up         bigint,
    week_down       bigint,
    month_total     bigint,
    month_up        bigint,
    month_down      bigint,
    cycle_total     bigint,
    cycle_up        bigint,
    cycle_down      bigint,
    bandwidth_up    integer,
    bandwidth_down  integer,
    validity_unit   text NOT NULL,
    validity_length integer NOT NULL,
    validity_start  text NOT NULL,
    session_timeout bigint,
    idle_timeout    bigint,
    simultaneous    integer,
    warn_percent    integer NOT NULL,
    grace_percent   integer NOT NULL,
    throttle_to     uuid,
    active          boolean NOT NULL,
    version         bigint NOT NULL
);

-- Who holds which profile; holder is LEVEL:id. A row without a profile says that nothing is held, and can be locked.
CREATE TABLE IF NOT EXISTS {profile_assignment} (
    holder        text COLLATE "C" PRIMARY KEY,
    assignment_id uuid,
    profile_id    uuid,
    assigned_at   timestamptz
);
CREATE INDEX IF NOT EXISTS {#profile_assignment_profile} ON {profile_assignment} (profile_id, holder);

CREATE TABLE IF NOT EXISTS {profile_history} (
    id          uuid PRIMARY KEY,
    holder      text COLLATE "C" NOT NULL,
    type        text NOT NULL,
    name_before text,
    name_after  text,
    key_before  text COLLATE "C",
    key_after   text COLLATE "C",
    cause       text NOT NULL,
    actor       text NOT NULL,
    changed_at  timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS {#profile_history_time} ON {profile_history} (changed_at, id);
CREATE INDEX IF NOT EXISTS {#profile_history_holder} ON {profile_history} (holder, changed_at, id);

-- One row for each user, changed with each event: room on each page and no second index keep those changes on their page.
CREATE TABLE IF NOT EXISTS {usage} (
    user_id       text COLLATE "C" PRIMARY KEY,
    active        boolean NOT NULL,
    assignment_id uuid,
    profile_id    uuid,
    day_key       date NOT NULL,
    day_up        bigint NOT NULL,
    day_down      bigint NOT NULL,
    week_key      date NOT NULL,
    week_up       bigint NOT NULL,
    week_down     bigint NOT NULL,
    month_key     date NOT NULL,
    month_up      bigint NOT NULL,
    month_down    bigint NOT NULL,
    cycle_key     timestamptz NOT NULL,
    cycle_up      bigint NOT NULL,
    cycle_down    bigint NOT NULL
) WITH (fillfactor = 70);

-- What was used on each day, late events too.
CREATE TABLE IF NOT EXISTS {usage_day} (
    user_id  text COLLATE "C" NOT NULL,
    used_on  date NOT NULL,
    day_up   bigint NOT NULL,
    day_down bigint NOT NULL,
    PRIMARY KEY (user_id, used_on)
) WITH (fillfactor = 70);
CREATE INDEX IF NOT EXISTS {#usage_day_time} ON {usage_day} USING brin (used_on);

-- Events that were counted, so that none counts twice and a repetition with other contents is found. Deleted after a while.
CREATE TABLE IF NOT EXISTS {usage_event} (
    user_id    text COLLATE "C" NOT NULL,
    event_id   text COLLATE "C" NOT NULL,
    used_at    timestamptz NOT NULL,
    event_up   bigint NOT NULL,
    event_down bigint NOT NULL,
    PRIMARY KEY (user_id, event_id)
);
CREATE INDEX IF NOT EXISTS {#usage_event_time} ON {usage_event} USING brin (used_at);

-- One row: events from before then may have been forgotten.
CREATE TABLE IF NOT EXISTS {usage_forgotten} (
    id        integer PRIMARY KEY,
    before_at timestamptz NOT NULL
);

-- What was added to a counter, or taken from it, without an event.
CREATE TABLE IF NOT EXISTS {usage_adjustment} (
    id          uuid PRIMARY KEY,
    user_id     text COLLATE "C" NOT NULL,
    window_kind text NOT NULL,
    window_key  text NOT NULL,
    added_up    bigint NOT NULL,
    added_down  bigint NOT NULL,
    cause       text NOT NULL,
    actor       text NOT NULL,
    adjusted_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS {#usage_adjustment_user} ON {usage_adjustment} (user_id, adjusted_at, id);
CREATE INDEX IF NOT EXISTS {#usage_adjustment_time} ON {usage_adjustment} USING brin (adjusted_at);

-- When users first used the network under an assignment.
CREATE TABLE IF NOT EXISTS {first_use} (
    assignment_id uuid NOT NULL,
    user_id       text COLLATE "C" NOT NULL,
    first_at      timestamptz NOT NULL,
    PRIMARY KEY (assignment_id, user_id)
);
