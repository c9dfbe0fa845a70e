package dev.cartable.cli.frame;

/** What a command ends with. */
public final class Exit {
    /** All done. */
    public static final int DONE = 0;

    /** Not done; the message says what was kept. */
    public static final int FAILED = 1;

    /** The command line cannot be understood; nothing was tried. */
    public static final int USAGE = 2;

    /** Done, save some rows, each with its reason. */
    public static final int PARTLY = 3;

    private Exit() {}
}
