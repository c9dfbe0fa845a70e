package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.Counts;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A validation in numbers. Always {@code input = valid + invalid}; erased accounts are left out.
 *
 * @param byCode how many accounts have each finding, those that none has left out; one account may have several
 */
public record Validation(long input, long valid, long invalid, Map<Finding.Code, Long> byCode) implements Counts {
    public Validation {
        Map<Finding.Code, Long> sorted = new EnumMap<>(Finding.Code.class);
        sorted.putAll(byCode);
        byCode = Collections.unmodifiableMap(sorted);
    }

    /** What was found about one account: it is valid if that is nothing. */
    public record AccountFindings(Account account, List<Finding> findings) {
        public AccountFindings {
            requireNonNull(account, "account");
            findings = List.copyOf(findings);
        }

        public boolean isValid() {
            return findings.isEmpty();
        }
    }

    /**
     * Something that is not right with an account.
     *
     * @param detail more about it, for a person; ids only, no names and addresses
     */
    public record Finding(Code code, String detail) {
        /** What is not right. The names are stable: programs may rely on them. */
        public enum Code {
            /** It sees a pupil whom the roster does not know any more, or whom the guardian may no longer see. */
            DANGLING_LINK,
            /** Its guardian may see no pupil today. */
            NO_PUPIL,
            /** The roster has a pupil for it whom it does not see yet. */
            MISSING_LINK,
            /** What stands in the guardian's address field is no address. */
            UNUSABLE_ADDRESS,
            /** The guardian's address is a pupil's own. */
            PUPILS_ADDRESS,
            /** The roster has another address, or none any more. */
            ADDRESS_OUT_OF_STEP,
            /** It waits for its parent, and the link has expired. */
            EXPIRED_ACTIVATION,
            /** It waits for its parent, who has no way in. */
            NO_ACTIVATION,
            /** It shares its address with another account, which may be the same person's. */
            POSSIBLE_DUPLICATE,
            /** The roster does not have its guardian any more. */
            GUARDIAN_GONE
        }

        public Finding {
            requireNonNull(code, "code");
            requireNonNull(detail, "detail");
        }
    }
}
