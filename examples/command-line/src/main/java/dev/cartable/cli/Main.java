package dev.cartable.cli;

import dev.cartable.cli.frame.Surroundings;

/** The entry point of {@code cartable.jar}. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        Surroundings around = Surroundings.ofProcess();
        Interruption interruption = Interruption.expect(around, CommandLineTool.words(around, args));
        int exit = CommandLineTool.run(around, args);
        around.out().flush();
        interruption.over();
        System.exit(exit);
    }
}
