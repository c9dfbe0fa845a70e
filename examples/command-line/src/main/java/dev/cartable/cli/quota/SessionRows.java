package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Row;
import dev.cartable.quota.model.Session;

/** Sessions as rows of a list. */
final class SessionRows {
    private SessionRows() {}

    static Row row(Session session) {
        return Row.of("user", session.key().user())
                .and("nas", session.key().nas())
                .and("session", session.key().session())
                .and("startedAt", session.started())
                .and("updatedAt", session.updatedAt())
                .and("endedAt", session.endedAt())
                .and("end", session.end())
                .and("upBytes", session.traffic().up())
                .and("downBytes", session.traffic().down());
    }
}
