package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * A telephone number in the international form of ITU-T E.164, such as {@code +224620123456}. That it has the form does not mean that
 * somebody answers it. It belongs in no log.
 *
 * @param value a plus sign and 7 to 15 digits, the first of which is not 0
 */
public record PhoneNumber(String value) implements Address {
    private static final Pattern FORM = Pattern.compile("\\+[1-9][0-9]{6,14}");

    public PhoneNumber {
        requireNonNull(value, "value");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a telephone number has a plus sign and 7 to 15 digits; this one does not (its length is "
                            + value.length() + ")");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
