package dev.cartable.tck;

import static dev.cartable.tck.FilledSchool.BARE;
import static dev.cartable.tck.FilledSchool.GUARDIAN;
import static dev.cartable.tck.FilledSchool.NEIGHBOUR;
import static dev.cartable.tck.FilledSchool.OTHER;
import static dev.cartable.tck.FilledSchool.USER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Stores;
import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.billing.port.BillingStore.Issued;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Inbox;
import dev.cartable.privacy.ErasePerson;
import dev.cartable.privacy.ErasePerson.Reason;
import dev.cartable.privacy.model.Person;
import dev.cartable.privacy.port.PersonalData;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link PersonalData} promises: whoever is erased is in no column of any table, and sums stay as they are. */
public abstract class PersonalDataContract extends StoresContract<Stores> {
    @Test
    void aGuardianWhoIsErasedIsInNoColumnOfAnyTable() {
        try (FilledSchool school = new FilledSchool(stores()).fill()) {
            List<String> values = school.valuesOfGuardian();
            values.addAll(keysOf(new Recipient("guardian", GUARDIAN.value())));
            Person person = Person.guardian(GUARDIAN, school.account(GUARDIAN), Set.of());
            assertThat(found(values)).as("the test looks at the right places").isNotEmpty();

            assertThat(school.cartable().privacy().erase(GUARDIAN)).isInstanceOf(ErasePerson.Erased.class);

            assertThat(found(values)).isEmpty();
            assertThat(data().of(Person.guardian(GUARDIAN, null, Set.of()))).isEmpty();
            assertThat(data().of(person).keySet())
                    .doesNotContain("account_pupil", "activation", "outbox", "inbox", "preference", "declined");
            assertThat(inbox("guardian", OTHER.value())).containsExactly("Écrivez à … !");
            assertThat(reminders())
                    .extracting(ReminderEntry::reason)
                    .as("entries stay, so that statistics add up")
                    .containsExactlyInAnyOrder("no mail to …", "as … wished", null, null);
            assertThat(school.cartable().privacy().erase(GUARDIAN))
                    .isEqualTo(new ErasePerson.Refused(Reason.ALREADY_ERASED));
        }
    }

    /** Who is asked for by any id is among all people, and who was erased is not. */
    @Test
    void allPeopleAreFound() {
        try (FilledSchool school = new FilledSchool(stores()).fill()) {
            List<Recipient> people = people();
            assertThat(people)
                    .doesNotHaveDuplicates()
                    .contains(
                            Recipient.guardian(GUARDIAN),
                            Recipient.guardian(BARE),
                            Recipient.pupil(FilledSchool.PUPIL),
                            Recipient.user(USER))
                    .allSatisfy(person -> assertThat(person.type()).isIn("guardian", "pupil", "user"));

            school.cartable().privacy().erase(GUARDIAN);
            school.cartable().privacy().erase(FilledSchool.PUPIL);
            school.cartable().privacy().erase(USER);

            assertThat(people())
                    .hasSameSizeAs(people)
                    .doesNotContain(
                            Recipient.guardian(GUARDIAN), Recipient.pupil(FilledSchool.PUPIL), Recipient.user(USER));
        }
    }

    private List<Recipient> people() {
        try (Stream<Recipient> people = data().people()) {
            return people.toList();
        }
    }

    @Test
    void aGuardianWithoutAnAccountCanBeErasedTooAndIsNotBroughtBack() {
        try (FilledSchool school = new FilledSchool(stores()).fill()) {
            assertThat(school.cartable().privacy().erase(BARE)).isInstanceOf(ErasePerson.Erased.class);

            assertThat(found(List.of(BARE.value(), "bakary", "ouattara"))).isEmpty();
            assertThat(school.cartable().privacy().erase(BARE))
                    .isEqualTo(new ErasePerson.Refused(Reason.ALREADY_ERASED));
            assertThat(school.cartable().privacy().erase(new GuardianId("nobody")))
                    .isEqualTo(new ErasePerson.Refused(Reason.UNKNOWN));
            school.cartable().accounts().open(BARE);
            assertThat(stores().accounts().byGuardian(List.of(BARE))).isEmpty();
        }
    }

