package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.userId;
import static dev.cartable.tck.Samples.NOW;

import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import java.time.Duration;
import java.time.Instant;

/** Made-up sessions, known by a number. */
final class SampleSessions {
    static final NasId NAS = new NasId("portail « été »");
    static final NasId OTHER = new NasId("portal-2");

    private SampleSessions() {}

    static Session.Key key(int number, int user) {
        return new Session.Key(NAS, "session-" + number, userId(user));
    }

    /** A Stop with something in every field. */
    static SessionReading full(int number, int user, Instant at) {
        return new SessionReading(
                key(number, user),
                Status.STOP,
                at,
                new Octets(0xFFFF_FFFFL, (1L << 30) - 1),
                Octets.of(number),
                Duration.ofSeconds(0xFFFF_FFFFL));
    }

    static SessionReading start(int number, int user, Instant at) {
        return SessionReading.of(key(number, user), Status.START, at);
    }

    /** So many bytes down since the start. */
    static SessionReading interim(int number, int user, Instant at, long down) {
        return new SessionReading(
                key(number, user), Status.INTERIM_UPDATE, at, Octets.full(0), Octets.full(down), null);
    }

    static Session open(int number, int user, Instant started) {
        return new Session(key(number, user), started, started, started, null, null, new Traffic(1, Traffic.MAX));
    }

    static Session ended(int number, int user, Instant started, Instant ended) {
        return new Session(
                key(number, user), started, started.plusSeconds(1), started, ended, Session.End.IDLE, Traffic.NONE);
    }

    static Session.DayUsage use(int number, int user, int day, long up, long down) {
        return new Session.DayUsage(
                key(number, user), NOW, SampleQuotas.TODAY.date().plusDays(day), TrafficSum.of(up, down));
    }

    static NasEvent restart(NasId nas, Instant at) {
        return new NasEvent(nas, NasEvent.Status.ACCOUNTING_ON, at);
    }
}
