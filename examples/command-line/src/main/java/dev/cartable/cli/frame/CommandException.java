package dev.cartable.cli.frame;

import dev.cartable.school.model.EmailAddress;
import java.time.DateTimeException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A command cannot go on; the message is for the person who gave it. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exit exit;
    private final String code;

    private CommandException(Exit exit, String code, String message) {
        super(message);
        this.exit = exit;
        this.code = code;
    }

    /** The command line asks for something that cannot be. */
    public static CommandException usage(String message) {
        return new CommandException(Exit.USAGE, "USAGE", message);
    }

    /**
     * It was tried and did not work.
     *
     * @param code a stable word for programs
     */
    public static CommandException failed(String code, String message) {
        return new CommandException(Exit.FAILED, code, message);
    }

    /**
     * It did not begin, or not go on, and has its own exit code.
     *
     * @param code a stable word for programs
     */
    public static CommandException ended(Exit exit, String code, String message) {
        return new CommandException(exit, code, message);
    }

    /** What values that a person gave make; what is wrong with them is theirs to mend. */
    public static <T> T checked(Words words, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw usage(words.text("error.unfit", "detail", String.valueOf(e.getMessage())));
        }
    }

    /** As {@link #checked}, for the value of an option: names the option and what it is for. */
    public static <T> T option(Words words, String option, Object value, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw usage(words.text(
                    "error.option",
                    Map.of(
                            "value", value.toString(),
                            "option", option,
                            "meaning", words.meaning(option),
                            "detail", String.valueOf(e.getMessage()))));
        }
    }

    /**
     * Whether the value of an option is {@code on}.
     *
     * @param allowed what the option takes
     */
    public static boolean onOff(Words words, String option, String value, String allowed) {
        if (!value.equals("on") && !value.equals("off")) {
            throw usage(words.text("error.choice", Map.of("option", option, "value", value, "allowed", allowed)));
        }
        return value.equals("on");
    }

    /** The value of an option is none that the option takes. */
    public static CommandException unfit(Words words, String option, Object value) {
        return usage(words.text(
                "error.value",
                Map.of("value", value.toString(), "argument", option, "meaning", words.meaning(option))));
    }

    /** Refuses a number that is out of its range; null is an option that was not given. */
    public static void range(Words words, String option, long least, long most, @Nullable Number given) {
        if (given != null && (given.longValue() < least || given.longValue() > most)) {
            throw usage(words.text(
                    most >= Integer.MAX_VALUE ? "error.least" : "error.range",
                    Map.of("value", String.valueOf(given), "option", option, "least", least, "most", most)));
        }
    }

    /** Refuses a text that is too long; null is an option that was not given. */
    public static void length(Words words, String option, int most, @Nullable String given) {
        if (given != null && given.length() > most) {
            throw usage(words.text("error.length", Map.of("option", option, "length", given.length(), "most", most)));
        }
    }

    /** An address that a person gave. */
    public static EmailAddress address(Words words, String given) {
        if (EmailAddress.check(given) instanceof EmailAddress.Unusable unusable) {
            throw usage(words.text(
                    "error.address",
                    Map.of(
                            "value",
                            given.strip(),
                            "reason",
                            words.code(unusable.fault().name()))));
        }
        return checked(words, () -> EmailAddress.of(given));
    }

    /** Refuses a number that is too small; null is an option that was not given. */
    public static void atLeast(Words words, String option, long least, @Nullable Number given) {
        if (given != null && given.longValue() < least) {
            range(words, option, least, Long.MAX_VALUE, given);
        }
    }

    Exit exit() {
        return exit;
    }

    String code() {
        return code;
    }
}
