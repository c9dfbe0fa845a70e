package dev.cartable.privacy.port;

import dev.cartable.privacy.model.RetentionPeriods.DataKind;
import java.time.Instant;

/** Counts the rows that retention may delete. Safe for use by several threads. */
interface RetentionStoreReader {
    /** How many rows would be removed. */
    long count(DataKind kind, Instant before);
}
