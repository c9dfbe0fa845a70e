package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast each node sends e-mail to the domains of addresses, such as {@code gmail.com}. A domain at its limit holds up no other. Immutable.
 *
 * @param others the limit of each domain that is not named
 * @param byDomain the limits of domains, in lower case
 */
public record DomainLimits(Limit others, Map<String, Limit> byDomain) {
    /** No limits. */
    public static final DomainLimits NONE = new DomainLimits(Limit.NONE, Map.of());

    private static final String OTHERS = "*";
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");
    private static final Pattern LIMIT = Pattern.compile("(?:([0-9]{1,6})/(s|min))?(?::([0-9]{1,4}))?");
    private static final int SECONDS = 60;

    public DomainLimits {
        requireNonNull(others, "others");
        byDomain = Map.copyOf(byDomain);
        byDomain.keySet().forEach(domain -> {
            if (!DOMAIN.matcher(domain).matches()) {
                throw new IllegalArgumentException(
                        "'" + domain + "' is no domain of e-mail addresses, such as gmail.com");
            }
        });
    }

    /**
     * The limit of one domain.
     *
     * @param messagesPerMinute at most so many, evenly spaced; 0 for no limit
     * @param connections at most so many at the same time; 0 for no limit
     */
    public record Limit(int messagesPerMinute, int connections) {
        /** No limit. */
        public static final Limit NONE = new Limit(0, 0);

        public Limit {
            if (messagesPerMinute < 0 || connections < 0) {
                throw new IllegalArgumentException("a limit of a domain is negative: " + messagesPerMinute
                        + " messages a minute, " + connections + " connections");
            }
        }
    }

    /** The limit of a domain. */
    public Limit of(String domain) {
        return byDomain.getOrDefault(domain, others);
    }

    /**
     * Reads limits such as {@code *=120/min,gmail.com=2/s:4,ecole.gn=:1}: for each domain, or {@code *} for the others, a rate, connections
     * behind a colon, or both.
     *
     * @throws IllegalArgumentException if it is written otherwise
     */
    public static DomainLimits parse(String text) {
        Map<String, Limit> limits = new HashMap<>();
        Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .forEach(entry -> {
                    int equals = Math.max(0, entry.indexOf('='));
                    String domain = entry.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                    Matcher limit = LIMIT.matcher(
                            entry.substring(equals).replaceFirst("=", "").strip());
                    boolean known =
                            domain.equals(OTHERS) || DOMAIN.matcher(domain).matches();
                    if (!known || !limit.matches() || limit.group().isEmpty()) {
                        throw new IllegalArgumentException("'" + entry
                                + "' is no limit of a domain: write gmail.com=60/min, gmail.com=2/s:4 for four connections"
                                + " at most, or *=120/min for all other domains");
                    }
                    limits.put(domain, limit(limit));
                });
        Limit others = limits.remove(OTHERS);
        return new DomainLimits(others == null ? Limit.NONE : others, limits);
    }

    private static Limit limit(Matcher written) {
        int rate = written.group(1) == null ? 0 : Integer.parseInt(written.group(1));
        return new Limit(
                "s".equals(written.group(2)) ? rate * SECONDS : rate,
                written.group(3) == null ? 0 : Integer.parseInt(written.group(3)));
    }
}
