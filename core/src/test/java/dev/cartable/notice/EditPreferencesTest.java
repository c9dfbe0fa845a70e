package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.EditPreferences.Change;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.PersonPreferences;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.EmailAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EditPreferencesTest {
    private static final Recipient AWA = new Recipient("guardian", "g1");
    private static final Topic STUDY = new Topic(Category.STUDY, Channel.EMAIL);
    private static final QuietHours NIGHT = QuietHours.parse("21:00-07:00", ZoneOffset.UTC);
    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");

    private final InMemoryStores stores = new InMemoryStores(() -> NOW);
    private final Cartable cartable = Cartable.builder()
            .stores(stores)
            .zone(ZoneOffset.UTC)
            .time(() -> NOW)
            .build();

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
                                        new Change.Quiet(NIGHT))))
                .isEqualTo(new EditPreferences.Changed(
                        new PersonPreferences(AWA, Map.of(STUDY, NOW), Locale.ENGLISH, NIGHT)));
        assertThat(edit().change(
                                AWA,
                                List.of(new Change.Accept(STUDY), new Change.Language(null), new Change.Quiet(null))))
                .isEqualTo(new EditPreferences.Changed(PersonPreferences.none(AWA)));
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
    void quietHoursLeaveTwoHoursOfTheDay() {
        QuietHours most = QuietHours.parse("09:00-07:00", ZoneOffset.UTC);
        QuietHours tooLong = QuietHours.parse("08:59-07:00", ZoneOffset.UTC);

        assertThat(edit().change(AWA, List.of(new Change.Decline(STUDY), new Change.Quiet(tooLong))))
                .hasToString("QuietTooLong[hours=08:59-07:00]");
        assertThat(edit().of(AWA).isEmpty()).isTrue();
        assertThat(edit().change(AWA, List.of(new Change.Quiet(most)))).isInstanceOf(EditPreferences.Changed.class);
    }
}
