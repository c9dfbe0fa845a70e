package dev.cartable.account.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.account.AccountPlan;
import dev.cartable.account.CleanUpPlan;
import dev.cartable.account.ExportAccounts;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.AccountStep.Action;
import dev.cartable.account.model.AccountStep.Reason;
import dev.cartable.account.model.Activation.TokenHash;
import dev.cartable.account.model.Credential.Origin;
import dev.cartable.account.model.SignInLimit.FailedAttempts;
import dev.cartable.account.port.LegacyAccounts.LegacyAccount;
import dev.cartable.account.port.Letters.Letter;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.LetterContent;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.School;
import dev.cartable.work.Brake;
import dev.cartable.work.Counts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What values can be, to their edges, and what counts add up. */
class AccountValuesTest {
    private static final Instant NOW = Instant.parse("2026-09-01T08:00:00Z");
    private static final GuardianId AWA = new GuardianId("g1");
    private static final Contact NO_ADDRESS = Contact.none();
    private static final Contact ADDRESS = new Contact.Reachable(EmailAddress.of("awa@example.org"));
    private static final School SCHOOL = new School("École", ZoneOffset.UTC, Locale.FRENCH);

    static Stream<Arguments> possible() {
        return Stream.of(
                can("shortest username", () -> new Username("a")),
                can("longest username", () -> new Username("a".repeat(64))),
                can("shortest rule", () -> new NamingRule("{g}abcd", 8)),
                can("longest rule", () -> new NamingRule("{given}" + "a".repeat(32), 64)),
                can("no attempt", () -> new FailedAttempts(0, null)),
                can("one attempt", () -> new FailedAttempts(1, NOW)),
                can("equal limits", () -> new SignInLimit(1, 1, 1, Duration.ofNanos(1), Duration.ofNanos(1))),
                can("shortest validity", () -> settings(Duration.ofNanos(1), Duration.ofNanos(1))),
                can("one account", () -> GenerationRequest.everyone().limit(1)),
                can("longest least password", () -> PasswordPolicy.defaults().atLeast(64)));
    }

    private static Arguments can(String name, ThrowingCallable made) {
        return Arguments.of(Named.of(name, made));
    }

