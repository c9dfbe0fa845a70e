package dev.cartable.quickstart;

import dev.cartable.Cartable;
import dev.cartable.quota.MeterUsage;
import dev.cartable.quota.model.Traffic;
import dev.cartable.school.model.UserId;

/** A captive portal that asks at every packet: use is counted in memory, and written by a flush. */
final class MeteredPortal {
    private MeteredPortal() {}

    static boolean pass(Cartable cartable, long up, long down) {
        // readme
        MeterUsage meter = cartable.quotas().meter(); // needs anyThread(true): all callers share the meters
        boolean passes = meter.tryConsume(new UserId("john"), new Traffic(up, down)); // this node's own count
        meter.flush(); // every few seconds, from your scheduler: writes what has gathered, and sees what others have
        // readme
        return passes;
    }
}
