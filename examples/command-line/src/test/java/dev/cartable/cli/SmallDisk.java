package dev.cartable.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A real disk in memory of its own, which a test fills. */
record SmallDisk(Path folder, FileStore store) implements AutoCloseable {
    private static final int BLOCK = 1 << 20;

    /** Empty where this process may not mount, which is printed. */
    static Optional<SmallDisk> mount(Path folder, int megabytes) throws Exception {
        Files.createDirectories(folder);
        if (run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString()) != 0) {
            System.out.println("SmallDisk: this process may not mount a tmpfs, so no disk became full");
            return Optional.empty();
        }
        return Optional.of(new SmallDisk(folder, Files.getFileStore(folder)));
    }

    /** Until {@link #clear}, so many bytes are left. */
    void fill(long left) {
        try (OutputStream out = Files.newOutputStream(filler())) {
            for (long rest = store.getUsableSpace() - left; rest > 0; rest -= BLOCK) {
                out.write(new byte[(int) Math.min(rest, BLOCK)]);
            }
        } catch (IOException full) {
            // So it should be.
        }
    }

    void clear() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** How many bytes more something takes while it runs, at most at the same time. */
    long taken(Callable<Child> work) throws Exception {
        long before = used();
        long most = 0;
        Child child = work.call();
        boolean over = false;
        while (!over) {
            over = child.process().waitFor(1, TimeUnit.MILLISECONDS);
            most = Math.max(most, used() - before);
        }
        Desk.Result result = child.await();
        if (result.exit() != 0) {
            throw new AssertionError(result.err());
        }
        return most;
    }

    private long used() throws IOException {
        return store.getTotalSpace() - store.getUsableSpace();
    }

    @Override
    public void close() {
        try {
            if (run("umount", "-l", folder.toString()) != 0) {
                throw new AssertionError(folder + " is still in use");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noSuchProgram) {
            return -1;
        }
    }
}
