package dev.cartable.spring.web.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words of programs, as the quota resources write them: in lower case. */
public final class Words {
    private Words() {}

    /** A constant in lower case. */
    public static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The name of a level, a channel or another constant of the host's in lower case. */
    public static String lowered(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> String choices(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Words::lower).collect(Collectors.joining(", "));
    }
}
