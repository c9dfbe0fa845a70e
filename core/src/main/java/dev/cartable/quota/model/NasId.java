package dev.cartable.quota.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cartable.work.internal.WellFormedText;

/**
 * A network access server, as it calls itself: its NAS-Identifier or NAS-IP-Address (RFC 2865, 5.32 and 5.4), 1 to 253
 * octets in UTF-8 without control characters, compared exactly.
 */
public record NasId(String value) implements Comparable<NasId> {
    private static final int LONGEST = 253;

    public NasId {
        check("NAS", value, LONGEST);
    }

    static void check(String what, String value, int longest) {
        WellFormedText.require("the id of a " + what, value);
        if (value.isBlank()
                || value.getBytes(UTF_8).length > longest
                || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the id of a " + what + " of " + value.length()
                    + " characters cannot be used: it has 1 to " + longest
                    + " octets in UTF-8, none of them a control character");
        }
    }

    @Override
    public int compareTo(NasId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
