package dev.cartable.cli.frame;

import java.time.DateTimeException;
import java.util.function.Supplier;

/** A command cannot go on; the message is for the person who gave it. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exit;
    private final String code;

    private CommandException(int exit, String code, String message) {
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

    /** What a value that a person gave makes; what is wrong with the value is theirs to mend. */
    public static <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    int exit() {
        return exit;
    }

    String code() {
        return code;
    }
}
