package dev.cartable.notice;

import dev.cartable.notice.model.NoticeReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one channel at work: the first in the caller's thread, each other one in a thread of its own that ends with it.
 * The call returns when all have ended, also after a failure.
 */
final class ParallelLines {
    private final String name;
    private final StopSignal stop;
    private final List<Other> others = new ArrayList<>();
    private @Nullable Throwable failure;
    private boolean interrupted;

    /**
     * Lines that have not begun.
     *
     * @param name what the threads are called
     */
    ParallelLines(String name, StopSignal stop) {
        this.name = name;
        this.stop = stop;
    }

    /** A line and the thread that it has for itself. */
    private record Other(Thread thread, FutureTask<?> line) {}

    /** Runs the lines. If some break off, all end, and the first failure is thrown then, the others with it. */
    void run(List<? extends Runnable> lines) {
        attempt(() -> {
            lines.stream().skip(1).forEach(this::start);
            lines.get(0).run();
        });
        others.forEach(other -> attempt(() -> await(other)));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void start(Runnable line) {
        FutureTask<?> task = new FutureTask<>(() -> stopping(line), null);
        Thread thread = new Thread(task, name + "-" + (others.size() + 2));
        thread.setDaemon(true);
        thread.start();
        others.add(new Other(thread, task));
    }

    /** A failure stops the others at once. */
    private void stopping(Runnable line) {
        boolean ended = false;
        try {
            line.run();
            ended = true;
        } finally {
            if (!ended) {
                stop.because("another connection failed unexpectedly");
            }
        }
    }

    private void attempt(Runnable step) {
        try {
            stopping(step);
        } catch (RuntimeException | Error e) {
            if (failure == null) {
                failure = e;
            } else if (failure != e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** An interrupt is passed on as a wish to end: a thread that is interrupted while it writes would close an embedded store. */
    private void await(Other other) {
        while (true) {
            try {
                other.thread().join();
                other.line().get();
                return;
            } catch (InterruptedException e) {
                interrupted = true;
                stop.because(NoticeReason.INTERRUPTED.name());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) e.getCause();
            }
        }
    }
}
