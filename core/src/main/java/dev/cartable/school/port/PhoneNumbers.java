package dev.cartable.school.port;

import dev.cartable.school.model.PhoneNumber;
import java.util.Optional;

/** Reads telephone numbers as people write them. Safe for use by several threads. */
@FunctionalInterface
public interface PhoneNumbers {
    /** Reads no number: short messages are sent to nobody. */
    PhoneNumbers NONE = text -> Optional.empty();

    /**
     * The number that a text stands for, in the international form; empty if the text is no number that can receive short messages.
     *
     * @param text as the host has it, with blanks, dots or brackets; without a country code it is a number of the school's country
     */
    Optional<PhoneNumber> read(String text);
}
