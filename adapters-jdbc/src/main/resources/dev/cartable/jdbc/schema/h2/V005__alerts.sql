-- Alerts, and when they fired for whom.

CREATE TABLE IF NOT EXISTS {alert} (
    id         UUID PRIMARY KEY,
    profile_id UUID NOT NULL,
    type       VARCHAR(32) NOT NULL,
    threshold  INTEGER NOT NULL,
    hysteresis INTEGER NOT NULL,
    channels   VARCHAR(64) NOT NULL,
    windows    VARCHAR(64) NOT NULL,
    template   VARCHAR,
    active     BOOLEAN NOT NULL,
    version    BIGINT NOT NULL
);

-- Insert-only. Odd armings are firings, even ones mean that it is armed again.
CREATE TABLE IF NOT EXISTS {alert_firing} (
    alert_id   UUID NOT NULL,
    user_id    VARCHAR(255) NOT NULL,
    threshold  INTEGER NOT NULL,
    window_key VARCHAR(64) NOT NULL,
    arming     INTEGER NOT NULL,
    notice_id  UUID,
    fired_at   TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (alert_id, user_id, threshold, window_key, arming)
);
CREATE INDEX IF NOT EXISTS {#alert_firing_user} ON {alert_firing} (user_id, fired_at);
CREATE INDEX IF NOT EXISTS {alert_firing_time} ON {alert_firing} (fired_at);

-- Who is told of a promotion's alerts.
CREATE TABLE IF NOT EXISTS {promotion_supervisor} (
    promotion_id VARCHAR(255) NOT NULL,
    user_id      VARCHAR(255) NOT NULL,
    PRIMARY KEY (promotion_id, user_id)
);
