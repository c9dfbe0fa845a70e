package dev.cartable.backup;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.cartable.backup.RestoreJournal.Moments;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.model.Scope;
import dev.cartable.work.internal.DurableFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restore that is killed, or fails, at every moment of its own and of its recovery. */
class RestoreCrashTest {
    private static final String REPLACED = "payment_receipts/2026/01/receipt-0.pdf";
    private static final String DELETED = "payment_receipts/2026/02/receipt-1.pdf";

    /** A restore wants 16 MB to be free when it begins, for its journal and what a file system needs. */
    private static final long SMALL_DISK = 64L << 20;

    /** What four small files, their copies and the journal take in blocks. */
    private static final long NEEDED = 160 << 10;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Scope.class)
    void killedAtAnyMomentTheLiveDataIsTheOldOrTheNewAfterARecoveryThatIsKilledToo(Scope scope) throws IOException {
        int moments = new School(folder.resolve("whole")).restore(scope, Moments.NONE);
        assertThat(moments).isGreaterThan(20);
        List<Integer> outcomes = new ArrayList<>(List.of(0, 0));

        // A part of the school has the same moments, of which a third will do.
        for (int last = 1; last <= moments; last += scope == Scope.ALL ? 1 : 3) {
            School school = new School(folder.resolve("killed-" + last));
            Limit limit = new Limit(last, Limit.KILL);
            assertThatThrownBy(() -> school.restore(scope, limit)).isInstanceOf(Killed.class);
            school.world.restore.die();
            if (last % 2 == 0) {
                school.tear();
            }
            school.recoverKilledAtEveryMoment();
            boolean isNew = school.requireOldOrNew(scope, "killed at " + limit.at);
            outcomes.set(isNew ? 1 : 0, outcomes.get(isNew ? 1 : 0) + 1);
        }

        assertThat(outcomes).allSatisfy(count -> assertThat(count).isPositive());
    }

    @Test
    void onAFullDiskAtAnyMomentTheLiveDataIsTheOldOrTheNew() throws IOException {
        Scope scope = Scope.ALL;
        int moments = new School(folder.resolve("whole")).restore(scope, Moments.NONE);

        for (int last = 1; last <= moments; last++) {
            School school = new School(folder.resolve("full-" + last));
            Limit limit = new Limit(last, Limit.FULL);
            boolean failed = false;
            try {
                school.restore(scope, limit);
            } catch (BackupException e) {
                failed = true;
                assertThat(e.code()).as(limit.at).isIn("DISK_FULL", "RESTORE_FAILED", "RESTORE_UNFINISHED");
                if (e.code().equals("RESTORE_UNFINISHED")) {
                    assertThatThrownBy(() -> school.world.backups().create(Scope.ALL))
                            .as("no backup of what is half restored")
                            .isInstanceOf(BackupException.class)
                            .extracting(one -> ((BackupException) one).code())
                            .isEqualTo("RESTORE_UNFINISHED");
                }
            }
            school.recover(Moments.NONE);
            boolean isNew = school.requireOldOrNew(scope, "full at " + limit.at);
            assertThat(isNew || failed)
                    .as("a restore that does not fail succeeds")
                    .isTrue();
        }
    }

    /** After a kill, nothing says where the restore stands but that the database was not swapped. */
    @Test
    void killedWhileATransactionHoldsWhatIsStagedItIsUndoneOrFinished() throws IOException {
        int moments = new School(folder.resolve("whole")).restore(Scope.ALL, Moments.NONE);
        for (int last = 1; last <= moments; last++) {
            School school = new School(folder.resolve("killed-" + last));
            school.world.restore.isTransaction = true;
            school.world.restore.canUndo = false;
            Limit limit = new Limit(last, Limit.KILL);
            assertThatThrownBy(() -> school.restore(Scope.ALL, limit)).isInstanceOf(Killed.class);
            school.world.restore.die();
            school.recoverKilledAtEveryMoment();
            school.requireOldOrNew(Scope.ALL, "killed at " + limit.at);
        }
    }

    @Test
    void onWindowsAKilledRestoreIsFinishedOrUndone() throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            Path place = windows.getPath("C:\\Ecole");
            int moments = new School(place.resolve("whole")).restore(Scope.ALL, Moments.NONE);
            int news = 0;
            for (int last = 1; last <= moments; last += 3) {
                School school = new School(place.resolve("killed-" + last));
                Limit limit = new Limit(last, Limit.KILL);
                assertThatThrownBy(() -> school.restore(Scope.ALL, limit)).isInstanceOf(Killed.class);
                school.recoverKilledAtEveryMoment();
                news += school.requireOldOrNew(Scope.ALL, "killed at " + limit.at) ? 1 : 0;
            }
            assertThat(news).isBetween(1, moments / 3);
        }
    }

    @Test
    void onASmallDiskThatIsFullTheLiveDataIsTheOldOrTheNew() throws IOException {
        Configuration small = Configuration.unix().toBuilder()
                .setMaxSize(SMALL_DISK)
                .setWorkingDirectory("/")
                .build();
        try (FileSystem memory = Jimfs.newFileSystem(small)) {
            restoreWhileFilling(memory.getPath("/disk"), 10);
        }
    }

    /** Where this process may not mount, the test above is all there is. */
    @Test
    @Tag("systems")
    void onASmallRealDiskThatIsFullTheLiveDataIsTheOldOrTheNew() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        if (run("mount", "-t", "tmpfs", "-o", "size=" + SMALL_DISK, "tmpfs", disk.toString()) != 0) {
            System.out.println("RestoreCrashTest: this process may not mount a tmpfs; the full disk is one in memory");
            onASmallDiskThatIsFullTheLiveDataIsTheOldOrTheNew();
            return;
        }
        try {
            restoreWhileFilling(disk, 1);
        } finally {
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
        } catch (IOException noSuchProgram) {
            return -1;
        }
    }

    /** From the staging on, only so many percent of what a restore needs are free. */
    private static void restoreWhileFilling(Path disk, int percents) throws IOException {
        List<Integer> outcomes = new ArrayList<>(List.of(0, 0));
        for (int percent = 0; percent <= 100; percent += percents) {
            School school = new School(disk.resolve("school-" + percent));
            RestoreBackup restore = new RestoreBackup(school.world);
            RestorePlan plan = restore.plan(RestoreRequest.of(new RestoreRequest.Latest()));
            Path filler = disk.resolve("filler");
            long left = NEEDED * percent / 100;
            boolean failed = false;
            try {
                restore.apply(plan, false, progress -> {
                    if (progress.step() == Progress.Step.STAGE_DATABASE) {
                        fill(filler, left);
                    }
                });
            } catch (BackupException e) {
                failed = true;
                assertThat(e.code()).isIn("DISK_FULL", "FILES_FAILED", "RESTORE_FAILED", "RESTORE_UNFINISHED");
            }
            Files.delete(filler);
            school.recover(Moments.NONE);
            boolean isNew = school.requireOldOrNew(Scope.ALL, percent + " % free");
            assertThat(isNew || failed).isTrue();
            outcomes.set(isNew ? 1 : 0, outcomes.get(isNew ? 1 : 0) + 1);
            DurableFiles.delete(disk.resolve("school-" + percent));
        }
        assertThat(outcomes)
                .as("old, new")
                .allSatisfy(count -> assertThat(count).isPositive());
    }

    private static void fill(Path filler, long left) {
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] block = new byte[1 << 20];
            for (long rest = Files.getFileStore(filler).getUsableSpace() - left; rest > 0; rest -= block.length) {
                out.write(block, 0, (int) Math.min(rest, block.length));
            }
        } catch (IOException full) {
            // So it should be.
        }
    }

    @Test
    void aFailureThatPassesIsUndoneAtOnce() throws IOException {
        School school = new School(folder);
        Limit limit = new Limit(1, Limit.ONCE);
        limit.only = "swap " + DELETED;

        assertThatThrownBy(() -> school.restore(Scope.ALL, limit))
                .isInstanceOf(BackupException.class)
                .extracting(e -> ((BackupException) e).code())
                .isEqualTo("DISK_FULL");

        assertThat(school.world.backups().needsRecovery()).isFalse();
        assertThat(school.requireOldOrNew(Scope.ALL, "undone")).isFalse();
    }

    @Test
    void aDatabaseThatCannotBeSwappedBackIsFollowedByTheMedia() throws IOException {
        School school = new School(folder);
        school.world.restore.canUndo = false;
        Limit limit = new Limit(1, Limit.ONCE);
        limit.only = "swap " + DELETED;

        assertThatThrownBy(() -> school.restore(Scope.ALL, limit))
                .isInstanceOf(BackupException.class)
                .extracting(e -> ((BackupException) e).code())
                .isEqualTo("RESTORE_UNFINISHED");

        assertThat(school.world.backups().recover())
                .get()
                .extracting(RecoveryReport::outcome)
                .isEqualTo(RecoveryReport.Outcome.FINISHED);
        assertThat(school.requireOldOrNew(Scope.ALL, "finished")).isTrue();
    }

    /** A school whose backup differs from what is live: rows, a changed file, a deleted one, and one that came later. */
    private static final class School {
        final BackupWorld world;
        private final Map<String, String> backedUp;
        private final Map<String, String> old;

        School(Path place) throws IOException {
            Files.createDirectories(place);
            world = new BackupWorld(place.toRealPath()).withMedia(4);
            world.backups().create(Scope.ALL);
            backedUp = live();
            world.now = world.now.plusSeconds(60);
            world.dump.payments = 1007;
            world.write(REPLACED, "changed".getBytes(StandardCharsets.UTF_8));
            world.write("photos/later.jpg", "later".getBytes(StandardCharsets.UTF_8));
            Files.delete(world.media.resolve(DELETED));
            Files.delete(world.media.resolve(DELETED).getParent());
            old = live();
        }

        private Map<String, String> live() throws IOException {
            Map<String, String> files = new TreeMap<>();
            try (Stream<Path> all = Files.walk(world.media)) {
                for (Path file : all.toList()) {
                    String name = world.media.relativize(file).toString();
                    if (name.startsWith(StagedMedia.PREFIX)) {
                        continue;
                    }
                    files.put(
                            name,
                            Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                                    ? "folder"
                                    : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
            files.put("payments", Long.toString(world.dump.payments));
            return files;
        }

        /** How many moments there were. */
        int restore(Scope scope, Moments moments) {
            Limit count = new Limit(Integer.MAX_VALUE, Limit.KILL);
            Moments both = moment -> {
                count.reached(moment);
                moments.reached(moment);
            };
            world.restore.moments = both;
            try {
                RestoreBackup restore = new RestoreBackup(world, both);
                restore.apply(
                        restore.plan(
                                RestoreRequest.of(new RestoreRequest.Latest()).with(scope)),
                        false,
                        step -> {});
            } finally {
                world.restore.moments = Moments.NONE;
            }
            return count.count;
        }

        /** A record that was cut off while it was written. */
        void tear() throws IOException {
            Path journal = world.vaultFolder.resolve(RestoreJournal.FILE);
            if (Files.exists(journal)) {
                Files.writeString(journal, "{\"check\":\"0123", StandardOpenOption.APPEND);
            }
        }

        void recover(Moments moments) {
            world.restore.moments = moments;
            try {
                new RecoverRestore(world, moments).recover();
            } finally {
                world.restore.moments = Moments.NONE;
            }
        }

        void recoverKilledAtEveryMoment() {
            for (int last = 1; ; last++) {
                try {
                    recover(new Limit(last, Limit.KILL));
                    return;
                } catch (Killed e) {
                    assertThat(last).isLessThan(200);
                }
            }
        }

        /** Whether the live data is the new one; it is neither mixed nor has something left beside it. */
        boolean requireOldOrNew(Scope scope, String how) throws IOException {
            Map<String, String> wanted = new TreeMap<>(old);
            if (scope.hasMedia()) {
                wanted.putAll(backedUp);
                wanted.put("payments", "1007");
            }
            if (scope.hasDatabase()) {
                wanted.put("payments", "1000");
            }
            Map<String, String> now = live();
            assertThat(now).as(how).isIn(old, wanted);
            assertThat(world.restore.leftovers()).as(how).isEmpty();
            try (Stream<Path> left = Files.list(world.media)) {
                assertThat(left.filter(
                                file -> String.valueOf(file.getFileName()).startsWith(StagedMedia.PREFIX)))
                        .as(how)
                        .isEmpty();
            }
            boolean isNew = now.equals(wanted);
            BackupWorld safety = new BackupWorld(requireNonNull(world.media.getParent()));
            safety.vault = world.safety;
            if (isNew) {
                assertThat(safety.backups().list().latest(scope))
                        .as(how)
                        .hasValueSatisfying(copy -> assertThat(safety.backups()
                                        .verify(copy.file(), Depth.DUMP)
                                        .state())
                                .isEqualTo(BackupState.VERIFIED));
            }
            world.now = world.now.plusSeconds(60);
            world.backups().create(Scope.ALL);
            return isNew;
        }
    }

    /** Ends everything as a kill does: no code of the restore sees it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Lets a number of moments pass, and then kills, or fails once or for ever. */
    private static final class Limit implements Moments {
        static final int KILL = 0;
        static final int FULL = 1;
        static final int ONCE = 2;

        private final int last;
        private final int how;
        private int count;
        private String only = "";
        private String at = "";

        Limit(int last, int how) {
            this.last = last;
            this.how = how;
        }

        @Override
        public void reached(String moment) throws IOException {
            if (!only.isEmpty() && !moment.equals(only)) {
                return;
            }
            count++;
            if (count == last || (how == FULL && count > last)) {
                at = moment;
                if (how == KILL) {
                    throw new Killed();
                }
                throw new IOException("No space left on device");
            }
        }
    }
}
