package dev.cartable.reminder.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.reminder.model.LegacyReminder;
import dev.cartable.school.model.RowError;
import java.util.function.Consumer;

/**
 * Where it is read what an older system has reminded people of. Opened and closed by each reading; implementations are safe for use by
 * several threads.
 */
public interface LegacyReminders {
    /** What people call the source, such as the file's name. */
    String name();

    /** Hands over its rows in their order, one by one. */
    void read(Consumer<? super LegacyRow> each);

    /** A row of an older system's reminders. */
    sealed interface LegacyRow {
        /**
         * A row of the right shape.
         *
         * @param line the line that it begins in, from 1; 0 where the source has no lines
         */
        record Usable(LegacyReminder reminder, long line) implements LegacyRow {
            public Usable {
                requireNonNull(reminder, "reminder");
            }
        }

        /** A row that cannot be used. */
        record Unusable(RowError error) implements LegacyRow {
            public Unusable {
                requireNonNull(error, "error");
            }
        }
    }
}
