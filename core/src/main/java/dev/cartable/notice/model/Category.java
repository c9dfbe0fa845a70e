package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a group of kinds of notices has in common for the people who get them: one of the constants, or a host's own, such as {@code
 * Category.of("library")}. People accept or decline whole categories.
 *
 * @param name upper-case letters, digits and underscores, a letter first, 32 characters at most
 */
public record Category(String name) implements Comparable<Category> {
    private static final Pattern FORM = Pattern.compile("[A-Z][A-Z0-9_]{0,31}");

    /** Activation links and temporary passwords. */
    public static final Category CREDENTIALS = new Category("CREDENTIALS");

    /** What keeps the system itself running: alarms to administrators and staff. */
    public static final Category OPERATIONS = new Category("OPERATIONS");

    /** Absences and late arrivals. */
    public static final Category ABSENCES = new Category("ABSENCES");

    /** Invoices. */
    public static final Category PAYMENTS = new Category("PAYMENTS");

    /** Study sessions, weekly plans and activity. */
    public static final Category STUDY = new Category("STUDY");

    /** Quotas on the use of the network. */
    public static final Category NETWORK = new Category("NETWORK");

    /** All else that the school writes. */
    public static final Category SCHOOL = new Category("SCHOOL");

    public Category {
        requireNonNull(name, "name");
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' is no category: letters, digits and underscores are, 32 at most, such as PAYMENTS or LIBRARY");
        }
    }

    /** The category with this name, in upper or lower case. */
    public static Category of(String name) {
        return new Category(name.strip().toUpperCase(Locale.ROOT));
    }

    @Override
    public int compareTo(Category other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
