package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Who holds a lease: a process on a machine.
 *
 * @param host the machine's name
 * @param pid the process id there
 * @param startedMillis when that process began, in milliseconds since the epoch, since process ids come round again;
 *     0 where the system does not say
 */
public record LeaseHolder(String host, long pid, long startedMillis) {
    private static final LeaseHolder THIS = here();

    public LeaseHolder {
        requireNonNull(host, "host");
        if (host.isBlank() || host.contains("/")) {
            throw new IllegalArgumentException("host '" + host + "' is blank or has a slash in it");
        }
    }

    /** The process that this code runs in. */
    public static LeaseHolder thisProcess() {
        return THIS;
    }

    /** Reads what {@link #toString()} wrote. */
    public static LeaseHolder parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("'" + text + "' is not host/pid/start");
        }
        return new LeaseHolder(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }

    /**
     * Whether the process certainly lives no more: it was on this machine, and no process here has its id and start. A
     * holder on another machine is never known to be gone; its lease has to run out.
     */
    public boolean isGone() {
        if (!host.equals(THIS.host)) {
            return false;
        }
        return ProcessHandle.of(pid)
                .filter(process -> startedMillis == 0 || startedMillis == started(process))
                .isEmpty();
    }

    private static LeaseHolder here() {
        ProcessHandle self = ProcessHandle.current();
        return new LeaseHolder(hostName(), self.pid(), started(self));
    }

    private static long started(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(java.time.Instant::toEpochMilli)
                .orElse(0L);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().replace('/', '_');
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    @Override
    public String toString() {
        return host + "/" + pid + "/" + startedMillis;
    }
}
