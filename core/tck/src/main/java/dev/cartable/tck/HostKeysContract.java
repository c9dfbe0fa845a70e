package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.Stores;
import dev.cartable.account.ActivateAccount;
import dev.cartable.account.HostKeyMismatchException;
import dev.cartable.account.LimitSignIns;
import dev.cartable.account.Pbkdf2PasswordHasher;
import dev.cartable.account.ResendCredentials;
import dev.cartable.account.SignIn;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.HostKeyStore;
import dev.cartable.account.port.HostKeyStore.KeyedRows;
import dev.cartable.account.port.Letters;
import dev.cartable.account.port.Letters.Letter;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Roster.Enrolment;
import dev.cartable.work.HostKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of accounts, links and erased people where the host key is another one, was replaced, or is lost. */
public abstract class HostKeysContract extends StoresContract<Stores> {
    private static final Pattern TOKEN = Pattern.compile("#([0-9A-Z]{26})");
    private static final Pattern PASSWORD = Pattern.compile("[a-z2-8]{5}-[a-z2-8]{5}-[a-z2-8]{5}");
    private static final GuardianId AWA = new GuardianId("g1");
    private static final GuardianId BINTA = new GuardianId("g2");
    private static final HostKey KEY = HostKey.random();
    private static final HostKey OTHER = HostKey.random();
    private static final HostKey ROTATED = OTHER.withOld(List.of(KEY));

    private final Map<GuardianId, Family> families = new LinkedHashMap<>();
    private final List<RenderedNotice> mails = new ArrayList<>();
    private final List<Letter> letters = new ArrayList<>();
    private FirstCredential credential = FirstCredential.ACTIVATION_LINK;
    private Instant now = NOW;

    @Test
    void aDatabaseIsNotOpenedWithAnotherKey() {
        school(KEY).privacy().erase(account(AWA).id());

        assertThatExceptionOfType(HostKeyMismatchException.class)
                .isThrownBy(() -> builder(OTHER).build())
                .withMessageContaining("was written with another host key")
                .withMessageContaining("are kept");
        assertThat(builder(KEY).build().accounts().generate()).isNotNull();
    }

    @Test
    void withAnotherKeyEverythingThatDerivesIsRefusedAndNothingIsWritten() {
        Cartable right = school(KEY);
        right.privacy().erase(account(BINTA).id());
        String before = Writes.everything(stores());
        family("g3", "Fanta Camara", "fanta@example.org");
        Cartable wrong = builder(OTHER).checkKeyAtUse().build();

        List<ThrowingCallable> calls = List.of(
                () -> wrong.accounts().generate().plan(GenerationRequest.everyone()),
                () -> wrong.accounts().generate().run(GenerationRequest.everyone(), step -> {}),
                () -> wrong.accounts().open(new GuardianId("g3")),
                () -> wrong.accounts().open(BINTA),
                () -> wrong.accounts().resend().plan(ResendCredentials.Request.everyone()),
                () -> wrong.accounts().writeLetters(this::draft),
                () -> wrong.privacy().erase(account(AWA).id()),
                () -> wrong.accounts().hostKey().adopt(),
                () -> wrong.accounts().hostKey().noteExport());
        assertThat(calls)
                .allSatisfy(call -> assertThatExceptionOfType(HostKeyMismatchException.class)
                        .isThrownBy(call));

        assertThat(Writes.everything(stores())).isEqualTo(before);
        assertThat(wrong.accounts().hostKey().state()).isEqualTo(HostKeyStore.State.OTHER);
        assertThat(wrong.accounts().summary()).as("what derives nothing").isNotNull();
    }

    @Test
    void messagesThatNeedTheRightKeyWaitForANodeThatHasIt() {
        Cartable right = school(KEY);
        Cartable wrong = builder(OTHER).checkKeyAtUse().build();

        DispatchNotices.Report waiting = wrong.notices().dispatch().drain();
        assertThat(mails).isEmpty();
        assertThat(waiting.heldBack()).isEqualTo(2);
        assertThat(waiting.problems()).allSatisfy(problem -> {
            assertThat(problem.state()).isEqualTo(NoticeState.QUEUED);
            assertThat(problem.reason()).isEqualTo("OTHER_KEY");
        });

        now = now.plus(Duration.ofDays(4));
        right.notices().dispatch().drain();
        assertThat(mails)
                .hasSize(2)
                .allSatisfy(mail -> assertThat(opens(right, mail)).isTrue());
    }

