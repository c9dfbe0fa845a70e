package dev.cartable.architecture.canary.quota.model;

import dev.cartable.architecture.canary.quota.RecordUsage;
import java.time.Instant;

/** A model that uses a use case, constructs it, and reads the clock. */
public record Usage(RecordUsage user, Instant at) {

    public static Usage now() {
        return new Usage(new RecordUsage(), Instant.now());
    }
}
