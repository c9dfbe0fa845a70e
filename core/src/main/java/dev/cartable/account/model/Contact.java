package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.Family;
import org.jspecify.annotations.Nullable;

/** Whether a guardian can be written to, and if not, why. */
public sealed interface Contact {
    /** The address that may be used; null if there is none. */
    @Nullable
    EmailAddress address();

    /** They can. */
    record Reachable(EmailAddress address) implements Contact {
        public Reachable {
            requireNonNull(address, "address");
        }
    }

    /**
     * They cannot: {@code NO_CHANNEL}.
     *
     * @param detail what is wrong with the address, without the address; empty where it is just missing
     */
    record Unreachable(Reason reason, String detail) implements Contact {
        public Unreachable {
            requireNonNull(reason, "reason");
            requireNonNull(detail, "detail");
        }

        @Override
        public @Nullable EmailAddress address() {
            return null;
        }
    }

    /** The contact of a family's guardian. An address that is also one of the pupils' own is not used: the pupil would read it. */
    static Contact of(Family family) {
        EmailAddress.Check check = EmailAddress.check(family.guardian().email());
        if (check instanceof EmailAddress.Unusable unusable) {
            return new Unreachable(Reason.UNUSABLE_ADDRESS, unusable.reason());
        }
        if (!(check instanceof EmailAddress.Usable usable)) {
            return new Unreachable(Reason.NO_ADDRESS, "");
        }
        boolean pupils = family.wards().stream()
                .anyMatch(ward -> EmailAddress.check(ward.pupil().email()).equals(usable));
        return pupils ? new Unreachable(Reason.PUPILS_ADDRESS, "") : new Reachable(usable.address());
    }
}
