package dev.cartable.reminder;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.Stores;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.PreferenceSettings;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Renderer;
import dev.cartable.reminder.SendReminders.Counts;
import dev.cartable.reminder.SendReminders.Request;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.StudySession;
import dev.cartable.task.port.Alarms;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A school in memory whose clock the test sets: Ali (with an address) and Binta (without), whose mother is Awa (with an address) and
 * whose father is Bakary (without).
 */
public final class ReminderWorld {
    public static final PupilId ALI = new PupilId("ali");
    public static final PupilId BINTA = new PupilId("binta");
    public static final GuardianId AWA = new GuardianId("awa");
    public static final GuardianId BAKARY = new GuardianId("bakary");
    public static final PromotionId CM2 = new PromotionId("cm2");
    public static final ZoneId ZONE = ZoneId.of("Africa/Conakry");

    final ReminderRecords records = new ReminderRecords();
    final List<RenderedNotice> mails = new ArrayList<>();

    /** The addresses to which the server takes no mail. */
    final Set<String> refused = new HashSet<>();

    private final InMemoryStores stores = new InMemoryStores(this::now);
    private final UnaryOperator<CartableBuilder> change;
    private final Cartable cartable;
    private Instant now = Instant.parse("2026-11-30T08:00:00Z");

    public ReminderWorld() {
        this(builder -> builder);
    }

    public ReminderWorld(UnaryOperator<CartableBuilder> change) {
        this.change = change;
        cartable = node(stores);
        stores.unitOfWork().run(tx -> {
            stores.rosterStore().savePromotions(tx, List.of(new Promotion(CM2, "CM2")));
            stores.rosterStore()
                    .savePupils(
                            tx,
                            List.of(
                                    new Pupil(ALI, new PersonName("Ali", "Ndiaye"), CM2, "ali@example.org", true),
                                    new Pupil(BINTA, new PersonName("Binta", "Ndiaye"), CM2, null, true)));
            stores.rosterStore()
                    .saveGuardians(
                            tx,
                            List.of(
                                    new Guardian(AWA, new PersonName("Awa", "Ndiaye"), "awa@example.org", null, "fr"),
                                    new Guardian(BAKARY, new PersonName("Bakary", "Ndiaye"), null, null, "en")));
        });
        for (PupilId pupil : List.of(ALI, BINTA)) {
            link(Guardianship.of(AWA, pupil, Guardianship.Relation.MOTHER));
            link(Guardianship.of(BAKARY, pupil, Guardianship.Relation.FATHER));
        }
    }

    /** Another node of the school, over these stores. */
    Cartable node(Stores its) {
        return change.apply(records.in(Cartable.builder()
                                .preferenceSettings(
                                        PreferenceSettings.defaults().withDigest(false)))
                        .stores(its)
                        .zone(ZONE)
                        .school("École des Palmiers")
                        .time(this::now)
                        .courier(new Postbox(Channel.EMAIL, mails, refused))
                        .reminders(settings -> settings.withSite(URI.create("https://ecole.example"))))
                .build();
    }

    /** Saves a link, in place of the one between the two. */
    void link(Guardianship link) {
        stores.unitOfWork().run(tx -> stores.rosterStore().saveGuardianships(tx, List.of(link)));
    }

    public Cartable cartable() {
        return cartable;
    }

    public InMemoryStores stores() {
        return stores;
    }

    public Instant now() {
        return now;
    }

    /** A local time of the school's. */
    public void set(String localDateTime) {
        now = LocalDateTime.parse(localDateTime).atZone(ZONE).toInstant();
    }

    /** A school whose mails list the variables of each message, a line for each. */
    static ReminderWorld listing(UnaryOperator<ReminderSettings> settings) {
        return listing(settings, alarm -> {});
    }

    static ReminderWorld listing(UnaryOperator<ReminderSettings> settings, Alarms alarms) {
        return new ReminderWorld(builder -> builder.alarms(alarms)
                .reminders(settings)
                .renderer((kind, language, channel, variables) -> {
                    List<String> lines = new ArrayList<>();
                    new TreeMap<>(variables).forEach((name, value) -> lines.add(name + "=" + value));
                    return new Renderer.Words(kind.name(), String.join("\n", lines) + "\n", null);
                }));
    }

    static ReminderWorld listing() {
        return listing(settings -> settings);
    }

    /** A whole day's absence that is not excused, recorded now by nobody in particular. */
    Absence absent(String id, PupilId pupil, String day) {
        return record(new Absence(
                id,
                pupil,
                LocalDate.parse(day),
                Absence.Type.ABSENT,
                Absence.Part.DAY,
                null,
                0,
                false,
                null,
                null,
                now,
                null));
    }

