package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.reminder.ReminderPass.Candidate;
import dev.cartable.reminder.SendReminders.RuleTime;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The candidates of some rules, rule after rule, read on demand. Where a rule fails, the next one goes on: ask for the failure when
 * all are read.
 */
final class CandidateReader implements Iterator<Candidate<?>>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CandidateReader.class);

    private final Iterator<RuleTime<?>> times;
    private final Function<RuleTime<?>, Stream<? extends Candidate<?>>> opens;
    private @Nullable Stream<? extends Candidate<?>> open;
    private @Nullable Iterator<? extends Candidate<?>> candidates;
    private @Nullable RuntimeException failure;

    /** @param opens begins to read the candidates of a rule */
    CandidateReader(List<RuleTime<?>> times, Function<RuleTime<?>, Stream<? extends Candidate<?>>> opens) {
        this.times = times.iterator();
        this.opens = requireNonNull(opens, "opens");
    }

    @Override
    public boolean hasNext() {
        while (true) {
            try {
                if (candidates != null && candidates.hasNext()) {
                    return true;
                }
                close();
                if (!times.hasNext()) {
                    break;
                }
                open(times.next());
            } catch (RuntimeException e) {
                LOG.warn("a rule of reminders has failed; the others go on", e);
                candidates = null;
                if (failure == null) {
                    failure = e;
                }
            }
        }
        return false;
    }

    /** Throws what the first rule that failed has thrown, if any did. */
    void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    private void open(RuleTime<?> time) {
        Stream<? extends Candidate<?>> stream = opens.apply(time);
        open = stream;
        candidates = stream.iterator();
    }

    @Override
    public Candidate<?> next() {
        if (!hasNext() || candidates == null) {
            throw new NoSuchElementException();
        }
        return candidates.next();
    }

    @Override
    public void close() {
        candidates = null;
        Stream<?> stream = open;
        open = null;
        if (stream != null) {
            stream.close();
        }
    }
}
