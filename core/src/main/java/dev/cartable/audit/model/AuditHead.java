package dev.cartable.audit.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.audit.model.AuditEntry.Seal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The end of the trail: the last entry's number and hash. Noted outside the database, it proves that nothing before it was changed or
 * cut off later.
 *
 * @param number the number of the last entry; 0 for an empty trail
 * @param hash the hash of the last entry
 * @param seal null where the host has no key
 */
public record AuditHead(long number, String hash, @Nullable Seal seal) {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17}):([0-9a-f]{64})");

    public AuditHead {
        requireNonNull(hash, "hash");
    }

    /** The end of a trail without an entry. */
    public static AuditHead none() {
        return new AuditHead(0, "0".repeat(64), null);
    }

    /**
     * The end that was noted as {@code 17:HASH}.
     *
     * @throws IllegalArgumentException if it has another form
     */
    public static AuditHead parse(String noted) {
        Matcher form = FORM.matcher(requireNonNull(noted, "noted").strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + noted
                    + "' is no end of an audit trail, which is a number, a colon and 64 digits of 0-9 and a-f");
        }
        return new AuditHead(Long.parseLong(form.group(1)), form.group(2), null);
    }

    /** As {@code 17:HASH}. */
    @Override
    public String toString() {
        return number + ":" + hash;
    }
}
