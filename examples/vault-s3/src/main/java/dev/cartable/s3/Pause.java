package dev.cartable.s3;

import java.time.Duration;

/** Waits; tests only count. */
interface Pause {
    void pause(Duration duration) throws InterruptedException;
}
