package dev.cartable;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.backup.model.KeepPolicy;
import dev.cartable.backup.model.MediaRoot;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.task.Task;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.model.TaskPolicy.Limits;
import dev.cartable.work.Counts;
import dev.cartable.work.HostKey;
import dev.cartable.work.UnitOfWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cartable's own tasks: when they run unless a school says otherwise, how long they may take, and what they raise an alarm for. */
class CatalogueTest {
    private static final Instant NOW = Instant.parse("2026-01-09T02:00:00Z");
    private static final Kind OVERDUE = Kind.of("library.overdue");

    @TempDir
    private Path folder;

    @Test
    void eachTaskHasItsUsualTime() throws IOException {
        Map<String, String> schedules = new TreeMap<>();
        tasks().forEach((name, task) ->
                schedules.put(name.value(), task.schedule().toString()));

        assertThat(schedules)
                .containsEntry("account-check", "daily 08:00")
                .containsEntry("alert-check", "every 1h")
                .containsEntry("alert-summaries", "daily 07:00")
                .containsEntry("backup", "daily 02:00")
                .containsEntry("messages", "every 1m")
                .containsEntry("meter-flush", "every 5s")
                .containsEntry("orphan-cleanup", "weekly sunday 09:00")
                .containsEntry("quota-reset-daily", "daily 00:00")
                .containsEntry("quota-reset-monthly", "monthly 1 00:00")
                .containsEntry("quota-reset-weekly", "weekly monday 00:00")
                .containsEntry("retention", "daily 01:30")
                .containsEntry("stale-sessions", "every 5m");
    }

    @Test
    void messagesThatDidNotGoOutAreAnAlarm() {
        InMemoryStores stores = new InMemoryStores(() -> NOW);
        List<Alarm> alarms = new ArrayList<>();
        try (Cartable cartable = Cartable.builder()
                .stores(stores)
                .time(() -> NOW)
                .zone(ZoneId.of("Africa/Conakry"))
                .noticeType(new Overdue())
                .renderer((kind, language, channel, variables) -> new Renderer.Words("Overdue", "Bring it back.", null))
                .courier(new RefusingCourier("g2@example.org"))
                .alarms(alarms::add)
                .build()) {
            stores.unitOfWork().run(tx -> stores.outbox().add(tx, List.of(notice("g1"), notice("g2"), notice("g3"))));

            assertThat(cartable.tasks().run(new TaskName("messages")).state()).isEqualTo(Occurrence.State.DONE);
        }
        assertThat(alarms).singleElement().satisfies(alarm -> {
            assertThat(alarm.code()).isEqualTo(Alarm.Code.MESSAGES_UNSENT);
            assertThat(alarm.facts()).isEqualTo(Map.of("expected", "3", "sent", "2"));
        });
    }

    private static Notice notice(String guardian) {
        return Notice.draft(OVERDUE, new Subject("loan", guardian), NOW)
                .to(
                        new Recipient("guardian", guardian),
                        Channel.EMAIL,
                        EmailAddress.of(guardian + "@example.org"),
                        Locale.ENGLISH);
    }

    private record Overdue() implements NoticeType {
        @Override
        public Kind kind() {
            return OVERDUE;
        }

        @Override
        public Set<String> variables() {
            return Set.of();
        }

        @Override
        public WhenUncertain whenUncertain() {
            return WhenUncertain.LEAVE;
        }

        @Override
        public Verdict check(Notice notice) {
            return new Verdict.Send(Map.of());
        }

        @Override
        public Map<String, String> sample(Locale language) {
            return Map.of();
        }
    }

    /** Refuses one address for good. */
    private record RefusingCourier(String refused) implements Courier {
        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public Reach reach() {
            return Reach.NOBODY;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            return notice.address().value().equals(refused)
                    ? new Delivery.Refused("550 5.1.1 no such user")
                    : new Delivery.Sent("250 ok");
        }

        @Override
        public void release() {}
    }

    @Test
    void aBackupHasTwelveHoursAndKeepsItsLease() throws Exception {
        Map<TaskName, Task> tasks = tasks();
        Task backup = requireNonNull(tasks.get(new TaskName("backup")));
        CountingRun run = new CountingRun();

        backup.run(run);

        assertThat(backup.policy().limits()).isEqualTo(Limits.renewed());
        assertThat(run.progress).as("for each file, and when it is read back").isGreaterThan(3);
        assertThat(tasks.get(new TaskName("backup-prune")))
                .extracting(task -> task.policy().limits())
                .isEqualTo(Limits.renewed());
        assertThat(tasks.get(new TaskName("retention")))
                .extracting(task -> task.policy().limits())
                .isEqualTo(Limits.defaults());
    }

    private Map<TaskName, Task> tasks() throws IOException {
        Path media = Files.createDirectory(folder.resolve("media"));
        for (int i = 0; i < 3; i++) {
            Files.writeString(media.resolve("receipt-" + i + ".txt"), "paid");
        }
        Parts parts = new Parts(Cartable.builder()
                .stores(new InMemoryStores(() -> NOW))
                .time(() -> NOW)
                .zone(ZoneId.of("Africa/Conakry"))
                .key(HostKey.of(new byte[32]))
                .backupVault(new DirectoryVault(folder.resolve("vault"), () -> NOW))
                .backups(settings -> settings.withMedia(List.of(MediaRoot.of("media", media)))
                        .withKeep(KeepPolicy.parse("last=1"))));
        return Catalogue.tasks(parts).stream().collect(Collectors.toMap(Task::name, Function.identity()));
    }

    /** Counts how often the work says that it goes on. */
    private static final class CountingRun implements Task.Run {
        private int progress;

        @Override
        public Slot slot() {
            return new Slot("2026-01-09", NOW);
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public Instant until() {
            return NOW.plusSeconds(60);
        }

        @Override
        public boolean mustStop() {
            return false;
        }

        @Override
        public void progressed() {
            progress++;
        }

        @Override
        public void progressed(Counts soFar) {
            progressed();
        }

        @Override
        public void leaveUnfinished() {
            throw new AssertionError("a backup is whole or none");
        }

        @Override
        public UnitOfWork unitOfWork() {
            throw new AssertionError("a backup has no transactions of its task");
        }
    }
}