    /** A late arrival, recorded now. */
    Absence late(String id, PupilId pupil, String day, int minutes) {
        return record(new Absence(
                id,
                pupil,
                LocalDate.parse(day),
                Absence.Type.LATE,
                Absence.Part.MORNING,
                null,
                minutes,
                false,
                null,
                null,
                now,
                null));
    }

    Absence record(Absence absence) {
        records.absences.put(absence.id(), absence);
        return absence;
    }

    /** The same, excused. */
    Absence excuse(Absence absence) {
        return record(new Absence(
                absence.id(),
                absence.pupil(),
                absence.day(),
                absence.type(),
                absence.part(),
                absence.lesson(),
                absence.minutes(),
                true,
                absence.day(),
                absence.reason(),
                absence.recordedAt(),
                absence.recordedBy()));
    }

    /** Gives a guardian an e-mail address. */
    void address(GuardianId guardian, @Nullable String email) {
        address(guardian, email, null);
    }

    /** Gives a guardian an e-mail address and a telephone number. */
    void address(GuardianId guardian, @Nullable String email, @Nullable String phone) {
        stores.unitOfWork()
                .run(tx -> stores.rosterStore()
                        .saveGuardians(
                                tx,
                                List.of(new Guardian(
                                        guardian, new PersonName(guardian.value(), "Ndiaye"), email, phone, "en"))));
    }

    /** Runs the rules whose time has come, and sends what is queued: {@code address kind} of each mail, in order. */
    List<String> run(Kind... kinds) {
        send(kinds);
        return deliver().stream()
                .map(mail -> mail.address().value().replace("@example.org", "") + " "
                        + mail.subject().replace("reminder.", ""))
                .sorted()
                .toList();
    }

    /** What the ledger says about a pupil: {@code recipient outcome reason}, in order. */
    List<String> ledger(Kind kind) {
        try (Stream<ReminderLine> lines = stores.reminders()
                .history(ReminderFilter.days(LocalDate.of(2020, 1, 1), LocalDate.of(2030, 1, 1))
                        .of(kind))) {
            return lines.map(ReminderLine::entry)
                    .map(entry -> entry.recipient() + " " + entry.outcome() + " " + entry.reason())
                    .sorted()
                    .toList();
        }
    }

    /** What the history says about reminders of a kind that were queued: why each was not sent; null where it was. */
    List<@Nullable String> answers(Kind kind) {
        try (Stream<ReminderLine> lines = stores.reminders()
                .history(ReminderFilter.days(LocalDate.of(2020, 1, 1), LocalDate.of(2030, 1, 1))
                        .of(kind))) {
            List<@Nullable String> answers = new ArrayList<>();
            lines.forEach(line -> answers.add(line.answer()));
            return answers;
        }
    }

    StudySession session(String id, PupilId pupil, String startsAt) {
        StudySession session = new StudySession(
                id, pupil, "Mathématiques", LocalDateTime.parse(startsAt), 45, "Fractions", StudySession.State.PLANNED);
        records.sessions.put(id, session);
        return session;
    }

    /** Runs the rules whose time has come today, or these of them. */
    Counts send(Kind... kinds) {
        return cartable.reminders().send().run(Request.only(Set.of(kinds)), step -> {});
    }

    /** Sends what is queued; the mails of this call. */
    List<RenderedNotice> deliver() {
        mails.clear();
        cartable.notices().dispatch().drain();
        return List.copyOf(mails);
    }

    /** Why notices were not sent after all, in order. */
    List<String> suppressed() {
        try (Stream<Notice.Entry> entries = cartable.notices().list()) {
            return entries.filter(entry -> entry.state() == NoticeState.SUPPRESSED)
                    .map(entry -> String.valueOf(entry.reason()))
                    .toList();
        }
    }

    /** A school that sends short messages, too: they are added to this list. */
    static CartableBuilder byTelephone(CartableBuilder builder, List<RenderedNotice> texts) {
        return builder.courier(new Postbox(Channel.SMS, texts, Set.of()))
                .phoneNumbers(field -> Optional.of(new PhoneNumber(field)));
    }

    /** A courier that adds what it is handed to this list. */
    static Courier postbox(List<RenderedNotice> handed) {
        return new Postbox(Channel.EMAIL, handed, Set.of());
    }

    private static final class Postbox implements Courier {
        private final Channel channel;
        private final List<RenderedNotice> handed;
        private final Set<String> refused;

        Postbox(Channel channel, List<RenderedNotice> handed, Set<String> refused) {
            this.channel = channel;
            this.handed = handed;
            this.refused = refused;
        }

        @Override
        public Channel channel() {
            return channel;
        }

        @Override
        public Reach reach() {
            return Reach.NOBODY;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            if (refused.contains(notice.address().value())) {
                return new Delivery.Refused("550 5.1.1 no such user");
            }
            handed.add(notice);
            return new Delivery.Sent("250 ok");
        }

        @Override
        public void release() {}
    }
}
