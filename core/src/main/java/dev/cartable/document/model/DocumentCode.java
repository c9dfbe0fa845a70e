package dev.cartable.document.model;

import java.util.Locale;

/**
 * The code printed on a document, by which a school recognises it as its own: sixteen digits and letters of Crockford's base 32 (no I,
 * L, O or U) in groups of four. The first fifteen are 75 bits that cannot be computed without the host key; the last is a check digit
 * (Luhn's method over 32 digits), so that each single typing error is found. Immutable.
 *
 * @param text with hyphens, such as {@code K7QF-2M9D-XW3R-8TPH}
 */
public record DocumentCode(String text) {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int BITS = 5;
    private static final int DIGITS = 15;
    private static final int GROUP = 4;

    /**
     * Reads a code as {@link #text} has it.
     *
     * @throws IllegalArgumentException if it is no code
     */
    public DocumentCode {
        if (!text.equals(grouped(checked(normal(text))))) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no code of a document: write it in capitals and groups");
        }
    }

    /**
     * Reads what a person has typed. Capitals, spaces and hyphens make no difference; O is read as 0, I and L as 1.
     *
     * @throws IllegalArgumentException if it has not sixteen digits and letters, or one of them is mistyped
     */
    public static DocumentCode parse(String typed) {
        return new DocumentCode(grouped(checked(normal(typed))));
    }

    /**
     * The code of the first 75 bits of these bytes.
     *
     * @throws IllegalArgumentException if there are fewer than ten bytes
     */
    public static DocumentCode of(byte[] secret) {
        if (secret.length * Byte.SIZE < DIGITS * BITS) {
            throw new IllegalArgumentException(secret.length + " bytes are too few for a code");
        }
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < DIGITS; i++) {
            int value = 0;
            for (int bit = i * BITS; bit < (i + 1) * BITS; bit++) {
                value = value << 1 | (secret[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE) & 1);
            }
            digits.append(ALPHABET.charAt(value));
        }
        return new DocumentCode(grouped(digits.append(checkDigit(digits)).toString()));
    }

    private static String normal(String typed) {
        return typed.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Pd}]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
    }

    private static String checked(String digits) {
        if (digits.length() != DIGITS + 1 || !digits.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    "a code has " + (DIGITS + 1) + " digits and letters, such as K7QF-2M9D-XW3R-8TPH");
        }
        if (digits.charAt(DIGITS) != checkDigit(digits.substring(0, DIGITS))) {
            throw new IllegalArgumentException("the code has a typing error");
        }
        return digits;
    }

    /** Luhn's method: every second value is doubled, and a result of two digits is the sum of both. */
    private static char checkDigit(CharSequence digits) {
        int base = ALPHABET.length();
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int value = ALPHABET.indexOf(digits.charAt(i)) * (i % 2 == 0 ? 2 : 1);
            sum += value / base + value % base;
        }
        return ALPHABET.charAt((base - sum % base) % base);
    }

    private static String grouped(String digits) {
        return digits.replaceAll("(.{" + GROUP + "})(?=.)", "$1-");
    }

    @Override
    public String toString() {
        return text;
    }
}
