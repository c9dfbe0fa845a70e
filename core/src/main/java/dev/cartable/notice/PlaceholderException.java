package dev.cartable.notice;

import dev.cartable.CartableException;
import dev.cartable.notice.model.Placeholder;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A courier reaches people, and settings still have values that only make a first try work. Nothing was sent. */
public final class PlaceholderException extends CartableException {
    private static final long serialVersionUID = 1L;

    private final EnumSet<Placeholder> placeholders;

    PlaceholderException(Set<Placeholder> placeholders) {
        super(
                "PLACEHOLDERS",
                Map.of("settings", names(placeholders)),
                "messages would reach people with values that only make a first try work: " + names(placeholders)
                        + "; nothing was sent");
        this.placeholders = EnumSet.copyOf(placeholders);
    }

    private static String names(Set<Placeholder> placeholders) {
        return placeholders.stream().sorted().map(Placeholder::name).collect(Collectors.joining(", "));
    }

    /** The settings that still have such a value. */
    public Set<Placeholder> placeholders() {
        return Set.copyOf(placeholders);
    }
}
