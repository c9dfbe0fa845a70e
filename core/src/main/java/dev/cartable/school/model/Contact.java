package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** The e-mail address at which a person can be written to, or why there is none. */
public sealed interface Contact {
    /** The address that may be used; null if there is none. */
    @Nullable
    EmailAddress address();

    /** The person has an address that may be used. */
    record Reachable(EmailAddress address) implements Contact {
        public Reachable {
            requireNonNull(address, "address");
        }
    }

    /**
     * The person has none.
     *
     * @param detail the name of the {@link EmailAddress.Fault} of the address; empty where it is just missing
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

    /** Why a person cannot be written to. The names are stable: programs may rely on them. */
    enum Reason {
        /** The field is empty. */
        NO_ADDRESS,
        /** The field does not hold an address. */
        UNUSABLE_ADDRESS,
        /** The address is a pupil's own: the pupil would read a guardian's messages. */
        PUPILS_ADDRESS,
        /** The person does not want such messages. */
        DECLINED,
        /** Mail to the address came back. */
        BOUNCED_ADDRESS
    }

    /** A person without an address. */
    static Contact none() {
        return new Unreachable(Reason.NO_ADDRESS, "");
    }

    /** The contact of a user of the network. */
    static Contact of(User user) {
        return of(user.email());
    }

    /** The contact of a pupil. */
    static Contact of(Pupil pupil) {
        return of(pupil.email());
    }

    /** The contact of a payer who is no guardian: that of a guardian is the family's. */
    static Contact of(Invoice.Payer payer) {
        return of(payer.email());
    }

    /** The contact of a family's guardian. An address that is also one of the pupils' own is not used. */
    static Contact of(Family family) {
        Contact contact = of(family.guardian().email());
        boolean pupils = contact instanceof Reachable
                && family.wards().stream().anyMatch(ward -> of(ward.pupil()).equals(contact));
        return pupils ? new Unreachable(Reason.PUPILS_ADDRESS, "") : contact;
    }

    private static Contact of(@Nullable String field) {
        EmailAddress.Check check = EmailAddress.check(field);
        if (check instanceof EmailAddress.Usable usable) {
            return new Reachable(usable.address());
        }
        return check instanceof EmailAddress.Unusable unusable
                ? new Unreachable(Reason.UNUSABLE_ADDRESS, unusable.fault().name())
                : none();
    }
}
