package dev.cartable.architecture.canary.alert;

import dev.cartable.architecture.canary.quota.port.UsageStore;

/** A use case of alerts that reads the store of quotas itself. */
final class EvaluateAlerts {
    private final UsageStore usage;

    EvaluateAlerts(UsageStore usage) {
        this.usage = usage;
    }

    UsageStore usage() {
        return usage;
    }
}
