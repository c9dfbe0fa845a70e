package dev.cartable.tck;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.alert.model.Alert;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.notice.model.Bounce;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Inbox;
import dev.cartable.notice.port.Outbox;
import dev.cartable.quota.MigrateUsage;
import dev.cartable.quota.ResetUsage;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.LegacyUsage;
import dev.cartable.quota.model.MigratedUsage;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.port.LegacyUsageSource;
import dev.cartable.quota.port.LegacyUsageSource.LegacyRow;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.work.HostKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A school in which a guardian, and a user of the network, have left something in every table, beside others who have too. */
final class FilledSchool implements AutoCloseable {
    static final ZoneId ZONE = ZoneId.of("Africa/Conakry");
    static final GuardianId GUARDIAN = new GuardianId("guardian-7731");
    static final GuardianId BARE = new GuardianId("guardian-8842");
    static final GuardianId OTHER = new GuardianId("guardian-0001");
    static final UserId USER = new UserId("user-9921");
    static final UserId NEIGHBOUR = new UserId("user-0002");
    static final PupilId PUPIL = new PupilId("pupil-1");
    static final String PUPIL_NAME = "Fatou Kouyaté";

    /** On the report card of {@link #PUPIL}. */
    static final DocumentCode CODE = new DocumentCode("K7QF-2M9D-XW3R-8TPH");

    static final String MAIL = "Zephyrine.KD@example.org";
    static final String PHONE = "+224622000111";
    static final String USER_NAME = "zoumana.traore";
    static final String USER_MAIL = "zoumana@pupils.example.org";
    private static final NasId NAS = new NasId("portal-1");
    private static final PromotionId PROMOTION = new PromotionId("CM2");

    Instant now = Instant.parse("2026-09-01T08:00:00Z");
    private final List<String> delivered = new ArrayList<>();
    private Runnable whileSending = () -> {};
    private final Stores stores;
    private final Cartable cartable;

    FilledSchool(Stores stores) {
        this.stores = stores;
        this.cartable = Cartable.builder()
                .stores(stores)
                .key(HostKey.of(new byte[32]))
                .zone(ZONE)
                .time(() -> now)
                .school("Collège Exemple")
                .activationPage(URI.create("https://parents.example.org/activate"))
                .courier(new ServerThatQuotes())
                .passwordHasher(new CheapHasher())
                .build();
    }

    Cartable cartable() {
        return cartable;
    }

    @Override
    public void close() {
        cartable.close();
    }

    /** Hashes that cost nothing, since these passwords are nobody's. */
    private static final class CheapHasher implements PasswordHasher {
        @Override
        public State state(String hash) {
            return State.CURRENT;
        }

        @Override
        public String hash(CharSequence password) {
            return "hash of " + password.length();
        }

        @Override
        public boolean matches(CharSequence password, String hash) {
            return false;
        }
    }

    /** A mail server that names the recipient in its answers, as many do. */
    private final class ServerThatQuotes implements Courier {
        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            delivered.add(notice.address() + "\n" + notice.text());
            whileSending.run();
            return new Delivery.Sent("250 <" + notice.address() + "> accepted");
        }

