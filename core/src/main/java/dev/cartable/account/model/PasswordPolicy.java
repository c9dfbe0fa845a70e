package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.School;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which passwords a parent may choose (NIST SP 800-63B, 5.1.1.2): a length and a list of those that are tried first, and no
 * rule about capitals, digits and signs. Immutable and safe for use by several threads.
 */
public final class PasswordPolicy {
    /** The usual least length, in Unicode characters. */
    public static final int MIN_LENGTH = 8;

    /** The greatest length, in Unicode characters. */
    public static final int MAX_LENGTH = 128;

    /** Fewer characters than this beside a word that can be guessed are no secret. */
    private static final int LEAST_BESIDE_KNOWN_WORD = 5;

    private static final int LEAST_WORD = 4;
    private static final int LONGEST_REPEATED = 3;
    private static final Pattern NOT_LETTER_OR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern NOT_LETTER = Pattern.compile("[^\\p{L}\\p{M}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final String COMMON_FILE = "common-passwords.txt";

    private final int minLength;
    private final Set<String> common;
    private final Predicate<String> known;

    private PasswordPolicy(int minLength, Set<String> common, Predicate<String> known) {
        if (minLength < MIN_LENGTH || minLength > MAX_LENGTH / 2) {
            throw new IllegalArgumentException("a least length of " + minLength + " is not within " + MIN_LENGTH
                    + " to " + MAX_LENGTH / 2 + " (NIST SP 800-63B)");
        }
        this.minLength = minLength;
        this.common = common;
        this.known = known;
    }

    /** Passwords of {@value #MIN_LENGTH} to {@value #MAX_LENGTH} characters that are not among the commonest. */
    public static PasswordPolicy defaults() {
        return new PasswordPolicy(MIN_LENGTH, commonest(), password -> false);
    }

    /** The same policy with another least length, {@value #MIN_LENGTH} to 64; SP 800-63B-4 asks for 15 where nothing else protects. */
    public PasswordPolicy atLeast(int length) {
        return new PasswordPolicy(length, common, known);
    }

    /** The same policy with a list of the host's, such as passwords that have leaked elsewhere; it is given the normalised password. */
    public PasswordPolicy refusing(Predicate<String> list) {
        requireNonNull(list, "list");
        return new PasswordPolicy(minLength, common, known.or(list));
    }

    /** The password as it is hashed: Unicode NFKC (UAX #15), since keyboards write one letter in several ways. */
    public static String normalised(CharSequence password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    /** What speaks against this password for an account with this username at this school; empty if nothing does. */
    public Optional<Weakness> check(CharSequence password, Username username, School school) {
        String normal = normalised(password);
        int length = normal.codePointCount(0, normal.length());
        if (length < minLength) {
            return Optional.of(Weakness.TOO_SHORT);
        }
        if (length > MAX_LENGTH) {
            return Optional.of(Weakness.TOO_LONG);
        }
        if (normal.codePoints().anyMatch(PasswordPolicy::isUntypable)) {
            return Optional.of(Weakness.UNREADABLE);
        }
        if (isRepeated(normal.codePoints().toArray())) {
            return Optional.of(Weakness.REPETITIVE);
        }
        String folded = folded(normal);
        if (isLittleMoreThan(username.value(), folded)) {
            return Optional.of(Weakness.USERNAME);
        }
        if (isLittleMoreThan(school.name(), folded)) {
            return Optional.of(Weakness.SCHOOL_NAME);
        }
        if (common.contains(normal.toLowerCase(Locale.ROOT)) || common.contains(folded) || known.test(normal)) {
            return Optional.of(Weakness.COMMON);
        }
        return Optional.empty();
    }

    private static boolean isUntypable(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL || type == Character.SURROGATE || type == Character.UNASSIGNED;
    }

    /** One to three characters over and over, or a run such as 12345678 or hgfedcba. */
    private static boolean isRepeated(int[] characters) {
        for (int period = 1; period <= LONGEST_REPEATED; period++) {
            boolean repeated = true;
            for (int i = period; i < characters.length && repeated; i++) {
                repeated = characters[i] == characters[i - period];
            }
            if (repeated) {
                return true;
            }
        }
        int step = characters[1] - characters[0];
        boolean run = Math.abs(step) == 1;
        for (int i = 2; i < characters.length && run; i++) {
            run = characters[i] - characters[i - 1] == step;
        }
        return run;
    }

    /** Whether taking the name or its words out of the password leaves almost nothing. */
    private static boolean isLittleMoreThan(String name, String password) {
        String whole = folded(name);
        Stream<String> words = Arrays.stream(NOT_LETTER.split(name, -1)).map(PasswordPolicy::folded);
        String rest = Stream.concat(Stream.of(whole, NOT_LETTER.matcher(whole).replaceAll("")), words)
                .filter(word -> word.length() >= LEAST_WORD)
                .reduce(password, (left, word) -> left.replace(word, ""));
        boolean found = rest.length() < password.length();
        return password.equals(whole) || (found && rest.length() < LEAST_BESIDE_KNOWN_WORD);
    }

    /** Without case, accents and signs. */
    private static String folded(String text) {
        String letters =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        return NOT_LETTER_OR_DIGIT.matcher(letters.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private static Set<String> commonest() {
        try (InputStream file = PasswordPolicy.class.getResourceAsStream(COMMON_FILE)) {
            String text = new String(requireNonNull(file, COMMON_FILE).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isBlank()).collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + COMMON_FILE + " from Cartable's own jar", e);
        }
    }

    /** Why a password may not be chosen. */
    public enum Weakness {
        /** It has fewer characters than the policy asks for. */
        TOO_SHORT,
        /** It has more than {@value PasswordPolicy#MAX_LENGTH} characters. */
        TOO_LONG,
        /** It has a control character, or half a character, in it. */
        UNREADABLE,
        /** It is one to three characters over and over, or a run such as 12345678. */
        REPETITIVE,
        /** It is the username, or little more. */
        USERNAME,
        /** It is the school's name, or little more. */
        SCHOOL_NAME,
        /** It is one of those that are tried first. */
        COMMON
    }
}
