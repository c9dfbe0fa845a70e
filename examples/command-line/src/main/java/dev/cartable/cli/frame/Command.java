package dev.cartable.cli.frame;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command: says what it does with its options and leaves everything else to the frame. */
public abstract class Command implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is called
    private CommandSpec spec;

    /**
     * Does it.
     *
     * @return how it ended, one of {@link Exit}
     */
    protected abstract Exit run(Frame frame) throws Exception;

    @Override
    public final Integer call() {
        CommandSpec root = spec.root();
        String name = spec.qualifiedName(" ").substring(root.name().length()).strip();
        return ((Runner) root.userObject()).run(name, this::run).code();
    }

    /** Runs commands; the root of all of them. */
    public interface Runner {
        Exit run(String command, Work work);
    }

    /** What a command does. */
    public interface Work {
        Exit run(Frame frame) throws Exception;
    }
}
