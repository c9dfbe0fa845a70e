package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.AWA;
import static dev.cartable.reminder.ReminderWorld.BAKARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Renderer;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Guardianship.Relation;
import dev.cartable.task.model.Schedule;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is notified by what: preferences × kinds × channels × custody, against a computation of its own. */
class WishesTruthTableTest {
    private static final List<Channel> CHANNELS = List.of(Channel.EMAIL, Channel.IN_APP);

    /** What each of two parents declines, as bits: 1 for e-mail, 2 for the inbox, of the category; 4 for both of another one. */
    private static final int[] WISHES = {0, 1, 2, 3, 4};

    /** Which parents may see the child, as bits. */
    private static final int[] CUSTODY = {0, 1, 2, 3};

    private static final Category OTHER = Category.NETWORK;

    record Case(Category category, Set<Channel> channels, int custody) {}

    static Stream<Case> cases() {
        return Stream.of(
                        Category.STUDY,
                        Category.SCHOOL,
                        Category.of("library"),
                        Category.PAYMENTS,
                        Category.ABSENCES,
                        Category.CREDENTIALS)
                .flatMap(category -> Stream.of(Set.of(Channel.EMAIL), Set.of(Channel.IN_APP), Set.copyOf(CHANNELS))
                        .flatMap(channels ->
                                IntStream.of(CUSTODY).mapToObj(custody -> new Case(category, channels, custody))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachPersonIsNotifiedByTheChannelsThatTheyWantAndABarredParentByNone(Case one) {
        for (int awa : WISHES) {
            for (int bakary : WISHES) {
                ReminderWorld world = world(one);
                decline(world, Recipient.guardian(AWA), one.category(), awa);
                decline(world, Recipient.guardian(BAKARY), one.category(), bakary);
                Set<String> expected = new TreeSet<>();
                for (Channel channel : one.channels()) {
                    expected.add("pupil:ali " + channel);
                    if (isNotified(one, channel, 1, awa)) {
                        expected.add("guardian:awa " + channel);
                    }
                    if (isNotified(one, channel, 2, bakary)) {
                        expected.add("guardian:bakary " + channel);
                    }
                }

                world.send(Loan.KIND);

                List<Notice> queued = queued(world);
                assertThat(queued.stream().map(notice -> notice.recipient() + " " + notice.channel()))
                        .as("%s, Awa declines %s, Bakary %s", one, awa, bakary)
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    /** By this test's own rule, in the terms of the bits. */
    private static boolean isNotified(Case one, Channel channel, int parent, int declined) {
        boolean sees = (one.custody() & parent) != 0;
        boolean mayDecline =
                List.of("STUDY", "SCHOOL", "LIBRARY").contains(one.category().name());
        boolean declines = (declined & (channel.equals(Channel.EMAIL) ? 1 : 2)) != 0;
        return sees && !(mayDecline && declines);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachOfBothParentsGetsAnEnvelopeOfTheirOwn(Case one) {
        ReminderWorld world = world(one);
        world.send(Loan.KIND);

        List<RenderedNotice> mails = world.deliver();

        assertThat(mails)
                .allSatisfy(mail -> assertThat(mail.address().value()).doesNotContain(","))
                .extracting(RenderedNotice::key)
                .doesNotHaveDuplicates();
        assertThat(mails.stream().map(mail -> mail.recipient() + " " + mail.address()))
                .doesNotHaveDuplicates()
                .allMatch(line -> line.matches("(guardian|pupil):(\\w+) \\2@example.org"));
    }

    private static ReminderWorld world(Case one) {
        ReminderWorld world = new ReminderWorld(builder -> builder.reminderRule(
                        new Loan(one.category(), one.channels()))
                .reminderChannels(Set.copyOf(CHANNELS))
                .renderer((kind, language, channel, variables) -> new Renderer.Words("Subject", "Text\n", null)));
        world.address(AWA, "awa@example.org");
        world.address(BAKARY, "bakary@example.org");
        world.link(link(Guardianship.of(AWA, ALI, Relation.MOTHER), (one.custody() & 1) != 0));
        world.link(link(Guardianship.of(BAKARY, ALI, Relation.FATHER), (one.custody() & 2) != 0));
        return world;
    }

    private static Guardianship link(Guardianship link, boolean maySee) {
        return new Guardianship(link.guardian(), link.pupil(), link.relation(), false, maySee, false, null, null);
    }

    private static void decline(ReminderWorld world, Recipient person, Category category, int bits) {
        InMemoryStores stores = world.stores();
        List<Topic> topics = new ArrayList<>();
        for (int i = 0; i < CHANNELS.size(); i++) {
            if ((bits & (1 << i)) != 0) {
                topics.add(new Topic(category, CHANNELS.get(i)));
            }
            if ((bits & 4) != 0) {
                topics.add(new Topic(OTHER, CHANNELS.get(i)));
            }
        }
        stores.unitOfWork()
                .run(tx -> topics.forEach(topic -> stores.preferences().decline(tx, person, topic, world.now())));
    }

    private static List<Notice> queued(ReminderWorld world) {
        try (Stream<Notice.Entry> history = world.stores().outbox().history(NoticeFilter.all())) {
            return history.map(Notice.Entry::notice).toList();
        }
    }

    /** A book that Ali should have brought back. */
    private record Loan(Category category, Set<Channel> channels) implements ReminderRule<String> {
        static final Kind KIND = Kind.of("library.overdue");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public Schedule when() {
            return Schedule.daily(LocalTime.of(7, 0));
        }

        @Override
        public Stream<String> candidates(Occasion occasion) {
            return Stream.of("b1");
        }

        @Override
        public Optional<String> stillTrue(String id) {
            return Optional.of(id);
        }

        @Override
        public Decision decide(String candidate, Occasion occasion) {
            return Decision.remind(ALI, candidate).andGuardians();
        }

        @Override
        public Map<String, String> sample(Locale language) {
            return Map.of();
        }
    }
}
