package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.account.internal.Erasures;
import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.EditPreferences.Change;
import dev.cartable.notice.internal.StoredPreferences;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.PersonPreferences;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Preferences;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import dev.cartable.work.HostKey;
import dev.cartable.work.RestoreLog.Withdrawal;
import dev.cartable.work.internal.Withdrawals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditPreferencesTest {
    private static final Recipient AWA = new Recipient("guardian", "g1");
    private static final Topic STUDY = new Topic(Category.STUDY, Channel.EMAIL);
    private static final QuietHours NIGHT = QuietHours.parse("21:00-07:00", ZoneOffset.UTC);
    private static final HostKey KEY = HostKey.of(new byte[32]);
    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");

    private final InMemoryStores stores = new InMemoryStores(() -> NOW);
    private final CartableBuilder builder = Cartable.builder()
            .stores(stores)
            .zone(ZoneOffset.UTC)
            .time(() -> NOW)
            .key(KEY);
    private final Cartable cartable = builder.build();

    private EditPreferences edit() {
        return cartable.notices().preferences();
    }

    @Test
    void severalChangesAreMadeTogether() {
        assertThat(edit().change(
                                AWA,
                                List.of(
                                        new Change.Decline(STUDY),
                                        new Change.Language(Locale.ENGLISH),
                                        new Change.Quiet(NIGHT),
                                        new Change.Digest(false))))
                .isEqualTo(new EditPreferences.Changed(
                        new PersonPreferences(AWA, Map.of(STUDY, NOW), Locale.ENGLISH, NIGHT, false)));
        assertThat(edit().change(
                                AWA,
                                List.of(
                                        new Change.Accept(STUDY),
                                        new Change.Language(null),
                                        new Change.Quiet(null),
                                        new Change.Digest(null))))
                .isEqualTo(new EditPreferences.Changed(PersonPreferences.none(AWA)));
    }

    @Test
    void whatAPersonDeclinesAndAcceptsAgainIsLoggedOutsideTheDatabase(@TempDir Path folder) throws IOException {
        DirectoryVault vault = new DirectoryVault(folder, () -> NOW);
        EditPreferences edit = builder.backupVault(vault).build().notices().preferences();

        edit.change(AWA, List.of(new Change.Accept(STUDY)));
        edit.change(AWA, List.of(new Change.Decline(STUDY)));
        edit.change(AWA, List.of(new Change.Decline(STUDY)));
        edit.change(AWA, List.of(new Change.Accept(STUDY)));

        String awa = Withdrawals.hashes(KEY, AWA.toString()).get(0);
        assertThat(vault.restoreLog().read().withdrawals())
                .extracting(Withdrawal::type, Withdrawal::person, Withdrawal::topic)
                .containsExactly(
                        Tuple.tuple(Withdrawal.Type.DECLINED, awa, "STUDY:EMAIL"),
                        Tuple.tuple(Withdrawal.Type.ACCEPTED, awa, "STUDY:EMAIL"));
    }

    @Test
    void ifOneCannotBeDeclinedNothingIsChanged() {
        for (Category category :
                List.of(Category.CREDENTIALS, Category.OPERATIONS, Category.ABSENCES, Category.PAYMENTS)) {
            Topic topic = new Topic(category, Channel.EMAIL);

            assertThat(edit().change(AWA, List.of(new Change.Decline(STUDY), new Change.Decline(topic))))
                    .isEqualTo(new EditPreferences.Refused(topic));
            assertThat(edit().of(AWA).isEmpty()).isTrue();
        }
    }

    @Test
    void theSettingsOfTheSchoolCanBeRead() {
        PreferenceSettings strict = PreferenceSettings.defaults().withMandatory(Set.of(Category.STUDY));

        assertThat(builder.preferenceSettings(strict)
                        .build()
                        .notices()
                        .preferences()
                        .settings())
                .isEqualTo(strict);
    }

    @Test
    void nothingIsKeptOfAnErasedPersonInAnyCapacity() {
        Erasures erasures = new Erasures(
                stores.tombstones(),
                stores.hostKeys(),
                KEY,
                new Withdrawals(Optional.empty(), Optional.of(KEY), () -> NOW));
        stores.unitOfWork().run(tx -> {
            erasures.remember(tx, new PupilId("p1"), NOW);
            erasures.remember(tx, new UserId("u1"), NOW);
        });

        for (String erased : List.of("pupil:p1", "user:u1")) {
            Recipient person = Recipient.parse(erased);
            assertThat(edit().change(List.of(AWA, person), List.of(new Change.Quiet(NIGHT))))
                    .isEqualTo(new EditPreferences.Erased(person));
            assertThat(edit().of(AWA).isEmpty()).isTrue();
        }
        for (String other : List.of("user:p1", "pupil:u1", "payer:p1")) {
            assertThat(edit().change(Recipient.parse(other), List.of(new Change.Quiet(NIGHT))))
                    .as(other)
                    .isInstanceOf(EditPreferences.Changed.class);
        }
    }

    @Test
    void noSettingLetsAnybodyDeclineTheirCredentials() {
        PreferenceSettings lax = PreferenceSettings.defaults().withMandatory(Set.of());

        assertThat(lax.mayDecline(Category.ABSENCES)).isTrue();
        assertThat(lax.mayDecline(Category.CREDENTIALS)).isFalse();
        assertThat(lax.mayDecline(Category.OPERATIONS)).isFalse();
    }

    @Test
    void aPersonIsWrittenToInTheLanguageThatTheyHaveChosen() {
        Addressing.Person person = new Addressing.Person(
                AWA, Locale.FRENCH, new Contact.Reachable(EmailAddress.of("awa@example.org")), false);
        edit().change(AWA, List.of(new Change.Language(Locale.ENGLISH)));

        assertThat(cartable.notices().addressing().of(person, Kind.of("library.overdue"), Set.of(Channel.EMAIL)))
                .isInstanceOfSatisfying(
                        Addressing.Addressed.class,
                        to -> assertThat(to.person().language()).isEqualTo(Locale.ENGLISH));
    }

    @Test
    void whatAPageOfPeopleWantsIsReadOnce() {
        Recipient binta = new Recipient("guardian", "g2");
        Recipient other = new Recipient("guardian", "g3");
        edit().change(AWA, List.of(new Change.Language(Locale.ENGLISH)));
        Preferences page = new StoredPreferences(
                        stores.preferences(), kind -> Category.STUDY, PreferenceSettings.defaults())
                .prefetched(List.of(AWA, binta), List.of());

        for (Recipient person : List.of(AWA, binta, other)) {
            edit().change(person, List.of(new Change.Language(Locale.GERMAN)));
        }

        assertThat(page.language(AWA)).contains(Locale.ENGLISH);
        assertThat(page.language(binta)).as("who had chosen nothing").isEmpty();
        assertThat(page.language(other)).as("who is not on the page").contains(Locale.GERMAN);
    }

    @Test
    void quietHoursLeaveTwoHoursOfTheDay() {
        QuietHours most = QuietHours.parse("09:00-07:00", ZoneOffset.UTC);
        QuietHours tooLong = QuietHours.parse("08:59-07:00", ZoneOffset.UTC);

        assertThat(edit().change(AWA, List.of(new Change.Decline(STUDY), new Change.Quiet(tooLong))))
                .hasToString("QuietTooLong[hours=08:59-07:00]");
        assertThat(edit().of(AWA).isEmpty()).isTrue();
        assertThat(edit().change(AWA, List.of(new Change.Quiet(most)))).isInstanceOf(EditPreferences.Changed.class);
    }
}