    @Test
    void aNodeThatWasNotRestartedAfterARotationIsRefused() {
        Cartable stale = school(KEY);
        Cartable restarted = builder(ROTATED).build();
        restarted.accounts().hostKey().adopt();
        family("g3", "Fanta Camara", "fanta@example.org");

        assertThatExceptionOfType(HostKeyMismatchException.class)
                .isThrownBy(() -> stale.accounts().open(new GuardianId("g3")))
                .withMessageContaining("replaced by a newer one");
        assertThat(stale.notices().dispatch().drain().heldBack()).isEqualTo(2);
        assertThat(restarted.accounts().open(new GuardianId("g3"))).isPresent();
    }

    @Test
    void aQueueThatStoodWhileTheKeyWasRotatedSendsLinksThatOpen() {
        school(KEY);
        now = now.plus(Duration.ofDays(4));
        Cartable rotated = builder(ROTATED).build();
        family("g3", "Fanta Camara", "fanta@example.org");
        generate(rotated);
        rotated.notices().dispatch().drain();

        assertThat(mails)
                .hasSize(3)
                .allSatisfy(mail -> assertThat(opens(rotated, mail)).isTrue());
        assertThat(rotated.accounts().hostKey().state()).isEqualTo(HostKeyStore.State.CURRENT);
    }

    @Test
    void aLinkThatWasSentBeforeARotationOpensAfterIt() {
        school(KEY).notices().dispatch().drain();
        Cartable rotated = builder(ROTATED).build();
        rotated.accounts().hostKey().adopt();

        assertThat(mails)
                .hasSize(2)
                .allSatisfy(mail -> assertThat(opens(rotated, mail)).isTrue());
    }

    @Test
    void aTemporaryPasswordThatWasQueuedBeforeARotationSignsIn() {
        credential = FirstCredential.TEMPORARY_PASSWORD;
        school(KEY);
        Cartable rotated = builder(ROTATED).build();
        rotated.notices().dispatch().drain();

        assertThat(mails).hasSize(2);
        Matcher password = PASSWORD.matcher(mails.get(0).text());
        assertThat(password.find()).isTrue();
        GuardianId guardian = new GuardianId(mails.get(0).recipient().id());
        assertThat(rotated.accounts().signIn(account(guardian).username().value(), password.group()))
                .isInstanceOf(SignIn.SignedIn.class);
    }

    @Test
    void aLetterThatIsPrintedAgainAfterARotationSaysTheSame() {
        family("g3", "Fanta Camara", null);
        Cartable before = school(KEY);
        before.accounts().writeLetters(this::draft);
        builder(ROTATED).build().accounts().writeLetters(this::draft);

        assertThat(letters).hasSize(2);
        assertThat(letters.get(1)).isEqualTo(letters.get(0));
    }

    @Test
    void linksCanBeRenewedWithTheNewKey() {
        school(KEY).notices().dispatch().drain();
        Cartable rotated = builder(ROTATED).build();
        opens(rotated, mails.get(0));
        Set<GuardianId> open = rotated.accounts().hostKey().guardiansWithOpenLinks();
        assertThat(open).hasSize(1);

        rotated.accounts().resend().run(ResendCredentials.Request.of(open), step -> {});
        rotated.notices().dispatch().drain();

        assertThat(mails).hasSize(3);
        assertThat(opens(rotated, mails.get(1))).as("the old link").isFalse();
        assertThat(opens(rotated, mails.get(2))).as("the new link").isTrue();
    }

    @Test
    void anErasedPersonDoesNotComeBackAfterARotationAndTheirUsernameIsNotGivenAgain() {
        Cartable before = school(KEY);
        Username username = account(AWA).username();
        before.privacy().erase(account(AWA).id());
        Cartable rotated = builder(ROTATED).build();
        family("g3", "Awa Diallo", "other@example.org");
        generate(rotated);

        assertThat(stores().accounts().byGuardian(List.of(AWA))).isEmpty();
        assertThat(account(new GuardianId("g3")).username())
                .isNotEqualTo(username)
                .isEqualTo(new Username(username.value() + "2"));

        rotated.privacy().erase(account(BINTA).id());
        generate(builder(ROTATED).build());
        assertThat(stores().accounts().byGuardian(List.of(BINTA)))
                .as("erased with the new key")
                .isEmpty();
    }

