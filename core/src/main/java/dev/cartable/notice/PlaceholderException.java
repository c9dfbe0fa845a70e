package dev.cartable.notice;

import dev.cartable.CartableException;
import dev.cartable.notice.model.Placeholder;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** A courier reaches people, and settings still have values that only make a first try work. Nothing was sent. */
public final class PlaceholderException extends CartableException {
    private static final long serialVersionUID = 1L;

    private final EnumSet<Placeholder> placeholders;

    PlaceholderException(Set<Placeholder> placeholders) {
        super("messages would reach people with values that only make a first try work; nothing was sent. Set "
                + placeholders.stream().sorted().map(Placeholder::toString).collect(Collectors.joining(", ")));
        this.placeholders = EnumSet.copyOf(placeholders);
    }

    /** The settings to make. */
    public Set<Placeholder> placeholders() {
        return Set.copyOf(placeholders);
    }
}
