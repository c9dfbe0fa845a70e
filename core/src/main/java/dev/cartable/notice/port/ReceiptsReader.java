package dev.cartable.notice.port;

import java.time.Instant;
import java.util.List;

/** Reads what receipts are expected and have come. Safe for use by several threads. */
interface ReceiptsReader {
    /** The notices that took an end: those whose receipt has come, and those whose receipt was expected until {@code now}. */
    List<Receipts.Ended> ended(Instant now, int max);
}