        @Override
        public void release() {
            // Holds nothing.
        }
    }

    FilledSchool fill() {
        people();
        accounts();
        quotas();
        PupilRecords records = new PupilRecords(stores, now);
        records.reminders();
        preferences();
        records.answers();
        return this;
    }

    private void preferences() {
        Topic topic = new Topic(Category.STUDY, Channel.EMAIL);
        stores.unitOfWork()
                .run(tx -> List.of(
                                Recipient.guardian(GUARDIAN),
                                Recipient.guardian(OTHER),
                                Recipient.user(USER),
                                Recipient.pupil(PUPIL))
                        .forEach(person -> {
                            stores.preferences().decline(tx, person, topic, now);
                            stores.preferences().setLanguage(tx, person, Locale.ENGLISH, now);
                        }));
    }

    private void people() {
        stores.unitOfWork().run(tx -> {
            stores.rosterStore().savePromotions(tx, List.of(new Promotion(PROMOTION, "CM2")));
            stores.rosterStore()
                    .savePupils(
                            tx, List.of(new Pupil(PUPIL, new PersonName("Fatou", "Kouyaté"), PROMOTION, null, true)));
            stores.rosterStore()
                    .saveGuardians(
                            tx,
                            List.of(
                                    new Guardian(
                                            GUARDIAN, new PersonName("Zéphyrine", "Kouyaté-Durand"), MAIL, PHONE, "fr"),
                                    new Guardian(
                                            BARE,
                                            new PersonName("Bakary", "Ouattara"),
                                            "bakary@example.org",
                                            null,
                                            null),
                                    new Guardian(
                                            OTHER, new PersonName("Awa", "Barry"), "awa@example.org", null, "fr")));
            stores.rosterStore()
                    .saveGuardianships(
                            tx,
                            List.of(
                                    Guardianship.of(GUARDIAN, PUPIL, Guardianship.Relation.MOTHER),
                                    Guardianship.of(BARE, PUPIL, Guardianship.Relation.FATHER),
                                    Guardianship.of(OTHER, PUPIL, Guardianship.Relation.OTHER)));
            stores.userStore()
                    .save(
                            tx,
                            List.of(
                                    new User(USER, USER_NAME, USER_MAIL, "fr", PROMOTION, true),
                                    new User(NEIGHBOUR, "neighbour", "n@example.org", "fr", PROMOTION, true)));
        });
    }

    private void accounts() {
        cartable.accounts().open(GUARDIAN);
        cartable.accounts().open(OTHER);
        cartable.notices().dispatch().drain();
        cartable.accounts().notifyParent(account(GUARDIAN), "Réunion", "Bonjour Zéphyrine Kouyaté-Durand");
        cartable.accounts()
                .notifyParent(
                        account(OTHER),
                        "Réunion",
                        "Venez avec zéphyrine kouyaté-durand (" + MAIL + ", " + PHONE + ") et " + USER_NAME + ".");
        bounce(1, new Recipient("guardian", GUARDIAN.value()), MAIL, "550 unknown");
        bounce(2, new Recipient("guardian", OTHER.value()), "awa@example.org", "550 try " + MAIL);
        inbox(1, new Recipient("guardian", GUARDIAN.value()), "Bonjour " + MAIL);
        inbox(2, new Recipient("guardian", OTHER.value()), "Écrivez à " + MAIL + " !");
        inbox(3, new Recipient("user", USER.value()), "Bonjour " + USER_NAME);
        inbox(4, new Recipient("user", NEIGHBOUR.value()), "Cherche " + USER_NAME + ".");
        cartable.accounts().signIn(username(GUARDIAN), "wrong");
        stores.unitOfWork()
                .run(tx -> stores.outbox()
                        .pause(tx, Channel.SMS, now.plusSeconds(60), "550 " + MAIL + " and " + USER_MAIL + " unknown"));
        stores.unitOfWork().run(tx -> stores.smsBudget().reserve(tx, LocalDate.ofInstant(now, ZONE), 7, 100));
        stores.unitOfWork()
                .run(tx -> stores.outbox()
                        .pauseDomain(
                                tx,
                                new Outbox.DomainPause(
                                        Channel.EMAIL, "slow.example", now.plusSeconds(60), "451 " + MAIL)));
    }

    private void bounce(int number, Recipient recipient, String address, String detail) {
        Bounce bounce = new Bounce(
                NoticeId.next(now.plusMillis(number)),
                Bounce.Type.HARD,
                EmailAddress.of(address),
                recipient,
                "5.1.1",
                detail,
                now,
                true,
                now);
        stores.unitOfWork().run(tx -> stores.bounces().add(tx, bounce));
    }

    private void inbox(int number, Recipient recipient, String text) {
        stores.unitOfWork()
                .run(tx -> stores.inbox()
                        .put(
                                tx,
                                List.of(new Inbox.Message(
                                        NoticeId.next(now), recipient, "Sujet " + number, text, null, now, null))));
    }

    private void quotas() {
        Profile profile = cartable.quotas()
                .profiles()
                .add(
                        "Étudiant",
                        change -> change.limited(true)
                                .active(true)
                                .validity(Validity.daysFromFirstUse(30))
                                .atMost(Window.DAY, DataSize.ofBytes(1_000))
                                .atMost(Window.CYCLE, DataSize.ofBytes(100_000)));
        cartable.quotas().assign(Holder.of(USER), profile.id(), USER_NAME);
        cartable.quotas().assign(Holder.of(NEIGHBOUR), profile.id(), USER.value());
        cartable.quotas().migrate().run(new Older(), false, USER_NAME, new Unheard());
        alert(profile, Window.DAY);
        use(USER, USER_NAME + "/event-1", 300);
        use(NEIGHBOUR, "neighbour/event-1", 700);
        session(USER, USER_NAME + "-session-1", 500);
        session(NEIGHBOUR, "neighbour-session-1", 100);
        cartable.alerts().evaluate().run(step -> {});
        cartable.alerts().summaries().supervise(PROMOTION, Set.of(USER, NEIGHBOUR));
        cartable.notices().dispatch().drain();
        cartable.quotas().reset().run(new ResetUsage.Request(Set.of(Window.DAY), USER, true, USER_NAME), step -> {});
        use(USER, USER_NAME + "/event-2", 800);
        cartable.alerts().evaluate().run(step -> {});
    }

    void use(UserId user, String event, long bytes) {
        cartable.quotas().record(new UsageEvent(new EventId(event), user, new Traffic(0, bytes), now));
    }

    void session(UserId user, String id, long bytes) {
        Session.Key key = new Session.Key(NAS, id, user);
        cartable.quotas().recordSession(SessionReading.of(key, SessionReading.Status.START, now.minusSeconds(600)));
        for (int second = 1; second <= 10; second++) {
            cartable.quotas()
                    .recordSession(SessionReading.of(
                            key, SessionReading.Status.INTERIM_UPDATE, now.minusSeconds(600 - second)));
        }
        cartable.quotas()
                .recordSession(new SessionReading(
                        key,
                        SessionReading.Status.INTERIM_UPDATE,
                        now.minusSeconds(1),
                        Octets.full(0),
                        Octets.full(bytes),
                        Duration.ofSeconds(599)));
    }

    private static final class Unheard implements MigrateUsage.Listener {
        @Override
        public void migrated(MigratedUsage usage) {
            // What came of it is asked of the stores.
        }

        @Override
        public void skipped(UserId user) {
            throw new AssertionError(user);
        }

        @Override
        public void failed(RowError error) {
            throw new AssertionError(error);
        }
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Each mail that was handed over, its address first. */
    List<String> delivered() {
        return delivered;
    }

    /** What happens while a mail is being handed over. */
    void whileSending(Runnable work) {
        this.whileSending = work;
    }

    MigrateUsage.Listener unheard() {
        return new Unheard();
    }

    /** Ends all open sessions at their last word. */
    void endSessions() {
        try (var sessions = stores.sessions().all(null)) {
            sessions.filter(session -> session.isOpen())
                    .toList()
                    .forEach(session -> cartable.quotas()
                            .recordSession(new SessionReading(
                                    session.key(),
                                    SessionReading.Status.STOP,
                                    now,
                                    Octets.full(session.traffic().up()),
                                    Octets.full(session.traffic().down()),
                                    null)));
        }
    }

    /** A parent chooses a password. */
    void activate(GuardianId guardian) {
        stores.unitOfWork()
                .run(tx -> stores.accounts()
                        .update(
                                tx,
                                List.of(stores.accounts()
                                        .lock(tx, account(guardian))
                                        .orElseThrow()
                                        .activated("hash", now))));
    }

    /** The validity of a user begins anew. */
    void assignAgain(UserId user) {
        cartable.quotas().unassign(Holder.of(user), "");
        cartable.quotas()
                .assign(
                        Holder.of(user),
                        cartable.quotas().profiles().named("Étudiant").id(),
                        "");
    }

    private void alert(Profile profile, Window window) {
        cartable.alerts()
                .add(new Alert(
                        cartable.alerts().newId(),
                        profile.id(),
                        Alert.Type.QUOTA_WARNING,
                        50,
                        5,
                        Set.of(Channel.EMAIL, Channel.IN_APP),
                        Set.of(window),
                        "{username} : {percent} %",
                        true,
                        0));
    }

    /** A user has a profile whose validity never ends. */
    void assignForYears(UserId user) {
        Profile profile = cartable.quotas()
                .profiles()
                .add(
                        "Years",
                        change -> change.limited(true)
                                .active(true)
                                .validity(Validity.unlimited())
                                .atMost(Window.CYCLE, DataSize.ofBytes(100_000)));
        alert(profile, Window.CYCLE);
        cartable.quotas().assign(Holder.of(user), profile.id(), "");
    }

    /** A user has a profile that limits each month, with an alert on it. */
    void alertInMonth(UserId user) {
        Profile profile = cartable.quotas()
                .profiles()
                .add(
                        "Month",
                        change -> change.limited(true)
                                .active(true)
                                .validity(Validity.unlimited())
                                .atMost(Window.MONTH, DataSize.ofBytes(100_000)));
        alert(profile, Window.MONTH);
        cartable.quotas().assign(Holder.of(user), profile.id(), "");
    }

    void unassign(UserId user) {
        cartable.quotas().unassign(Holder.of(user), "");
    }

    void reset(UserId user) {
        cartable.quotas().reset().run(new ResetUsage.Request(Set.of(Window.DAY), user, true, ""), step -> {});
    }

    Optional<String> profileOf(UserId user, Instant at) {
        return cartable.quotas().held(Holder.of(user), at);
    }

    private static final class Older implements LegacyUsageSource {
        @Override
        public String name() {
            return "older";
        }

        @Override
        public long read(Consumer<? super LegacyRow> each) {
            Traffic some = new Traffic(10, 20);
            each.accept(new LegacyRow.Usable(new LegacyUsage(USER, PerWindow.all(some), null), 1));
            return 1;
        }
    }

    AccountId account(GuardianId guardian) {
        return stores.accounts()
                .byGuardian(List.of(guardian))
                .values()
                .iterator()
                .next()
                .id();
    }

    String username(GuardianId guardian) {
        return stores.accounts()
                .byGuardian(List.of(guardian))
                .values()
                .iterator()
                .next()
                .username()
                .value();
    }

    /** What nobody may find any more of the guardian, and what can be reckoned from it without the key. */
    List<String> valuesOfGuardian() {
        return PersonalValues.withHashes(
                GUARDIAN.value(),
                username(GUARDIAN),
                "Zéphyrine",
                "Kouyaté-Durand",
                MAIL,
                PHONE,
                "guardian:" + GUARDIAN);
    }

    /** The same of the user. */
    List<String> valuesOfUser() {
        return PersonalValues.withHashes(
                USER.value(), USER_NAME, USER_MAIL, "user:" + USER, "USER:" + USER, USER_NAME + "/event-1");
    }

    long used(UserId user) {
        return stores.usage().days(List.of(user), LocalDate.EPOCH, LocalDate.of(2100, 1, 1)).values().stream()
                .flatMap(days -> days.values().stream())
                .mapToLong(traffic -> traffic.up() + traffic.down())
                .sum();
    }

    Map<UserId, Long> everybodysUse() {
        Map<UserId, Long> all = new TreeMap<>();
        try (var usages = stores.usage().all()) {
            usages.forEach(usage -> all.put(usage.user(), used(usage.user())));
        }
        return all;
    }
}
