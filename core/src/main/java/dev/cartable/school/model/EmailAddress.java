package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One e-mail address that a message can be sent to: a dot-atom local part (RFC 5322, 3.2.3) of at most 64 characters and a
 * domain name with a dot (RFC 5321, 2.3.5), internationalised ones in their ASCII form (RFC 5890), 254 characters in all.
 * Quoted local parts, comments, address literals and non-ASCII local parts (RFC 6531) are not accepted: few servers take them.
 *
 * <p>Two addresses are equal if they differ in case only; {@link #value} keeps the local part as it was written.
 */
public final class EmailAddress implements Address {
    private static final Pattern LOCAL =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    /** What IDNA 2003, which Java has, turns into another letter than IDNA 2008 does (RFC 5894, 7.2). */
    private static final Pattern READ_TWO_WAYS = Pattern.compile("[\\u00DF\\u1E9E\\u03C2\\u200C\\u200D]");

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /** What nearly all addresses look like, and nothing that would have to be looked at twice. */
    private static final Pattern ORDINARY =
            Pattern.compile("[a-z0-9]+(?:[._+-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\\.)+[a-z]{2,}");

    private static final int ORDINARY_LENGTH = 63;

    private final String value;

    private EmailAddress(String value) {
        this.value = value;
    }

    /** What was found in a field that should hold an address. */
    public sealed interface Check {}

    /** An address that a message can be sent to. */
    public record Usable(EmailAddress address) implements Check {}

    /** None: the field is empty. */
    public record Missing() implements Check {}

    /** Something that is no address, and why. */
    public record Unusable(Fault fault) implements Check {
        public Unusable {
            requireNonNull(fault, "fault");
        }
    }

    /** Why a text is no address that a message can be sent to. The names are stable: programs may rely on them. */
    public enum Fault {
        /** A line break or an invisible character is in it. */
        INVISIBLE_CHARACTER,
        /** It is more than one address. */
        SEVERAL_ADDRESSES,
        /** A space is in it. */
        SPACE_INSIDE,
        /** It is not of the form {@code name@domain}. */
        NOT_NAME_AT_DOMAIN,
        /** Letters beyond ASCII are before the @; few servers take them. */
        LETTERS_BEYOND_ASCII,
        /** No server takes the part before the @. */
        BAD_LOCAL_PART,
        /** Servers read a letter of the domain in two ways. */
        DOMAIN_READ_IN_TWO_WAYS,
        /** The part after the @ is no domain. */
        BAD_DOMAIN,
        /** The domain has no dot. */
        DOMAIN_WITHOUT_DOT,
        /** The domain ends in a number. */
        DOMAIN_ENDS_IN_NUMBER,
        /** It is longer than 254 characters. */
        ADDRESS_TOO_LONG
    }

    /**
     * The text without the blanks around it: white space, no-break and zero-width spaces and stray byte-order marks, which come
     * with copying from web pages and spreadsheets.
     */
    public static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || (c >= '\u200B' && c <= '\u200D')
                || c == '\u2060'
                || c == '\uFEFF';
    }

    /** Checks a field as the host has it. White space around an address is ignored; within it, it is an error. */
    public static Check check(@Nullable String field) {
        String text = field == null ? "" : strip(field);
        if (text.isEmpty()) {
            return new Missing();
        }
        if (text.length() <= ORDINARY_LENGTH && ORDINARY.matcher(text).matches()) {
            return new Usable(new EmailAddress(text));
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)) {
            return new Unusable(Fault.INVISIBLE_CHARACTER);
        }
        if (text.indexOf('@') != text.lastIndexOf('@')
                && text.chars().anyMatch(c -> c == ',' || c == ';' || c == ' ')) {
            return new Unusable(Fault.SEVERAL_ADDRESSES);
        }
        if (text.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c))) {
            return new Unusable(Fault.SPACE_INSIDE);
        }
        int at = text.lastIndexOf('@');
        if (at < 1 || text.indexOf('@') != at || at == text.length() - 1) {
            return new Unusable(Fault.NOT_NAME_AT_DOMAIN);
        }
        return check(text.substring(0, at), text.substring(at + 1));
    }

    private static Check check(String local, String writtenDomain) {
        if (local.chars().anyMatch(c -> c > 127)) {
            return new Unusable(Fault.LETTERS_BEYOND_ASCII);
        }
        if (local.length() > 64 || !LOCAL.matcher(local).matches()) {
            return new Unusable(Fault.BAD_LOCAL_PART);
        }
        if (READ_TWO_WAYS.matcher(writtenDomain).find()) {
            return new Unusable(Fault.DOMAIN_READ_IN_TWO_WAYS);
        }
        String domain;
        try {
            domain = IDN.toASCII(writtenDomain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return new Unusable(Fault.BAD_DOMAIN);
        }
        String[] labels = domain.split("\\.", -1);
        if (labels.length < 2) {
            return new Unusable(Fault.DOMAIN_WITHOUT_DOT);
        }
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return new Unusable(Fault.BAD_DOMAIN);
            }
        }
        if (DIGITS.matcher(labels[labels.length - 1]).matches()) {
            return new Unusable(Fault.DOMAIN_ENDS_IN_NUMBER);
        }
        String value = local + "@" + domain;
        return value.length() > 254 ? new Unusable(Fault.ADDRESS_TOO_LONG) : new Usable(new EmailAddress(value));
    }

    /**
     * An address that is known to be one, as when it is read back from a store.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static EmailAddress of(String text) {
        Check check = check(requireNonNull(text, "text"));
        if (check instanceof Usable usable) {
            return usable.address();
        }
        throw new IllegalArgumentException("the e-mail address "
                + (check instanceof Unusable unusable ? "cannot be used: " + unusable.fault() : "is empty"));
    }

    /** The address, its domain in ASCII and lower case. */
    @Override
    public String value() {
        return value;
    }

    /** The part after the {@code @}, in ASCII and lower case. */
    public String domain() {
        return value.substring(value.lastIndexOf('@') + 1);
    }

    /** What to compare addresses by: all in lower case. */
    public String folded() {
        return value.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EmailAddress that && folded().equals(that.folded());
    }

    @Override
    public int hashCode() {
        return folded().hashCode();
    }

    /** The address itself; it belongs in no log. */
    @Override
    public String toString() {
        return value;
    }
}
