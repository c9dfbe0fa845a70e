package dev.cartable.spring.web.internal;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids of ours as a path or a body names them. */
public final class Ids {
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Ids() {}

    /** The id, if it is one: a text that is none names nothing, as an unknown id does. */
    public static Optional<UUID> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
