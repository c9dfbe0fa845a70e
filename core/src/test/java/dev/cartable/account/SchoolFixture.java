package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.Cartable;
import dev.cartable.KeepingCourier;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.internal.HostKeyGuard;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.account.model.PasswordPolicy;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.port.Preferences;
import dev.cartable.notice.port.Renderer;
import dev.cartable.privacy.Privacy;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Roster.Enrolment;
import dev.cartable.work.HostKey;
import dev.cartable.work.RunReport;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A small school in memory whose roster a test may change, with a clock that a test may set. */
final class SchoolFixture {
    static final HostKey KEY = HostKey.of(new byte[32]);

    final Map<GuardianId, Family> families = new LinkedHashMap<>();
    final Set<String> revoked = new HashSet<>();
    Preferences preferences = Preferences.NONE;
    Runnable onPage = () -> {};
    Runnable onFamily = () -> {};
    Runnable onSweepClosed = () -> {};

    @Nullable
    Executor readAhead;

    Consumer<AccountId> onRevoke = account -> {};
    Instant now = Instant.parse("2026-09-01T08:00:00Z");
    final InstantSource clock = () -> now;
    final InMemoryStores stores = new InMemoryStores(clock);
    AccountSettings settings = AccountSettings.of(
            new School("Collège Exemple", ZoneId.of("Africa/Conakry"), Locale.FRENCH),
            URI.create("https://parents.example.org/activate"));

    static final PasswordHasher PLAIN = new PasswordHasher() {
        @Override
        public String hash(CharSequence password) {
            return "hash of " + password.length() + " " + password.toString().hashCode();
        }

        @Override
        public boolean matches(CharSequence password, String hash) {
            return hash(password).equals(hash);
        }

        @Override
        public State state(String hash) {
            return State.CURRENT;
        }
    };

    private final Roster roster = new Roster() {
        @Override
        public Stream<Family> families() {
            return Roster.of(families.values())
                    .families()
                    .peek(family -> onFamily.run())
                    .onClose(() -> onSweepClosed.run());
        }

        @Override
        public Stream<Family> families(PromotionId promotion) {
            return Roster.of(families.values()).families(promotion);
        }

        @Override
        public List<Family> families(Collection<GuardianId> guardians) {
            onPage.run();
            return Roster.of(families.values()).families(guardians);
        }

        @Override
        public List<Family> familiesOf(Collection<PupilId> pupils) {
            return Roster.of(families.values()).familiesOf(pupils);
        }

        @Override
        public Map<PupilId, Pupil> pupils(Collection<PupilId> ids) {
            return Roster.of(families.values()).pupils(ids);
        }

        @Override
        public Enrolment enrolment() {
            return Roster.of(families.values()).enrolment();
        }
    };

    AccountPorts ports() {
        return new AccountPorts(
                stores.unitOfWork(),
                stores.leases(),
                roster,
                addressing(),
                stores.accounts(),
                stores.activations(),
                stores.usernames(),
                stores.tombstones(),
                stores.hostKeys(),
                PLAIN,
                account -> {
                    revoked.add(account.toString());
                    onRevoke.accept(account);
                });
    }

    GenerateAccounts generate() {
        return new GenerateAccounts(ports(), stores.outbox()::add, settings, KEY, readAhead, clock);
    }

    OpenAccount open() {
        return new OpenAccount(ports(), stores.outbox()::add, settings, KEY, clock);
    }

    ResendCredentials resend() {
        return new ResendCredentials(ports(), stores.outbox()::add, settings, KEY, clock);
    }

    CleanUpOrphans cleanUp() {
        return new CleanUpOrphans(ports(), stores.outbox()::add, settings, KEY, clock);
    }

    Privacy erase() {
        return Cartable.builder()
                .stores(stores)
                .roster(roster)
                .key(KEY)
                .zone(settings.school().zone())
                .sessionRevoker(account -> {
                    revoked.add(account.toString());
                    onRevoke.accept(account);
                })
                .time(clock)
                .build()
                .privacy();
    }

    CheckEntitlement entitlement() {
        return new CheckEntitlement(roster, settings.school(), addressing(), clock);
    }

    ActivateAccount activate() {
        return new ActivateAccount(
                stores.unitOfWork(),
                stores.accounts(),
                stores.activations(),
                new PasswordChoice(PLAIN, PasswordPolicy.defaults(), settings.school()),
                account -> revoked.add(account.toString()),
                entitlement(),
                stores.hostKeys(),
                KEY,
                clock);
    }

    SignIn signIn() {
        return new SignIn(
                stores.unitOfWork(),
                stores.accounts(),
                new LimitSignIns(
                        stores.unitOfWork(),
                        stores.accounts(),
                        stores.failedSignIns(),
                        SignInLimit.defaults(),
                        KEY,
                        clock),
                PLAIN,
                entitlement(),
                clock);
    }

