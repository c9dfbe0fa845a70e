package dev.cartable.notice;

import dev.cartable.notice.DispatchSettings.DomainLimits;
import dev.cartable.notice.DispatchSettings.DomainLimits.Limit;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Outbox;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a message may go to the domain of its address now: within the limits of the domain, and unless the domain is left alone
 * because it refuses everybody. A domain whose pause is over gets one message at a time until it takes one. Kept for a channel from one
 * dispatch to the next. Safe for use by several threads.
 */
final class DomainGate {
    /** So many recipients in a row are refused alike before their domain is left alone. */
    private static final int MOST = 3;

    /** RFC 3463: the fault is the mailbox's own, so that the domain works. */
    private static final Pattern OF_MAILBOX = Pattern.compile("\\b[45]\\.[12]\\.[0-9]");

    /** RFC 4954: the own server wants a sign-in, whatever the domain. */
    private static final Pattern OF_SERVER = Pattern.compile("53[0458].*");

    /** The codes of a reply (RFC 5321, RFC 3463), without its words. */
    private static final Pattern CODES = Pattern.compile("[45][0-9][0-9][ -]?(?:[45]\\.[0-9]{1,3}\\.[0-9]{1,3})?");

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final DomainLimits limits;
    private final int held;
    private final Timer timer;
    private final Map<String, Domain> domains = new HashMap<>();

    /** @param held how many messages for one domain a dispatch keeps at hand at most */
    DomainGate(DomainLimits limits, int held, Timer timer) {
        this.limits = limits;
        this.held = held;
        this.timer = timer;
    }