    @ParameterizedTest
    @MethodSource("possible")
    void whatIsAtTheEdgeCanBe(ThrowingCallable made) {
        assertThatCode(made).doesNotThrowAnyException();
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                no("'' is no username", () -> new Username("")),
                no("is no username", () -> new Username("a".repeat(65))),
                no("'.a' is no username", () -> new Username(".A")),
                no("'a-'", () -> new Username("a-")),
                no("at most 7 characters", () -> new NamingRule("{g}", 7)),
                no("at most 65 characters", () -> new NamingRule("{g}", 65)),
                no("has 5 fixed characters", () -> new NamingRule("{g}abcde", 8)),
                no("one name", () -> NamingRule.of("parent")),
                no("credential revision 0", () -> new Credential(0, Origin.NONE, null, null)),
                no("NONE has a password", () -> new Credential(1, Origin.NONE, "hash", null)),
                no("CHOSEN has no password", () -> new Credential(1, Origin.CHOSEN, null, null)),
                no("TEMPORARY does not expire", () -> new Credential(1, Origin.TEMPORARY, "hash", null)),
                no("CHOSEN expires", () -> new Credential(1, Origin.CHOSEN, "hash", NOW)),
                no("not 63", () -> new TokenHash("0".repeat(63))),
                no("not 31", () -> new Account.Fingerprint("0".repeat(31))),
                no("-1 failed attempts", () -> new FailedAttempts(-1, NOW)),
                no("0 failed attempts", () -> new FailedAttempts(0, NOW)),
                no("1 failed attempts", () -> new FailedAttempts(1, null)),
                no("a limit of 0", () -> GenerationRequest.everyone().limit(0)),
                no("no guardian is named", () -> GenerationRequest.of(List.of())),
                no("not both", () -> request(new PromotionId("CM2"), false, false)),
                no("only renewed by force", () -> request(null, false, true)),
                no("valid for PT0S", () -> settings(Duration.ZERO, Duration.ofDays(1))),
                no("valid for PT-1S", () -> settings(Duration.ofSeconds(-1), Duration.ofDays(1))),
                no("inactive after PT0S", () -> settings(Duration.ofDays(1), Duration.ZERO)),
                no("inactive after PT-1S", () -> settings(Duration.ofDays(1), Duration.ofSeconds(-1))),
                no("'/activate'", () -> AccountSettings.of(SCHOOL, URI.create("/activate"))),
                no("'https://x.org/a#b'", () -> AccountSettings.of(SCHOOL, URI.create("https://x.org/a#b"))),
                no("SKIP of guardian g1", () -> step(Action.SKIP, null, false, null)),
                no("FAIL of guardian g1", () -> step(Action.FAIL, null, false, null)),
                no("the row has 14 cells", () -> ExportAccounts.Row.of(Collections.nCopies(14, ""))),
                no("length of 7", () -> PasswordPolicy.defaults().atLeast(7)),
                no("length of 65", () -> PasswordPolicy.defaults().atLeast(65)));
    }

    private static Arguments no(String message, ThrowingCallable made) {
        return Arguments.of(message, made);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("impossible")
    void whatIsBeyondTheEdgeIsRefusedAndNamed(String message, ThrowingCallable made) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessageContaining(message);
    }

    private static GenerationRequest request(@Nullable PromotionId promotion, boolean force, boolean includeChosen) {
        return new GenerationRequest(
                new TreeSet<>(List.of(AWA)), promotion, null, false, force, includeChosen, Brake.defaults());
    }

    private static AccountSettings settings(Duration validity, Duration inactiveAfter) {
        return new AccountSettings(
                SCHOOL,
                URI.create("https://x.org/a"),
                validity,
                inactiveAfter,
                NamingRule.of("{id}"),
                FirstCredential.ACTIVATION_LINK);
    }

    @Test
    void aRequestIsForTheWholeSchoolIfNobodyIsLeftOutOfIt() {
        GenerationRequest all = GenerationRequest.everyone();

        assertThat(Stream.of(all, all.renewing(), all.renewingAlsoChosen(), all.brake(Brake.atMost(3))))
                .allMatch(GenerationRequest::isWholeSchool);
        assertThat(Stream.of(
                        all.limit(5),
                        all.withEmailOnly(),
                        GenerationRequest.of(List.of(AWA)),
                        GenerationRequest.of(new PromotionId("CM2"))))
                .noneMatch(GenerationRequest::isWholeSchool);
    }

    @Test
    void eachWishOfARequestIsInItsDigest() {
        GenerationRequest all = GenerationRequest.everyone();

        assertThat(Stream.of(
                                all,
                                all.limit(5),
                                all.limit(6),
                                all.withEmailOnly(),
                                all.renewing(),
                                all.renewingAlsoChosen(),
                                GenerationRequest.of(List.of(AWA)),
                                GenerationRequest.of(new PromotionId("CM2")))
                        .map(GenerationRequest::digestLine))
                .doesNotHaveDuplicates();
        assertThat(all.renewingAlsoChosen().force()).isTrue();
        assertThat(all.renewing().includeChosen()).isFalse();
    }

    @SuppressWarnings("NullAway") // javac 17 hides from other packages' classes that a nested type may be null.
    private static AccountStep step(
            Action action, @Nullable Reason reason, boolean message, Contact.@Nullable Unreachable unreachable) {
        return new AccountStep(AWA, action, reason, "", message, unreachable, false, null);
    }

    @SuppressWarnings("NullAway") // as above
    private static CleanUpPlan.Step cleanUp(
            CleanUpPlan.Step.Action action,
            @Nullable Reason reason,
            boolean message,
            Contact.@Nullable Unreachable unreachable) {
        return new CleanUpPlan.Step(
                new AccountId(new UUID(0, 1)), AWA, action, reason, "", false, message, unreachable);
    }

    @ParameterizedTest
    @EnumSource
    void aStepIsCountedAsWhatItIs(Action action) {
        Contact.Unreachable unreachable = (Contact.Unreachable) NO_ADDRESS;
        AccountStep quiet = step(action, Reason.BARRED, false, unreachable);
        AccountStep mail = step(action, Reason.BARRED, true, null);
        AccountStep letter = step(action, Reason.BARRED, true, unreachable);

        AccountPlan.Counts counts = AccountPlan.Counts.none()
                .plus(quiet, false, false)
                .plus(mail, true, false)
                .plus(letter, false, true)
                .plus(letter, false, true);

        Map<String, Long> expected = zeros(counts);
        expected.put("input", 4L);
        switch (action) {
            case CREATE -> expected.put("created", 4L);
            case RENEW -> expected.put("renewed", 4L);
            case UPDATE -> expected.put("updated", 4L);
            case RETURN -> expected.putAll(Map.of("updated", 4L, "returned", 4L));
            case KEEP -> expected.put("unchanged", 4L);
            case SKIP -> expected.put("skipped", 4L);
            case FAIL -> expected.put("failed", 4L);
        }
        expected.putAll(Map.of("orphaned", 1L, "expired", 2L, "noChannel", 2L, "queued", 1L));
        assertThat(counts.values()).isEqualTo(expected);
        assertThat(counts.changesNothing()).isEqualTo(!mail.writes());
        assertThat(Stream.of(quiet, mail, letter).map(AccountStep::digestLine))
                .containsExactly(
                        "g1\t" + action + "\tBARRED\t\t\n",
                        "g1\t" + action + "\tBARRED\tqueue\t\n",
                        "g1\t" + action + "\tBARRED\t\t\n");
    }

    @ParameterizedTest
    @EnumSource
    void aStepOfACleanUpIsCountedAsWhatItIs(CleanUpPlan.Step.Action action) {
        AccountId id = new AccountId(new UUID(0, 1));
        Contact.Unreachable unreachable = (Contact.Unreachable) NO_ADDRESS;
        CleanUpPlan.Step quiet = cleanUp(action, null, false, unreachable);
        CleanUpPlan.Step mail = cleanUp(action, Reason.BARRED, true, null);
        CleanUpPlan.Step letter = cleanUp(action, null, true, unreachable);

        CleanUpPlan.Counts counts =
                CleanUpPlan.Counts.none().plus(quiet).plus(mail).plus(letter).plus(letter);

        Map<String, Long> expected = zeros(counts);
        expected.putAll(Map.of("input", 4L, "noChannel", 2L, "queued", 1L));
        expected.put(
                switch (action) {
                    case MARK -> "marked";
                    case DEACTIVATE -> "deactivated";
                    case ADOPT -> "adopted";
                    case RETURN -> "returned";
                    case UNLINK -> "unlinked";
                    case KEEP -> "unchanged";
                    case SKIP -> "skipped";
                    case FAIL -> "failed";
                },
                4L);
        assertThat(counts.values()).isEqualTo(expected);
        assertThat(counts.changesNothing()).isEqualTo(!mail.writes());
        assertThat(Stream.of(quiet, mail).map(CleanUpPlan.Step::digestLine))
                .containsExactly(id + "\t" + action + "\t\t\n", id + "\t" + action + "\tBARRED\tqueue\n");
    }

    @Test
    void aRunChangesSomethingIfAnyOfItsWritesDoes() {
        assertThat(new CleanUpPlan.Counts(9, 0, 0, 0, 0, 0, 5, 2, 1, 1, 1).changesNothing())
                .isTrue();
        assertThat(Stream.of(
                        new CleanUpPlan.Counts(2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0),
                        new CleanUpPlan.Counts(2, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0),
                        new CleanUpPlan.Counts(2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0),
                        new CleanUpPlan.Counts(2, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0)))
                .noneMatch(CleanUpPlan.Counts::changesNothing);
        assertThat(new AccountPlan.Counts(9, 0, 0, 0, 5, 2, 2, 0, 1, 1, 1, 1, 1).changesNothing())
                .isTrue();
        assertThat(Stream.of(
                        new AccountPlan.Counts(2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                        new AccountPlan.Counts(2, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
                .noneMatch(AccountPlan.Counts::changesNothing);
    }

    private static Map<String, Long> zeros(Counts counts) {
        Map<String, Long> zeros = new TreeMap<>(counts.values());
        zeros.replaceAll((name, number) -> 0L);
        return zeros;
    }

    @Test
    void aSummaryCountsEachAccountByStateAndByHowItsParentIsReached() {
        Account pending = account();

        AccountStatus.Summary summary = AccountStatus.Summary.none()
                .plus(status(pending, true, false, ADDRESS), true)
                .plus(status(pending.activated("hash", NOW), false, true, NO_ADDRESS), false)
                .plus(status(pending.activated("hash", NOW), false, false, ADDRESS), false)
                .plus(status(pending.deactivated(Account.Deactivation.BY_HAND, NOW), true, true, NO_ADDRESS), false)
                .plus(status(pending, true, true, NO_ADDRESS), false)
                .plusErased();

        assertThat(summary).isEqualTo(new AccountStatus.Summary(6, 2, 2, 1, 1, 3, 3, 2, 3, 1));
    }

    private static AccountStatus status(Account account, boolean orphaned, boolean inactive, Contact contact) {
        return new AccountStatus(account, 0, orphaned, inactive, contact, false, null);
    }

    @Test
    void credentialsAreSentByMailRatherThanByShortMessageAndOtherwiseByLetter() {
        assertThat(reached(ADDRESS, true)).returns(true, AccountStatus::isReachable);
        assertThat(reached(ADDRESS, true).channel()).contains(Channel.EMAIL);
        assertThat(reached(ADDRESS, false).channel()).contains(Channel.EMAIL);
        assertThat(reached(NO_ADDRESS, true)).returns(true, AccountStatus::isReachable);
        assertThat(reached(NO_ADDRESS, true).channel()).contains(Channel.SMS);
        assertThat(reached(NO_ADDRESS, false)).returns(false, AccountStatus::isReachable);
        assertThat(reached(NO_ADDRESS, false).channel()).isEmpty();
    }

    private static AccountStatus reached(Contact contact, boolean byTelephone) {
        return new AccountStatus(account(), 0, false, false, contact, byTelephone, null);
    }

    private static Account account() {
        return Account.open(
                new AccountId(new UUID(0, 1)),
                AWA,
                new Username("awa"),
                new PersonName("Awa", "Barry"),
                null,
                Locale.FRENCH,
                Credential.none(),
                Account.Fingerprint.outOfStep(),
                NOW);
    }

    @Test
    void aFilterShowsWhatItIsNamedAfter() {
        Account any = account();
        List<String> shown = new ArrayList<>();
        for (AccountStatus.Filter filter : AccountStatus.Filter.values()) {
            for (boolean orphaned : new boolean[] {false, true}) {
                for (boolean inactive : new boolean[] {false, true}) {
                    if (status(any, orphaned, inactive, ADDRESS).passes(filter)) {
                        shown.add(filter + (orphaned ? " orphaned" : "") + (inactive ? " inactive" : ""));
                    }
                }
            }
        }

        assertThat(shown)
                .containsExactly(
                        "ALL",
                        "ALL inactive",
                        "ALL orphaned",
                        "ALL orphaned inactive",
                        "ORPHANED orphaned",
                        "ORPHANED orphaned inactive",
                        "INACTIVE inactive",
                        "INACTIVE orphaned inactive");
    }

    @Test
    void aShareOfNothingIsNothing() {
        assertThat(AccountFigures.percent(0, 0)).isZero();
        assertThat(AccountFigures.percent(3, 4)).isEqualTo(75.0);
    }

    @Test
    void secretsAndNamesStayOutOfTexts() {
        AccountId id = new AccountId(new UUID(0, 1));

        assertThat(new LegacyAccount(AWA, new Username("awa"), "hash", NOW))
                .hasToString("LegacyAccount[awa of guardian g1]");
        LetterContent content = new LetterContent(
                Recipient.guardian(AWA), "Awa", List.of(), List.of(), null, Locale.FRENCH, "subject", "secret", "r1");
        assertThat(content).hasToString("LetterContent[r1]");
        assertThat(new Letter(id, "awa.txt", content, true)).hasToString("Letter[awa.txt for account " + id + "]");
        assertThat(Account.Fingerprint.outOfStep()).hasToString("0".repeat(32));
        assertThat(AccountId.parse(id.toString())).isEqualTo(id).isEqualByComparingTo(id);
        assertThat(id).isLessThan(new AccountId(new UUID(0, 2)));
        assertThat(FailedAttempts.NONE.plusOne(NOW).plusOne(NOW)).isEqualTo(new FailedAttempts(2, NOW));
        assertThat(AccountStep.fail(AWA, "why"))
                .extracting(AccountStep::guardian, AccountStep::action, AccountStep::reason, AccountStep::detail)
                .containsExactly(AWA, Action.FAIL, Reason.STORE_REFUSED, "why");
        assertThat(Reason.of(Contact.Reason.PUPILS_ADDRESS)).isEqualTo(Reason.PUPILS_ADDRESS);
    }

    @Test
    void aTypedUsernameIsTakenWithoutItsCapitalsAndSpaces() {
        assertThat(Username.typed(" Awa.Barry\t")).contains(new Username("awa.barry"));
        assertThat(Username.typed("a".repeat(64))).isPresent();
        assertThat(Username.typed("a".repeat(65))).isEmpty();
        assertThat(Username.typed("awa barry")).isEmpty();
        assertThat(Username.typed("")).isEmpty();
    }
}
