package dev.cartable.cli.frame;

import java.util.stream.Stream;

/** What a command ends with: one table for all commands. What a code means stands in the words under {@code exit.} and its name. */
public enum Exit {
    /** All done. */
    DONE(0),
    /** Not done, or what was given is not valid; the message says what was kept. */
    FAILED(1),
    /** The command line cannot be understood; nothing was tried. */
    USAGE(2),
    /** Done, save some rows, each with its reason. */
    PARTLY(3),
    /** All was looked at, and something is wrong: an audit or a validation has findings. */
    FINDING(4),
    /** Done as far as possible: a channel is down, and what it should carry waits. */
    DEGRADED(5),
    /** Nobody can say whether it is right: there was nothing to look at, or the answer of the database is missing. */
    UNVERIFIED(6),
    /**
     * Stopped before it began: by a brake, by another run that holds the lease, by another process that has the database file open, or by
     * messages that a person has to release.
     */
    HELD(7);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    /** The exit code of the process. */
    public int code() {
        return code;
    }

    /** How a list ends of which so many items have failed, each with its reason. */
    public static Exit ofFailures(long failures) {
        return failures > 0 ? PARTLY : DONE;
    }

    /** The one with this exit code. */
    public static Exit of(int code) {
        return Stream.of(values()).filter(exit -> exit.code == code).findFirst().orElse(FAILED);
    }
}
