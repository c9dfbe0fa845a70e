package dev.cartable;

import dev.cartable.task.cron.CronUtilsReader;
import dev.cartable.task.internal.LocalTimes;
import java.util.function.Function;

/** The optional library that reads cron expressions. */
final class CronLibrary {
    private CronLibrary() {}

    /** @throws IllegalStateException if the library is missing */
    static Function<String, LocalTimes> reader(String expression) {
        try {
            return Holder.READER;
        } catch (LinkageError missing) {
            throw new IllegalStateException(
                    "the schedule '" + expression + "' is a cron expression, and the library that reads it is missing;"
                            + " add com.cronutils:cron-utils to the application, or write the schedule as daily, weekly, monthly or every",
                    missing);
        }
    }

    private static final class Holder {
        static final Function<String, LocalTimes> READER = new CronUtilsReader();
    }
}
