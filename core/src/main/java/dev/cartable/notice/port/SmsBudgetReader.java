package dev.cartable.notice.port;

import java.time.LocalDate;

/** Reads how many segments of short messages have gone. Safe for use by several threads. */
interface SmsBudgetReader {
    /** The segments that are counted for a day; 0 if there are none. */
    int used(LocalDate day);
}