    @Test
    void wrongPasswordsStayCountedWhenTheKeyIsRotated() {
        Cartable before = school(KEY);
        String username = account(AWA).username().value();
        for (int i = 0; i < 5; i++) {
            before.accounts().limitSignIns().attempt(username, "", () -> false);
        }
        Cartable rotated = builder(ROTATED).build();

        assertThat(before.accounts().limitSignIns().blockedUntil(username)).isPresent();
        assertThat(rotated.accounts().limitSignIns().blockedUntil(username))
                .isEqualTo(before.accounts().limitSignIns().blockedUntil(username));
        assertThat(rotated.accounts().limitSignIns().attempt(username, "", () -> true))
                .isInstanceOf(LimitSignIns.Blocked.class);
        now = now.plus(Duration.ofHours(1));
        assertThat(rotated.accounts().limitSignIns().attempt(username, "", () -> true))
                .isInstanceOf(LimitSignIns.Right.class);
        assertThat(before.accounts().limitSignIns().blockedUntil(username))
                .as("forgotten under all keys")
                .isEmpty();
    }

    @Test
    void whereTheKeyIsLostAllIsListedAndAccountsGoOnWithANewOne() {
        Cartable before = school(KEY);
        before.privacy().erase(account(BINTA).id());
        Cartable anew = builder(OTHER).checkKeyAtUse().build();

        assertThat(anew.accounts().hostKey().startAnew()).isEqualTo(new KeyedRows(1, 1, 2));
        assertThat(anew.accounts().hostKey().state()).isEqualTo(HostKeyStore.State.CURRENT);
        assertThatExceptionOfType(HostKeyMismatchException.class).isThrownBy(() -> generate(before));
        assertThat(anew.notices().dispatch().drain().sent()).isZero();
        assertThat(history(NoticeState.SUPPRESSED)).hasSize(2);

        anew.accounts().resend().run(ResendCredentials.Request.of(Set.of(AWA)), step -> {});
        anew.notices().dispatch().drain();
        assertThat(mails)
                .hasSize(1)
                .allSatisfy(mail -> assertThat(opens(anew, mail)).isTrue());
    }

    @Test
    void whereTheKeyIsLostANewGuardianOfTheSameNameGetsTheNextUsername() {
        school(KEY);
        Cartable anew = builder(OTHER).checkKeyAtUse().build();
        anew.accounts().hostKey().startAnew();
        family("g3", "Awa Diallo", "other@example.org");
        family("g4", "Awa-Diallo .", "alike@example.org");
        generate(anew);

        assertThat(account(new GuardianId("g3")).username().value())
                .isEqualTo(account(AWA).username().value() + "2");
        assertThat(account(new GuardianId("g4")).username().value()).endsWith("3");
    }

    @Test
    void aUsernameThatOnlyTheAccountsKnowIsTaken() {
        school(KEY);
        loseKeySilently();
        family("g3", "Awa Diallo", "other@example.org");
        Cartable anew = builder(OTHER).build();
        assertThat(anew.accounts().open(new GuardianId("g3"))).isPresent();

        assertThat(account(new GuardianId("g3")).username().value())
                .isEqualTo(account(AWA).username().value() + "2");
    }