    /** What the limits of domains go by. */
    interface Timer {
        Timer SYSTEM = new Timer() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(duration.toNanos());
            }
        };

        /** A clock that only goes on, as {@link System#nanoTime}. */
        long nanos();

        /** Waits until a domain may be free. */
        void sleep(Duration duration) throws InterruptedException;
    }

    private static final class Domain {
        int underWay;
        long nextAt;
        long tail;
        String trouble = "";
        final Set<Address> refused = new HashSet<>();

        @Nullable
        Instant pausedUntil;

        String reason = "";

        Domain(long now) {
            nextAt = now;
            tail = now;
        }

        boolean isIdle(long now) {
            return underWay == 0 && nextAt - now <= 0 && tail - now <= 0 && trouble.isEmpty() && pausedUntil == null;
        }
    }

    /** Whether a message may go now. */
    sealed interface Turn {
        /** It may. */
        record Now() implements Turn {}

        /** After this time, if the domain is free then. */
        record Later(Duration time) implements Turn {}

        /** When one that is under way has ended. */
        record Busy() implements Turn {}

        /** The domain is left alone. */
        record Paused(Instant until, String reason) implements Turn {}
    }

    /** What follows from an answer for the domain. */
    enum Effect {
        /** Nothing. */
        NONE,
        /** The domain is left alone from now on. */
        PAUSE,
        /** The domain is left alone again: its trial has failed, and counts as no attempt. */
        PAUSE_AGAIN,
        /** The domain works again. */
        RESUME
    }

    /** The domain of an address; empty for one that is no e-mail address. */
    static String domain(Address address) {
        return address instanceof EmailAddress mail ? mail.domain() : "";
    }

    /** Whether a reply is about the own server, and not about the domain of the address. */
    static boolean isOfServer(String answer) {
        return OF_SERVER.matcher(answer).matches();
    }

    /** How many messages for one domain are kept at hand. */
    int heldFor(String domain) {
        int rate = limits.of(domain).messagesPerMinute();
        return rate == 0 ? held : Math.min(held, rate);
    }

    boolean isLimited(String domain) {
        return !limits.of(domain).equals(Limit.NONE);
    }

    synchronized Turn ask(String domain, Instant now) {
        Domain known = domains.get(domain);
        Limit limit = limits.of(domain);
        if (known == null) {
            return new Turn.Now();
        }
        if (known.pausedUntil != null) {
            if (known.pausedUntil.isAfter(now)) {
                return new Turn.Paused(known.pausedUntil, known.reason);
            }
            if (known.underWay > 0) {
                return new Turn.Busy();
            }
        }
        if (limit.connections() > 0 && known.underWay >= limit.connections()) {
            return new Turn.Busy();
        }
        long wait = known.nextAt - timer.nanos();
        return wait > 0 ? new Turn.Later(Duration.ofNanos(wait)) : new Turn.Now();
    }

    /** A message goes to the domain: after {@link #ask} said so, on the same thread's lock. */
    synchronized void begin(String domain) {
        Domain known = known(domain);
        known.underWay++;
        int rate = limits.of(domain).messagesPerMinute();
        if (rate > 0) {
            known.nextAt = timer.nanos() + MINUTE.dividedBy(rate).toNanos();
        }
    }

    /** A message to the domain is no longer under way, whatever became of it. */
    synchronized void end(String domain) {
        Domain known = domains.get(domain);
        if (known != null) {
            known.underWay--;
        }
    }

    /** When a message goes that is too much to be kept at hand: behind those that are, and behind those that were put back before it. */
    synchronized Duration queue(String domain) {
        Domain known = known(domain);
        int kept = heldFor(domain);
        int rate = limits.of(domain).messagesPerMinute();
        long interval = MINUTE.dividedBy(rate == 0 ? kept : rate).toNanos();
        long now = timer.nanos();
        known.tail = Math.max(now + kept * interval, known.tail + interval);
        return Duration.ofNanos(known.tail - now);
    }

    /** Takes note of an answer. The caller writes what follows, and calls {@link #pause}. */
    synchronized Effect note(String domain, Delivery delivery, String answer, Address address) {
        if (domain.isEmpty()) {
            return Effect.NONE;
        }
        boolean refuses = delivery instanceof Delivery.Refused
                || delivery instanceof Delivery.TryLater
                || delivery instanceof Delivery.Blocked;
        if (refuses && !OF_MAILBOX.matcher(answer).find()) {
            return refused(domain, delivery, answer, address);
        }
        boolean works = refuses || delivery instanceof Delivery.Sent || delivery instanceof Delivery.Accepted;
        Domain known = domains.get(domain);
        if (!works || known == null) {
            return Effect.NONE;
        }
        boolean was = known.pausedUntil != null;
        known.pausedUntil = null;
        known.trouble = "";
        return was ? Effect.RESUME : Effect.NONE;
    }

    private Effect refused(String domain, Delivery delivery, String answer, Address address) {
        Matcher codes = CODES.matcher(answer);
        if (!codes.lookingAt() || isOfServer(answer)) {
            return Effect.NONE; // It is not the other server that says so.
        }
        Domain known = known(domain);
        if (known.pausedUntil != null) {
            return Effect.PAUSE_AGAIN;
        }
        boolean forGood = delivery instanceof Delivery.Refused;
        String trouble = !forGood ? "later" : codes.group().length() > 4 ? codes.group() : answer;
        if (!trouble.equals(known.trouble)) {
            known.refused.clear();
            known.trouble = trouble;
        }
        known.refused.add(address);
        return known.refused.size() >= MOST ? Effect.PAUSE : Effect.NONE;
    }

    /** Leaves a domain alone. */
    synchronized void pause(String domain, Instant until, String reason) {
        Domain known = known(domain);
        known.pausedUntil = until;
        known.reason = reason;
        known.trouble = "";
    }

    /** Takes over what other nodes, and this one before, have found: these domains are left alone, and no others. Forgets idle domains. */
    synchronized void replace(Collection<Outbox.DomainPause> pauses) {
        domains.values().forEach(known -> known.pausedUntil = null);
        pauses.forEach(pause -> pause(pause.domain(), pause.until(), pause.reason()));
        long now = timer.nanos();
        domains.values().removeIf(known -> known.isIdle(now));
    }

    private Domain known(String domain) {
        return domains.computeIfAbsent(domain, any -> new Domain(timer.nanos()));
    }
}
