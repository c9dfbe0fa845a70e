package dev.cartable.cli;

import dev.cartable.cli.frame.Surroundings;
import dev.cartable.cli.frame.Words;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends an interrupted process (Ctrl-C) with one line: what the command would still print while its database closes under it is
 * left out.
 */
final class Interruption {
    private final AtomicBoolean over = new AtomicBoolean();

    private Interruption() {}

    /** Watches from now on. */
    static Interruption expect(Surroundings around, Words words) {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.tell(around, words), "interruption"));
        return interruption;
    }

    /** The command has ended by itself. */
    void over() {
        over.set(true);
    }

    private void tell(Surroundings around, Words words) {
        if (over.getAndSet(true)) {
            return;
        }
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        System.setOut(nowhere);
        System.setErr(nowhere);
        around.out().close();
        around.err().println((around.progress() ? "\n" : "") + words.text("interrupted"));
        around.err().close();
    }
}
