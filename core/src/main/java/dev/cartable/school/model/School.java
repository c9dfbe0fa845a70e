package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for everybody at a school.
 *
 * @param name how the school signs its messages
 * @param zone where its days begin and end
 * @param language what to write in where a person's language is not known
 */
public record School(String name, ZoneId zone, Locale language) {
    /** How messages are signed until the host names its school. */
    public static final String FIRST_TRY_NAME = "Cartable";

    public School {
        requireNonNull(name, "name");
        requireNonNull(zone, "zone");
        requireNonNull(language, "language");
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the school's name '" + name + "' is blank or has a control character in it");
        }
    }

    /** Whether it has only the name that a host is given for a first try. */
    public boolean isUnnamed() {
        return name.strip().equalsIgnoreCase(FIRST_TRY_NAME);
    }

    /** The school's date at {@code now}. */
    public LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, zone);
    }

    /** The language for a person with this tag (BCP 47), or the school's. */
    public Locale languageOf(@Nullable String tag) {
        return tag == null || tag.isBlank() ? language : Locale.forLanguageTag(tag);
    }
}
