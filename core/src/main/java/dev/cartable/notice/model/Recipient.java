package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import dev.cartable.work.internal.WellFormedText;

/**
 * The person that a notice is for: a type and an id of that type, written {@code type:id}.
 *
 * @param type a lower-case word, such as {@code account} or {@code guardian}
 * @param id the id, opaque
 */
public record Recipient(String type, String id) {
    private static final String PAYER = "payer";

    public Recipient {
        requireNonNull(type, "type");
        WellFormedText.require("the id of a recipient", id);
        if (type.isBlank() || type.contains(":") || id.isBlank()) {
            throw new IllegalArgumentException("'" + type + ":" + id + "' is not type:id");
        }
    }

    /** A guardian. */
    public static Recipient guardian(GuardianId guardian) {
        return new Recipient("guardian", guardian.value());
    }

    /** A pupil. */
    public static Recipient pupil(PupilId pupil) {
        return new Recipient("pupil", pupil.value());
    }

    /** A payer of an invoice who is no guardian, such as a sponsor: the invoice's id, and the payer's number on it. */
    public static Recipient payer(String invoice, int number) {
        return new Recipient(PAYER, invoice + "@" + number);
    }

    /** Whether it is a payer of an invoice who is no guardian, and so has no account here. */
    public boolean isPayer() {
        return type.equals(PAYER);
    }

    /** The id of a payer's invoice. */
    public String invoice() {
        int mark = id.lastIndexOf('@');
        return mark < 0 ? id : id.substring(0, mark);
    }

    /** A user of the network. */
    public static Recipient user(UserId user) {
        return new Recipient("user", user.value());
    }

    /** Reads what {@link #toString()} wrote. */
    public static Recipient parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'" + text + "' is not type:id");
        }
        return new Recipient(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return type + ":" + id;
    }
}
