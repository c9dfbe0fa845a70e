package dev.cartable.audit.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit trail, as it is kept. Its texts are those of the database, whatever somebody has written there: a verification
 * says whether they are the ones that were recorded.
 *
 * @param number the place in the trail: 1, 2, 3 …
 * @param at when it was recorded, in milliseconds
 * @param deed what was done, such as {@code invoice.cancel}
 * @param outcome {@code STARTED}, {@code DONE} or {@code FAILED}
 * @param subject what it was done to, as {@code invoice:2026-00017}; empty for many things at once
 * @param digest of the plan that was approved, or of what was seen; null for none
 * @param counts the numbers of a run as {@code created=3 skipped=1}, in the order of their names; empty for none
 * @param actor who did it; a pseudonym after an erasure, empty if it is not known or was kept long enough
 * @param via {@code APPLICATION}, {@code COMMAND_LINE}, {@code REST} or {@code TASK}
 * @param from the name of the machine, or the address of the client; empty after an erasure
 * @param actorProof proves actor and place
 * @param subjectProof proves the subject
 * @param hash of this entry and of the hash of the one before it, 64 hexadecimal digits
 * @param seal null where the host has no key
 */
public record AuditEntry(
        long number,
        Instant at,
        String deed,
        String outcome,
        String subject,
        @Nullable String digest,
        String counts,
        String actor,
        String via,
        String from,
        Proof actorProof,
        Proof subjectProof,
        String hash,
        @Nullable Seal seal) {
    public AuditEntry {
        requireNonNull(at, "at");
        requireNonNull(deed, "deed");
        requireNonNull(outcome, "outcome");
        requireNonNull(subject, "subject");
        requireNonNull(counts, "counts");
        requireNonNull(actor, "actor");
        requireNonNull(via, "via");
        requireNonNull(from, "from");
        requireNonNull(actorProof, "actorProof");
        requireNonNull(subjectProof, "subjectProof");
        requireNonNull(hash, "hash");
    }

    /** The numbers of the run by their names. What is no number is left out. */
    public Map<String, Long> numbers() {
        Map<String, Long> numbers = new TreeMap<>();
        for (String count : counts.split(" ", -1)) {
            int equals = count.indexOf('=');
            try {
                if (equals > 0) {
                    numbers.put(count.substring(0, equals), Long.valueOf(count.substring(equals + 1)));
                }
            } catch (NumberFormatException changed) {
                // The verification finds it.
            }
        }
        return numbers;
    }

    /**
     * The hash of values about a person, which stays in the chain when the values are erased. Nobody can find the values by trying all
     * people without the salt, which is erased with them.
     *
     * @param salt 32 hexadecimal digits; null after an erasure
     * @param hash 64 hexadecimal digits
     * @param erasedBy the number of the entry that says that the person was erased; 0 if the person was not
     */
    public record Proof(@Nullable String salt, String hash, long erasedBy) {
        public Proof {
            requireNonNull(hash, "hash");
        }

        /** Whether the values are those that were recorded can no longer be said. */
        public boolean isErased() {
            return salt == null;
        }
    }

    /**
     * A keyed hash, which nobody makes without the host's key.
     *
     * @param key the id of the key
     * @param hmac 64 hexadecimal digits
     */
    public record Seal(String key, String hmac) {
        public Seal {
            requireNonNull(key, "key");
            requireNonNull(hmac, "hmac");
        }
    }

    /** The place, the deed and the outcome. */
    @Override
    public String toString() {
        return "AuditEntry[" + number + " " + deed + " " + outcome + "]";
    }
}