    @Test
    void aPupilWhoIsErasedIsInNoColumnOfAnyTable() {
        try (FilledSchool school = new FilledSchool(stores()).fill()) {
            List<String> values = new ArrayList<>(List.of(
                    FilledSchool.PUPIL.value(),
                    FilledSchool.PUPIL_NAME.toLowerCase(Locale.ROOT),
                    "fatou",
                    "+224622000999"));
            values.addAll(keysOf(Recipient.pupil(FilledSchool.PUPIL)));
            school.cartable().accounts().notifyParent(school.account(OTHER), "Réunion", "Au sujet de Fatou Kouyaté");
            String export = school.cartable()
                    .privacy()
                    .export(FilledSchool.PUPIL)
                    .orElseThrow()
                    .toString();
            assertThat(export).isEqualTo("Export[pupil:" + FilledSchool.PUPIL + "]");
            assertThat(data().of(Person.pupil(FilledSchool.PUPIL, Set.of()))).hasSizeGreaterThan(8);

            assertThat(school.cartable().privacy().erase(FilledSchool.PUPIL)).isInstanceOf(ErasePerson.Erased.class);

            assertThat(found(values)).isEmpty();
            assertThat(data().of(Person.pupil(FilledSchool.PUPIL, Set.of()))).isEmpty();
            assertThat(reminders()).isEmpty();
            assertThat(stores().roster().familiesOf(Set.of(FilledSchool.PUPIL))).isEmpty();
            assertThat(stores().documents().byCode(FilledSchool.CODE)).isEmpty();
            assertThat(stores().documents().withdrawn(FilledSchool.CODE))
                    .as("a copy on paper may be shown later")
                    .isPresent();
            assertThat(school.cartable().privacy().erase(FilledSchool.PUPIL))
                    .isEqualTo(new ErasePerson.Refused(Reason.ALREADY_ERASED));
            assertThat(school.cartable().privacy().erase(new PupilId("nobody")))
                    .isEqualTo(new ErasePerson.Refused(Reason.UNKNOWN));
        }
    }

    /** What was issued is kept for the bookkeeping; retention takes the names off it. */
    @Test
    void anIssuedInvoiceOfAnErasedPupilStaysAsItIs() {
        try (FilledSchool school = new FilledSchool(stores()).fill()) {
            stores().unitOfWork().run(tx -> {
                InvoiceDraft draft =
                        stores().billing().drafts(List.of("draft-1")).get(0);
                List<Invoice.Payer> payers = List.of(new Invoice.Payer(1, OTHER, "Awa Barry", List.of(), 1));
                LocalDate day = LocalDate.ofInstant(school.now, FilledSchool.ZONE);
                stores().billing()
                        .issue(
                                tx,
                                List.of(new Issued(
                                        draft.issued("2026-00001", day, payers), day.getYear(), 1, school.now)));
            });
            List<Invoice> issued = stores().issuedInvoices().invoices(List.of("draft-1"));

            school.cartable().privacy().erase(FilledSchool.PUPIL);
            school.cartable().privacy().erase(OTHER);

            assertThat(issued).hasSize(1);
            assertThat(stores().issuedInvoices().invoices(List.of("draft-1"))).isEqualTo(issued);
        }
    }

