package dev.cartable.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** What the figures were measured on. */
final class Machine {
    private static final double GB = 1024 * 1024 * 1024;

    private Machine() {}

    static String describe() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        double memory =
                system instanceof com.sun.management.OperatingSystemMXBean known ? known.getTotalMemorySize() / GB : 0;
        return String.format(
                Locale.ROOT,
                "%s: %d cores, %.0f GB memory, %s %s, Java %s (%s), heap up to %.1f GB, load %.1f at the start",
                LocalDate.now(ZoneOffset.UTC),
                system.getAvailableProcessors(),
                memory,
                system.getName(),
                system.getArch(),
                Runtime.version().feature(),
                System.getProperty("java.vm.vendor"),
                Runtime.getRuntime().maxMemory() / GB,
                system.getSystemLoadAverage());
    }
}
