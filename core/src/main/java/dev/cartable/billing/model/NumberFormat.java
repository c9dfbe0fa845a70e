package dev.cartable.billing.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of the numbers of a series, such as {@code {year}-{number:5}} for {@code 2026-00042}.
 *
 * @param pattern has {@code {year}} and {@code {number}} once each, so that no two numbers are alike; {@code {number:5}} has at least five
 *     digits, with zeros before
 */
public record NumberFormat(String pattern) {
    private static final int LONGEST = 40;
    private static final Pattern YEAR = Pattern.compile("\\{year}");
    private static final Pattern NUMBER = Pattern.compile("\\{number(?::([1-9]))?}");

    public NumberFormat {
        requireNonNull(pattern, "pattern");
        WellFormedText.require("the form of numbers", pattern);
        String rest = YEAR.matcher(NUMBER.matcher(pattern).replaceAll("")).replaceAll("");
        if (count(YEAR, pattern) != 1 || count(NUMBER, pattern) != 1 || rest.matches(".*[{}].*")) {
            throw new IllegalArgumentException(
                    "'" + pattern + "' is no form of numbers; it needs {year} and {number:5} once each");
        }
        if (pattern.contains("}{") || pattern.matches(".*(\\{year}[0-9]|[0-9]\\{number|}[0-9]).*")) {
            throw new IllegalArgumentException("'" + pattern
                    + "' makes numbers that can be read in two ways; put a mark other than a digit between its parts");
        }
        if (pattern.length() > LONGEST
                || !pattern.equals(pattern.strip())
                || pattern.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "'" + pattern + "' is longer than " + LONGEST + " characters, or has blanks around it");
        }
    }

    private static long count(Pattern part, String pattern) {
        return part.matcher(pattern).results().count();
    }

    /** The number that people know an invoice by. */
    public String format(int year, long sequence) {
        Matcher number = NUMBER.matcher(pattern);
        if (!number.find()) {
            throw new IllegalStateException(pattern);
        }
        int digits = number.group(1) == null ? 1 : Integer.parseInt(number.group(1));
        String written = Long.toString(sequence);
        return pattern.substring(0, number.start()).replace("{year}", Integer.toString(year))
                + "0".repeat(Math.max(0, digits - written.length()))
                + written
                + pattern.substring(number.end()).replace("{year}", Integer.toString(year));
    }

    /** Reads what {@link #format} wrote; empty for anything else. */
    public Optional<Parsed> parse(String number) {
        String form = Pattern.quote(pattern)
                .replace("{year}", "\\E(?<year>[0-9]{4,9})\\Q")
                .replaceFirst(NUMBER.pattern(), "\\\\E(?<number>[0-9]{1,18})\\\\Q");
        Matcher matcher = Pattern.compile(form).matcher(number);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Parsed parsed = new Parsed(Integer.parseInt(matcher.group("year")), Long.parseLong(matcher.group("number")));
        return format(parsed.year(), parsed.sequence()).equals(number) ? Optional.of(parsed) : Optional.empty();
    }

    /**
     * The parts of a number.
     *
     * @param year the calendar year
     * @param sequence from 1 in each year
     */
    public record Parsed(int year, long sequence) {}

    @Override
    public String toString() {
        return pattern;
    }
}