    /** What would become of each message that waits, in the order of their addresses, if it were sent now. */
    Map<String, Verdict> verdicts(FirstCredential first) {
        CredentialNotice type = type(first);
        Map<String, Verdict> verdicts = new TreeMap<>();
        messages().stream()
                .map(Notice.Entry::notice)
                .filter(notice -> notice.kind().equals(type.kind()))
                .forEach(notice -> verdicts.put(notice.address().value(), type.check(notice)));
        return verdicts;
    }

    private CredentialNotice type(FirstCredential first) {
        return new CredentialNotice(first, ports(), settings, KEY, entitlement(), addressing(), clock);
    }

    Addressing addressing() {
        return new Addressing((person, kind, channel, address) -> preferences.answer(person, kind, channel, address));
    }

    /** Dispatches what waits. Returns what was sent. */
    List<RenderedNotice> dispatch() {
        List<RenderedNotice> sent = new ArrayList<>();
        Cartable.builder()
                .noticeStores(stores)
                .courier(new KeepingCourier(sent))
                .noticeType(type(FirstCredential.ACTIVATION_LINK))
                .noticeType(type(FirstCredential.TEMPORARY_PASSWORD))
                .renderer((kind, language, channel, variables) -> new Renderer.Words("-", variables.toString(), null))
                .school(settings.school().name())
                .zone(settings.school().zone())
                .time(clock)
                .build()
                .notices()
                .dispatch()
                .drain();
        return sent;
    }

    /** Changes a guardian's account behind the use cases' back. */
    void change(String guardian, UnaryOperator<Account> change) {
        Account changed = change.apply(account(guardian));
        stores.unitOfWork().run(tx -> stores.accounts().update(tx, List.of(changed)));
    }

    /** Changes a guardian's account after the second reading from now on, as another node may: between plan and write. */
    void changeMeanwhile(String guardian, UnaryOperator<Account> change) {
        int[] pages = {0};
        onPage = () -> {
            if (++pages[0] == 2) {
                change(guardian, change);
            }
        };
    }

    /** Has another node replace the host key when the roster is read for the n-th time from now on. */
    void replaceKeyMeanwhile(int nth) {
        HostKey newer =
                HostKey.of(Arrays.copyOf(new byte[] {1}, HostKey.MIN_BYTES)).withOld(List.of(KEY));
        int[] pages = {0};
        onPage = () -> {
            if (++pages[0] == nth) {
                stores.unitOfWork().run(tx -> new HostKeyGuard(newer, stores.hostKeys()).use(tx, now));
            }
        };
    }

    /** Takes all pupils from a guardian, who stays in the roster. */
    void orphan(String guardian) {
        Family family = requireNonNull(families.get(new GuardianId(guardian)));
        families.put(new GuardianId(guardian), new Family(family.guardian(), List.of()));
    }

    Set<PupilId> seen(String guardian) {
        return stores.accounts()
                .pupils(List.of(account(guardian).id()))
                .getOrDefault(account(guardian).id(), Set.of());
    }

    RunReport<AccountPlan.Counts> run(GenerationRequest request) {
        return generate().run(request, step -> {});
    }

    RunReport<AccountPlan.Counts> run() {
        return run(GenerationRequest.everyone());
    }

    /** A guardian with an address, or none, and these pupils of class CM2, all active. */
    void family(String guardian, String name, @Nullable String email, String... pupils) {
        List<Family.Ward> wards = new ArrayList<>();
        for (String pupil : pupils) {
            wards.add(new Family.Ward(
                    pupil(pupil, true),
                    Guardianship.of(new GuardianId(guardian), new PupilId(pupil), Guardianship.Relation.MOTHER)));
        }
        put(guardian, name, email, wards);
    }

    void put(String guardian, String name, @Nullable String email, List<Family.Ward> wards) {
        int space = name.indexOf(' ');
        PersonName person = space < 0
                ? new PersonName("", name)
                : new PersonName(name.substring(0, space), name.substring(space + 1));
        GuardianId id = new GuardianId(guardian);
        families.put(id, new Family(new Guardian(id, person, email, null, null), wards));
    }

    static Pupil pupil(String id, boolean active) {
        return new Pupil(
                new PupilId(id),
                new PersonName("Pupil", id),
                new PromotionId("CM2"),
                id + "@pupils.example.org",
                active);
    }

    Account account(String guardian) {
        Account account =
                stores.accounts().byGuardian(List.of(new GuardianId(guardian))).get(new GuardianId(guardian));
        if (account == null) {
            throw new AssertionError("guardian " + guardian + " has no account");
        }
        return account;
    }

    List<Notice.Entry> messages() {
        try (Stream<Notice.Entry> history = stores.outbox().history(NoticeFilter.all())) {
            return history.toList();
        }
    }

    /** Everything that is stored about accounts and messages, to compare before and after. */
    List<String> everything() {
        List<String> rows = new ArrayList<>();
        try (Stream<Account> all = stores.accounts().all()) {
            all.forEach(account -> rows.add(account + " v" + account.version() + " " + account.source() + " "
                    + stores.accounts().pupils(List.of(account.id()))));
        }
        messages().forEach(entry -> rows.add(entry.toString()));
        return rows;
    }
}
