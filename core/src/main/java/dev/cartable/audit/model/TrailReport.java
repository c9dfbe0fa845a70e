package dev.cartable.audit.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.Counts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification has found.
 *
 * @param head the end of the trail when it began; note it outside the database, for a later verification
 * @param numbers how much was looked at
 * @param findings the first {@value #MAX_FINDINGS} in the order of the trail; none if it is unbroken
 */
public record TrailReport(AuditHead head, Numbers numbers, List<Finding> findings) {
    /** The most findings that are listed. */
    public static final int MAX_FINDINGS = 100;

    public TrailReport {
        requireNonNull(head, "head");
        requireNonNull(numbers, "numbers");
        findings = List.copyOf(findings);
    }

    /** Whether the trail is unbroken. */
    public boolean isUnbroken() {
        return findings.isEmpty();
    }

    /**
     * The numbers of a verification.
     *
     * @param entries that were looked at
     * @param found findings
     * @param unsealed entries without a seal: they were written without a key
     * @param otherKey entries with the seal of a key that is not known here
     * @param nameless entries of which values about a person were erased
     * @param restored entries that say that a backup was restored
     */
    public record Numbers(long entries, long found, long unsealed, long otherKey, long nameless, long restored)
            implements Counts {}

    /**
     * Something that was not recorded so.
     *
     * @param number the entry; the first one of those that are missing
     * @param last the last one of those that are missing; null for a finding about one entry
     */
    public record Finding(Type type, long number, @Nullable Long last) {
        public Finding {
            requireNonNull(type, "type");
        }
    }

    /** What a finding is about. */
    public enum Type {
        /** Entries are missing. */
        MISSING,
        /** The entry is not the one that was recorded: it was changed, moved or inserted. */
        CHANGED,
        /** Who did it, or what it was done to, is not what was recorded. */
        VALUES_CHANGED,
        /** Values about a person are missing, and no erasure says so. */
        VALUES_MISSING,
        /** The entry was not sealed with the host's key. */
        BAD_SEAL,
        /** The entry has no seal, and one before it has. */
        UNSEALED,
        /** The last entries were cut off, or entries were added by hand. */
        BAD_END,
        /** The trail had been changed by hand when this entry was recorded. */
        BROKEN_BEFORE,
        /** The end that was noted earlier is not in the trail, and no restore explains it. */
        NOT_AS_NOTED
    }
}
