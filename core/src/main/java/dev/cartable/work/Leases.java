package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Named leases in the store: at most one run of a kind at a time, on any number of nodes. Time is the store's clock, since
 * nodes differ by minutes. Each grant has a fence, greater than all before it; a paused run that wakes after its lease
 * was given away is stopped by the fence in its next chunk.
 */
public interface Leases {
    /**
     * Takes the lease for {@code ttl} if it is free, has run out, or its holder {@linkplain Holder#isGone() is gone}.
     * Atomic; in a transaction of its own.
     */
    Attempt acquire(String name, Holder holder, Duration ttl);

    /**
     * Checks, in the chunk's own transaction, that the grant still stands, locks it until the commit and renews it.
     *
     * @throws LeaseLostException if the lease has been given to another meanwhile
     */
    void renew(Tx tx, Grant grant, Duration ttl);

    /** Gives the lease back; does nothing if it has been given to another. In a transaction of its own. */
    void release(Grant grant);

    /** Who holds the lease now, if anyone. */
    Optional<Attempt.Held> holder(String name);

    /** A lease that was taken. */
    record Grant(String name, Holder holder, long fence) {}

    /** What became of an attempt to take a lease. */
    sealed interface Attempt {
        /** It is ours. */
        record Granted(Grant grant) implements Attempt {}

        /** Another run has it until {@code until}, by the store's clock, and may renew it. */
        record Held(String name, Holder holder, Instant until) implements Attempt {}
    }

    /**
     * Who holds a lease: a process on a machine.
     *
     * @param host the machine's name, then {@code ~} and what distinguishes it from others of that name: on Linux the start of its boot
     *     id and its space of process ids, since containers on one machine share its name and each have a process 1; elsewhere
     *     nothing
     * @param pid the process id there
     * @param startedMillis when that process began, in milliseconds since the epoch, since process ids come round again;
     *     0 where the system does not say
     */
    record Holder(String host, long pid, long startedMillis) {
        private static final Holder THIS = here();

        public Holder {
            requireNonNull(host, "host");
            if (host.isBlank() || host.contains("/")) {
                throw new IllegalArgumentException("host '" + host + "' is blank or has a slash in it");
            }
            if (pid < 0 || startedMillis < 0) {
                throw new IllegalArgumentException(
                        "process " + pid + ", begun at " + startedMillis + " ms, cannot be: one of them is negative");
            }
        }

        /** The process that this code runs in. */
        public static Holder thisProcess() {
            return THIS;
        }

        /**
         * Reads what {@link #toString()} wrote.
         *
         * @throws IllegalArgumentException if it is anything else
         */
        public static Holder parse(String text) {
            String[] parts = text.split("/", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("'" + text + "' is not host/pid/start");
            }
            return new Holder(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        }

        /** The machine's name as people know it. */
        public String hostName() {
            int mark = host.indexOf('~');
            return mark < 0 ? host : host.substring(0, mark);
        }

        /**
         * Whether the process certainly lives no more: it was on this machine, and no process here has its id, or this one has.
         * A holder on another machine is never known to be gone, and neither is one whose id another process has got; their
         * leases have to run out. The start of other processes is not compared: systems reckon it from the clock, and a clock
         * that was put right would make the living look dead.
         */
        public boolean isGone() {
            if (!host.equals(THIS.host)) {
                return false;
            }
            if (pid == THIS.pid) {
                return startedMillis != 0 && startedMillis != THIS.startedMillis;
            }
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
        }

        private static Holder here() {
            ProcessHandle self = ProcessHandle.current();
            long started = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
            return new Holder(localHost(), self.pid(), Math.max(0, started));
        }

        private static String localHost() {
            String name;
            try {
                name = InetAddress.getLocalHost()
                        .getHostName()
                        .replace('/', '_')
                        .replace('~', '_');
            } catch (UnknownHostException e) {
                name = "localhost";
            }
            String mark = machine();
            if (mark.isEmpty() && name.startsWith("localhost")) {
                // Any machine may be called that, so no other process can be said to be on this one.
                mark = UUID.randomUUID().toString();
            }
            return mark.isEmpty() ? name : name + "~" + mark;
        }

        private static String machine() {
            try {
                String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                        .strip();
                String processes =
                        Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
                return boot.substring(0, 8) + "-" + processes.replaceAll("[^0-9]", "");
            } catch (IOException | UnsupportedOperationException | IndexOutOfBoundsException notLinux) {
                return "";
            }
        }

        @Override
        public String toString() {
            return host + "/" + pid + "/" + startedMillis;
        }
    }
}
