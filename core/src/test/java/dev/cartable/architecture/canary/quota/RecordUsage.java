package dev.cartable.architecture.canary.quota;

public final class RecordUsage {

    public RecordUsage() {}
}
