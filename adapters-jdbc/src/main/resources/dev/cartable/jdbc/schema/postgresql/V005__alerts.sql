-- Alerts, and when they fired for whom.

CREATE TABLE IF NOT EXISTS {alert} (
    id         uuid PRIMARY KEY,
    profile_id uuid NOT NULL,
    type       text NOT NULL,
    threshold  integer NOT NULL,
    hysteresis integer NOT NULL,
    channels   text NOT NULL,
    windows    text NOT NULL,
    template   text,
    active     boolean NOT NULL,
    version    bigint NOT NULL
);

-- Insert-only. Odd armings are firings, even ones mean that it is armed again.
CREATE TABLE IF NOT EXISTS {alert_firing} (
    alert_id   uuid NOT NULL,
    user_id    text COLLATE "C" NOT NULL,
    threshold  integer NOT NULL,
    window_key text COLLATE "C" NOT NULL,
    arming     integer NOT NULL,
    notice_id  uuid,
    fired_at   timestamptz NOT NULL,
    PRIMARY KEY (alert_id, user_id, threshold, window_key, arming)
);
CREATE INDEX IF NOT EXISTS {#alert_firing_user} ON {alert_firing} (user_id, fired_at);
CREATE INDEX IF NOT EXISTS {#alert_firing_time} ON {alert_firing} USING brin (fired_at);

-- Who is told of a promotion's alerts.
CREATE TABLE IF NOT EXISTS {promotion_supervisor} (
    promotion_id text COLLATE "C" NOT NULL,
    user_id      text COLLATE "C" NOT NULL,
    PRIMARY KEY (promotion_id, user_id)
);
