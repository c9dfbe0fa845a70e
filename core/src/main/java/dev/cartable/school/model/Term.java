package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;
import java.util.Comparator;

/**
 * A term of a school year, by the names that the school gives to both, such as {@code 2026-2027} and {@code Trimestre 1}. Its days
 * stand in the school's calendar.
 *
 * @param year 1 to {@value #LONGEST} characters
 * @param name 1 to {@value #LONGEST} characters
 */
public record Term(String year, String name) implements Comparable<Term> {
    /** The most characters that each name has. */
    public static final int LONGEST = 100;

    private static final Comparator<Term> BY_NAME =
            Comparator.comparing(Term::year).thenComparing(Term::name);

    public Term {
        year = check("the school year of a term", year);
        name = check("the name of a term", name);
    }

    private static String check(String what, String text) {
        requireNonNull(text, what);
        if (text.isBlank() || text.length() > LONGEST || !text.equals(text.strip())) {
            throw new IllegalArgumentException(what + ", '" + text
                    + "', is empty, has white space around it or more than " + LONGEST + " characters");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " has a control character in it");
        }
        return WellFormedText.require(what, text);
    }

    @Override
    public int compareTo(Term other) {
        return BY_NAME.compare(this, other);
    }

    @Override
    public String toString() {
        return year + " " + name;
    }
}
