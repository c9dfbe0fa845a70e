package dev.cartable.school.model;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
