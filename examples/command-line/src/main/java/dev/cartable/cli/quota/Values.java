package dev.cartable.cli.quota;

import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Words;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Limit;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of options as a person writes them; {@code none} takes away what was there. */
final class Values {
    /** Ten years. */
    private static final int LONGEST_SECONDS = 3_650 * 86_400;

    private final Words words;

    Values(Words words) {
        this.words = words;
    }

    /** A limit: a size, {@code unlimited}, or {@code none}; the one before if nothing is given. */
    Limit limit(String option, @Nullable String text, Limit before) {
        if (text == null) {
            return before;
        }
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "none" -> Limit.notSet();
            case "unlimited" -> Limit.unlimited();
            default -> Limit.atMost(size(option, text));
        };
    }

    /** An amount of data. */
    DataSize size(String option, String text) {
        try {
            return DataSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(words.text("error.size", Map.of("value", text, "option", option)));
        }
    }

    /** A number in a range or {@code none}; the one before if nothing is given. */
    @Nullable
    Integer number(String option, @Nullable String text, @Nullable Integer before, int most) {
        if (text == null) {
            return before;
        }
        if (text.strip().equalsIgnoreCase("none")) {
            return null;
        }
        try {
            Integer number = Integer.valueOf(text.strip());
            CommandException.range(words, option, 1, most, number);
            return number;
        } catch (NumberFormatException e) {
            throw CommandException.unfit(words, option, text);
        }
    }

    /** So many seconds or {@code none}; the duration before if nothing is given. */
    @Nullable
    Duration seconds(String option, @Nullable String text, @Nullable Duration before) {
        if (text == null) {
            return before;
        }
        Integer seconds = number(option, text, null, LONGEST_SECONDS);
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }
}
