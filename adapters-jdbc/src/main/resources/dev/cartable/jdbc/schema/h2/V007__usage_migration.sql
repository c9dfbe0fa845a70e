-- Whose use was brought over from an older system: once for each user. A window without a key was over then.
CREATE TABLE IF NOT EXISTS {usage_migration} (
    user_id     VARCHAR(255) PRIMARY KEY,
    total_up    BIGINT NOT NULL,
    total_down  BIGINT NOT NULL,
    day_up      BIGINT NOT NULL,
    day_down    BIGINT NOT NULL,
    week_up     BIGINT NOT NULL,
    week_down   BIGINT NOT NULL,
    month_up    BIGINT NOT NULL,
    month_down  BIGINT NOT NULL,
    as_of       TIMESTAMP(6) WITH TIME ZONE,
    day_key     DATE,
    week_key    DATE,
    month_key   DATE,
    cycle_key   TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    migrated_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
