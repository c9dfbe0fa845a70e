package dev.cartable.spring.web.internal;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;

/** The host's clock, and the zone in which the school's days are. */
public record SchoolTime(InstantSource clock, ZoneId zone) {
    public SchoolTime {
        requireNonNull(clock, "clock");
        requireNonNull(zone, "zone");
    }

    public Instant now() {
        return clock.instant();
    }

    /** The school's day. */
    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }
}
