package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The link between a guardian and a pupil.
 *
 * @param primaryContact whether the school turns to this guardian first
 * @param maySeePupil whether this guardian may see the pupil's data and be notified about it
 * @param emergencyContact whether this guardian is called in an emergency
 * @param validFrom the first day of the link in the school's zone; null means always
 * @param validTo the last day of the link in the school's zone, included; null means for good
 */
public record Guardianship(
        GuardianId guardian,
        PupilId pupil,
        Relation relation,
        boolean primaryContact,
        boolean maySeePupil,
        boolean emergencyContact,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo) {

    public Guardianship {
        requireNonNull(guardian, "guardian");
        requireNonNull(pupil, "pupil");
        requireNonNull(relation, "relation");
        if (validFrom != null && validTo != null && validTo.isBefore(validFrom)) {
            throw new IllegalArgumentException("the link of guardian " + guardian + " and pupil " + pupil + " ends on "
                    + validTo + ", before it begins on " + validFrom);
        }
    }

    /** A link with nothing special about it: not first contact, may see the pupil, no limit in time. */
    public static Guardianship of(GuardianId guardian, PupilId pupil, Relation relation) {
        return new Guardianship(guardian, pupil, relation, false, true, false, null, null);
    }

    /** Whether the link holds on {@code day}, a date in the school's zone. */
    public boolean validOn(LocalDate day) {
        return (validFrom == null || !day.isBefore(validFrom)) && (validTo == null || !day.isAfter(validTo));
    }

    /** What a guardian is to a pupil. */
    public enum Relation {
        MOTHER,
        FATHER,
        PARENT,
        STEP_PARENT,
        GRANDPARENT,
        SIBLING,
        RELATIVE,
        GUARDIAN,
        FOSTER_PARENT,
        AIDE,
        OTHER;

        private static final Map<String, Relation> WORDS = Map.ofEntries(
                Map.entry("mother", MOTHER),
                Map.entry("mere", MOTHER),
                Map.entry("father", FATHER),
                Map.entry("pere", FATHER),
                Map.entry("parent", PARENT),
                Map.entry("stepparent", STEP_PARENT),
                Map.entry("stepmother", STEP_PARENT),
                Map.entry("stepfather", STEP_PARENT),
                Map.entry("bellemere", STEP_PARENT),
                Map.entry("beaupere", STEP_PARENT),
                Map.entry("grandparent", GRANDPARENT),
                Map.entry("grandmother", GRANDPARENT),
                Map.entry("grandfather", GRANDPARENT),
                Map.entry("grandmere", GRANDPARENT),
                Map.entry("grandpere", GRANDPARENT),
                Map.entry("sibling", SIBLING),
                Map.entry("brother", SIBLING),
                Map.entry("sister", SIBLING),
                Map.entry("frere", SIBLING),
                Map.entry("soeur", SIBLING),
                Map.entry("relative", RELATIVE),
                Map.entry("guardian", GUARDIAN),
                Map.entry("tuteur", GUARDIAN),
                Map.entry("tutrice", GUARDIAN),
                Map.entry("fosterparent", FOSTER_PARENT),
                Map.entry("aide", AIDE));

        /** Reads a relation in English or French, with any case, accents, spaces or hyphens; {@link #OTHER} if unknown. */
        public static Relation of(@Nullable String word) {
            if (word == null || word.isBlank()) {
                return GUARDIAN;
            }
            String folded = Normalizer.normalize(word.toLowerCase(Locale.ROOT).replace("œ", "oe"), Normalizer.Form.NFD)
                    .replaceAll("[^a-z]", "");
            return WORDS.getOrDefault(folded, OTHER);
        }
    }
}
