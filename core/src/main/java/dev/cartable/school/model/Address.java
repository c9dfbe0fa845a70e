package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

/** Where a message to a person goes. Two addresses are equal if they reach the same place. It belongs in no log. */
public sealed interface Address permits EmailAddress, PhoneNumber, Address.Opaque {
    /** What stands in place of an address that was deleted. */
    Address DELETED = new Opaque("");

    /** The address as it is written. */
    String value();

    /** An address that only its channel can read: the token of a device, a person's id in the application. */
    record Opaque(String value) implements Address {
        public Opaque {
            requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return value;
        }
    }
}
