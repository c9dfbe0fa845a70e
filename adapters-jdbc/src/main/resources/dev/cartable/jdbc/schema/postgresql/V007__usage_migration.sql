-- Whose use was brought over from an older system: once for each user. A window without a key was over then.
CREATE TABLE IF NOT EXISTS {usage_migration} (
    user_id     text COLLATE "C" PRIMARY KEY,
    total_up    bigint NOT NULL,
    total_down  bigint NOT NULL,
    day_up      bigint NOT NULL,
    day_down    bigint NOT NULL,
    week_up     bigint NOT NULL,
    week_down   bigint NOT NULL,
    month_up    bigint NOT NULL,
    month_down  bigint NOT NULL,
    as_of       timestamptz,
    day_key     date,
    week_key    date,
    month_key   date,
    cycle_key   timestamptz NOT NULL,
    migrated_at timestamptz NOT NULL
);