    @Test
    void aUserWhoIsErasedIsInNoColumnOfAnyTableAndSumsStay() {
        try (FilledSchool school = new FilledSchool(stores()).fill()) {
            List<String> values = school.valuesOfUser();
            values.addAll(keysOf(new Recipient("user", USER.value())));
            long sum = school.everybodysUse().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            long neighbours = school.used(NEIGHBOUR);
            assertThat(audit(school)).isEmpty();

            ErasePerson.Result result = school.cartable().privacy().erase(USER);

            assertThat(found(values)).isEmpty();
            assertThat(data().of(Person.user(USER, Set.of()))).isEmpty();
            assertThat(inbox("user", NEIGHBOUR.value())).containsOnlyOnce("Cherche ….");
            assertThat(school.everybodysUse().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(sum);
            assertThat(school.used(NEIGHBOUR)).isEqualTo(neighbours);
            assertThat(audit(school)).as("the ledger still balances").isEmpty();
            String pseudonym = ((ErasePerson.Erased) result).pseudonym();
            assertThat(stores().usage().all())
                    .filteredOn(usage -> usage.user().equals(new UserId(pseudonym)))
                    .hasSize(1)
                    .noneMatch(usage -> usage.active());
            assertThat(school.cartable().privacy().erase(USER))
                    .isEqualTo(new ErasePerson.Refused(Reason.ALREADY_ERASED));
            assertThat(school.cartable().privacy().erase(new UserId("nobody")))
                    .isEqualTo(new ErasePerson.Refused(Reason.UNKNOWN));
        }
    }

    private List<ReminderEntry> reminders() {
        return SampleSchool.read(stores().reminders()
                        .history(ReminderFilter.days(LocalDate.of(2000, 1, 1), LocalDate.of(2100, 1, 1))))
                .stream()
                .map(ReminderLine::entry)
                .toList();
    }

    @Test
    void aUserWhoIsErasedIsNotSavedAgain() {
        try (FilledSchool school = new FilledSchool(stores()).fill()) {
            User user = new User(USER, FilledSchool.USER_NAME, null, null, null, true);
            school.cartable().privacy().erase(USER);

            school.cartable().rosters().saveUsers(List.of(user).iterator());

            assertThat(stores().users().byId(List.of(USER))).isEmpty();
        }
    }

    @Test
    void everyTableWithARowAboutAPersonIsShown() {
        try (FilledSchool school = new FilledSchool(stores()).fill()) {
            Map<String, ?> guardian = data().of(Person.guardian(GUARDIAN, school.account(GUARDIAN), Set.of()));
            Map<String, ?> user = data().of(Person.user(USER, Set.of()));
            Set<String> shown = new TreeSet<>(guardian.keySet());
            shown.addAll(user.keySet());

            Set<String> withValues = new TreeSet<>();
            List<String> ids = List.of(
                    GUARDIAN.value(), USER.value(), school.account(GUARDIAN).toString());
            fixture()
                    .cells()
                    .ifPresent(cells -> cells.forEach((column, texts) -> {
                        if (texts.stream().anyMatch(text -> ids.stream().anyMatch(text::contains))) {
                            withValues.add(column.substring(0, column.indexOf('.')));
                        }
                    }));
            assertThat(shown).containsAll(withValues).hasSizeGreaterThan(15);
        }
    }

    @Test
    void anExportHasNoSecretsAndNoAddressesOfOthers() {
        try (FilledSchool school = new FilledSchool(stores()).fill()) {
            Person.Export export =
                    school.cartable().privacy().export(school.account(GUARDIAN)).orElseThrow();
            String tables = export.tables().toString();

            assertThat(export.person()).isEqualTo("guardian:" + GUARDIAN);
            assertThat(tables).contains(FilledSchool.MAIL, FilledSchool.PHONE);
            assertThat(tables).doesNotContain("token_sha256", "password_hash", "key_sha256", "awa@example.org");
            assertThat(school.cartable().privacy().export(new UserId("nobody"))).isEmpty();
        }
    }

    private PersonalData data() {
        return stores().personalData();
    }

    private List<Object> audit(FilledSchool school) {
        List<Object> findings = new ArrayList<>();
        school.cartable().quotas().audit().plan(null, findings::add);
        return findings;
    }

    private List<String> keysOf(Recipient recipient) {
        try (var history = stores().outbox().history(NoticeFilter.all().to(recipient))) {
            return history.map(entry -> entry.notice().key().hex()).toList();
        }
    }

    private List<String> inbox(String type, String id) {
        return stores().inbox().of(new Recipient(type, id), 100).stream()
                .map(Inbox.Message::text)
                .toList();
    }

    private Map<String, List<String>> cells() {
        return fixture()
                .cells()
                .orElseGet(() -> Map.of(
                        "people.of",
                        List.of(
                                data().of(Person.guardian(GUARDIAN, null, Set.of()))
                                        .toString(),
                                data().of(Person.guardian(BARE, null, Set.of())).toString(),
                                data().of(Person.user(USER, Set.of())).toString())));
    }

    /** Where the values stand, in any column of any table, in capitals or not. */
    private List<String> found(List<String> values) {
        List<String> found = new ArrayList<>();
        cells().forEach((column, texts) -> texts.forEach(text -> values.stream()
                .filter(value -> text.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT)))
                .forEach(value -> found.add(column + ": " + value))));
        return found;
    }
}