    @Test
    void aMessageWhoseSecretWouldOpenNothingIsSuppressedWithItsReason() {
        school(KEY);
        loseKeySilently();
        builder(OTHER).build().notices().dispatch().drain();

        assertThat(mails).isEmpty();
        assertThat(history(NoticeState.SUPPRESSED))
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.reason()).isEqualTo("LINK_GONE"));
    }

    @Test
    void aTemporaryPasswordThatWouldOpenNothingIsSuppressedWithItsReason() {
        credential = FirstCredential.TEMPORARY_PASSWORD;
        school(KEY);
        loseKeySilently();
        builder(OTHER).build().notices().dispatch().drain();

        assertThat(mails).isEmpty();
        assertThat(history(NoticeState.SUPPRESSED))
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.reason()).isEqualTo("PASSWORD_GONE"));
    }

    @Test
    void aLetterIsRenewedWhereItsKeyIsLost() {
        family("g3", "Fanta Camara", null);
        school(KEY).accounts().writeLetters(this::draft);
        loseKeySilently();
        builder(OTHER).build().accounts().writeLetters(this::draft);

        assertThat(letters).hasSize(2);
        assertThat(letters.get(1).renewed()).isTrue();
        assertThat(letters.get(1).text()).isNotEqualTo(letters.get(0).text());
    }

    @Test
    void theDateOfTheLastExportOnPaperIsKeptForEachKey() {
        Cartable first = builder(KEY).build();
        assertThat(first.accounts().hostKey().current()).isEmpty();
        first.accounts().hostKey().noteExport();
        assertThat(first.accounts().hostKey().current().orElseThrow().exportedAt())
                .isEqualTo(NOW);

        Cartable rotated = builder(ROTATED).build();
        rotated.accounts().hostKey().adopt();
        assertThat(rotated.accounts().hostKey().current().orElseThrow().exportedAt())
                .isNull();
    }

    /** As if the check value had been renewed by hand: nothing else is. */
    private void loseKeySilently() {
        write(tx ->
                stores().hostKeys().all().forEach(entry -> stores().hostKeys().update(tx, entry.lost(now))));
    }

    private Cartable school(HostKey key) {
        family("g1", "Awa Diallo", "awa@example.org");
        family("g2", "Binta Sow", "binta@example.org");
        Cartable cartable = builder(key).build();
        generate(cartable);
        return cartable;
    }

    private static void generate(Cartable cartable) {
        cartable.accounts().generate().run(GenerationRequest.everyone(), step -> {});
    }

    private CartableBuilder builder(HostKey key) {
        UnaryOperator<AccountSettings> settings = usual -> new AccountSettings(
                usual.school(),
                usual.activationPage(),
                usual.activationValidity(),
                usual.inactiveAfter(),
                usual.namingRule(),
                credential);
        return Cartable.builder()
                .stores(stores())
                .roster(new PresentFamilies())
                .key(key)
                .zone(ZoneOffset.UTC)
                .time(() -> now)
                .signInLimit(SignInLimit.defaults())
                .accounts(settings)
                .passwordHasher(Pbkdf2PasswordHasher.withIterations(1_000))
                .courier(new KeepingCourier(mails));
    }

    private void family(String id, String name, @Nullable String email) {
        int space = name.indexOf(' ');
        GuardianId guardian = new GuardianId(id);
        PupilId pupil = new PupilId("pupil of " + id);
        Guardian person = new Guardian(
                guardian, new PersonName(name.substring(0, space), name.substring(space + 1)), email, null, null);
        Pupil child = new Pupil(pupil, new PersonName("Pupil", id), null, null, true);
        families.put(
                guardian,
                new Family(
                        person,
                        List.of(new Family.Ward(
                                child, Guardianship.of(guardian, pupil, Guardianship.Relation.MOTHER)))));
    }

    private Account account(GuardianId guardian) {
        Account found = stores().accounts().byGuardian(List.of(guardian)).get(guardian);
        if (found == null) {
            throw new AssertionError("guardian " + guardian + " has no account");
        }
        return found;
    }

    private static boolean opens(Cartable cartable, RenderedNotice mail) {
        Matcher token = TOKEN.matcher(mail.text());
        assertThat(token.find()).as("a link in the mail").isTrue();
        return cartable.accounts().activate(token.group(1), "trois chevaux bleus") instanceof ActivateAccount.Activated;
    }

    private List<Notice.Entry> history(NoticeState state) {
        try (Stream<Notice.Entry> entries =
                stores().outbox().history(NoticeFilter.all().in(state))) {
            return entries.toList();
        }
    }

    private Letters.Draft draft(Letter letter) {
        letters.add(letter);
        return new Draft();
    }

    private static final class Draft implements Letters.Draft {
        @Override
        public Letters.Outcome outcome() {
            return Letters.Outcome.WRITTEN;
        }

        @Override
        public void put() {}

        @Override
        public void close() {}
    }

    /** The families as they are at each call. */
    private final class PresentFamilies implements Roster {
        @Override
        public Stream<Family> families() {
            return Roster.of(families.values()).families();
        }

        @Override
        public Stream<Family> families(PromotionId promotion) {
            return Roster.of(families.values()).families(promotion);
        }

        @Override
        public List<Family> families(Collection<GuardianId> guardians) {
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
    }
}
