package dev.cartable.quota;

import dev.cartable.quota.model.Admission;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.Stream;

/** A school whose access servers tell of sessions, and what a host sees of those. */
abstract class SessionWorld {
    static final NasId NAS = new NasId("portal-1");

    QuotaWorld school = new QuotaWorld();

    static Session.Key key(UserId user, String session) {
        return new Session.Key(NAS, session, user);
    }

    static SessionReading reading(Session.Key key, Status status, Instant at, long down) {
        return new SessionReading(key, status, at, Octets.full(0), Octets.full(down), null);
    }

    RecordSessions.Report tell(SessionReading... readings) {
        return school.cartable().quotas().recordSessions(List.of(readings));
    }

    Instant minute(long minute) {
        return school.now().plus(Duration.ofMinutes(minute));
    }

    List<Session> sessions() {
        try (Stream<Session> all = school.cartable().quotas().sessions(null)) {
            return all.toList();
        }
    }

    NavigableMap<LocalDate, Traffic> days(UserId user) {
        return school.stores().usage().days(user, LocalDate.MIN, LocalDate.MAX);
    }

    void everybodyHas(SessionRules rules) {
        Profile profile = school.profile("Tous", p -> p.sessions(rules).atMost(Window.DAY, DataSize.ofGibibytes(1)));
        school.assign(Holder.DEFAULT, profile);
    }

    static SessionRules simultaneous(int sessions) {
        return new SessionRules(null, null, sessions);
    }

    Admission admit(UserId user, String session) {
        return school.cartable().quotas().admit(key(user, session));
    }

    CloseStaleSessions.Counts close() {
        return school.cartable().quotas().closeStaleSessions().run(closing -> {});
    }
}
