package dev.cartable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Roster;
import dev.cartable.task.Task;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.work.Counts;
import dev.cartable.work.HostKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a host learns of what Cartable does, by listeners and decorators. */
class ListenersTest {
    private static final Instant NOW = Instant.parse("2026-09-01T08:00:00Z");
    private static final GuardianId PARENT = new GuardianId("g1");

    private final InMemoryStores stores = new InMemoryStores(() -> NOW);
    private final List<String> heard = new ArrayList<>();

    private CartableBuilder school() {
        PupilId pupil = new PupilId("p1");
        return Cartable.builder()
                .stores(stores)
                .zone(ZoneOffset.UTC)
                .time(() -> NOW)
                .school("School of the River")
                .activationPage(URI.create("https://parents.example.org/activate"))
                .key(HostKey.of(new byte[32]))
                .roster(Roster.of(List.of(new Family(
                        new Guardian(PARENT, new PersonName("Awa", "Sow"), "awa@example.org", null, null),
                        List.of(new Family.Ward(
                                new Pupil(pupil, new PersonName("Ali", "Sow"), null, null, true),
                                Guardianship.of(PARENT, pupil, Guardianship.Relation.MOTHER)))))));
    }

    /** A courier that says before and after what it does. */
    private record Announced(Courier courier, String name, List<String> heard) implements Courier {
        @Override
        public Channel channel() {
            return courier.channel();
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            heard.add(name + " begins");
            Delivery delivery = courier.deliver(notice);
            heard.add(name + " ends");
            return delivery;
        }

        @Override
        public void release() {
            courier.release();
        }
    }

    @Test
    void eachNoticeIsReportedByEveryListenerThoughAnotherFails() {
        try (Cartable cartable = school().courier(new KeepingCourier(new ArrayList<>()))
                .dispatchListener((channel, kind, state) -> heard.add(channel + " " + kind + " " + state))
                .dispatchListener((channel, kind, state) -> {
                    throw new IllegalStateException("no registry");
                })
                .build()) {
            cartable.accounts().open(PARENT);
            assertThat(cartable.notices().waiting()).isEqualTo(Map.of(Channel.EMAIL, 1L));

            assertThat(cartable.notices().dispatch().drain().sent()).isEqualTo(1);

            assertThat(heard).containsExactly("EMAIL account.activation SENT");
            assertThat(cartable.notices().waiting()).isEmpty();
        }
    }

    @Test
    void theDecoratorThatIsGivenLastIsAroundTheOthers() {
        try (Cartable cartable = school().courier(new KeepingCourier(new ArrayList<>()))
                .decorateCouriers(courier -> new Announced(courier, "inner", heard))
                .decorateCouriers(courier -> new Announced(courier, "outer", heard))
                .build()) {
            cartable.accounts().open(PARENT);
            cartable.notices().dispatch().drain();

            assertThat(heard).containsExactly("outer begins", "inner begins", "inner ends", "outer ends");
        }
    }

    /** A task that notes its runs around another one's. */
    private record Noted(Task task, List<String> heard) implements Task {
        @Override
        public TaskName name() {
            return task.name();
        }

        @Override
        public Schedule schedule() {
            return task.schedule();
        }

        @Override
        public boolean speaks() {
            return task.speaks();
        }

        @Override
        public Counts run(Run run) throws Exception {
            heard.add(task.name().value());
            return task.run(run);
        }
    }

    @Test
    void tasksOfCartableAndOfTheHostAreDecorated() {
        Task own = new Task() {
            @Override
            public TaskName name() {
                return new TaskName("own");
            }

            @Override
            public Schedule schedule() {
                return Schedule.every(Duration.ofDays(1));
            }

            @Override
            public Counts run(Run run) {
                return Counts.of(Map.of());
            }
        };
        try (Cartable cartable =
                school().task(own).decorateTasks(task -> new Noted(task, heard)).build()) {
            cartable.tasks().run(new TaskName("own"));
            cartable.tasks().run(new TaskName("account-check"));

            assertThat(heard).containsExactly("own", "account-check");
        }
    }

    @Test
    void alarmsPassTheirDecorator() {
        List<Alarm.Code> raised = new ArrayList<>();
        try (Cartable cartable = school().courier(new Refusing())
                .alarms(alarm -> raised.add(alarm.code()))
                .decorateAlarms(alarms -> alarm -> {
                    heard.add("counted");
                    alarms.raise(alarm);
                })
                .build()) {
            cartable.accounts().open(PARENT);
            cartable.tasks().run(new TaskName("messages"));

            assertThat(heard).containsExactly("counted");
            assertThat(raised).containsExactly(Alarm.Code.MESSAGES_UNSENT);
        }
    }

    /** Takes nothing. */
    private record Refusing() implements Courier {
        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            return new Delivery.Refused("550 no such user");
        }

        @Override
        public void release() {}
    }

    @Test
    void reportsOfUseAreReportedByTheirOutcomes() {
        try (Cartable cartable = school().usageListener(
                        (source, outcome, number) -> heard.add(source + " " + outcome + " " + number))
                .usageListener((source, outcome, number) -> {
                    throw new IllegalStateException("no registry");
                })
                .build()) {
            UserId john = new UserId("u1");
            cartable.rosters()
                    .saveUsers(List.of(new User(john, "john", null, null, null, true))
                            .iterator());
            UsageEvent event = new UsageEvent(new EventId("e1"), john, new Traffic(1, 2), NOW);
            UsageEvent stranger = new UsageEvent(new EventId("e1"), new UserId("u9"), new Traffic(1, 2), NOW);

            cartable.quotas().record(List.of(event, stranger));
            cartable.quotas().record(event);
            cartable.quotas().consume(john, new Traffic(1, 1), new EventId("e2"));

            assertThat(heard)
                    .containsExactly(
                            "EVENT COUNTED 1", "EVENT UNKNOWN_USER 1", "EVENT REPEATED 1", "CONSUMPTION DENIED 1");
        }
    }
}
