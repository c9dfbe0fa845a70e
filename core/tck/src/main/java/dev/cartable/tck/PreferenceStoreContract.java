package dev.cartable.tck;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.PersonPreferences;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.PreferenceStore;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a {@link PreferenceStore} promises. */
public abstract class PreferenceStoreContract extends StoresContract<NoticeStores> {
    private static final Recipient AWA = new Recipient("guardian", "g1:Awa é");
    private static final Recipient BINTA = new Recipient("pupil", "p1");
    private static final Topic STUDY = new Topic(Category.STUDY, Channel.EMAIL);
    private static final Topic PUSH = new Topic(Category.of("library"), Channel.of("push"));
    private static final Instant AT = Instant.parse("2026-11-28T10:00:00Z");
    private static final Instant LATER = Instant.parse("2026-11-29T10:00:00Z");
    private static final QuietHours NIGHT =
            new QuietHours(LocalTime.of(21, 30), LocalTime.of(7, 0), ZoneId.of("Africa/Conakry"));

    @Test
    void aPersonWhoHasChosenNothingIsLeftOut() {
        assertThat(preferences().of(List.of(AWA, BINTA))).isEmpty();
        assertThat(preferences().of(List.of())).isEmpty();
    }

    @Test
    void aPageOfPeopleIsReadTogether() {
        write(tx -> {
            preferences().decline(tx, AWA, STUDY, AT);
            preferences().decline(tx, AWA, PUSH, LATER);
            preferences().setLanguage(tx, BINTA, Locale.CANADA_FRENCH, AT);
            preferences().setQuietHours(tx, BINTA, NIGHT, AT);
        });

        assertThat(preferences().of(List.of(AWA, BINTA, new Recipient("guardian", "g2"))))
                .isEqualTo(Map.of(
                        AWA, new PersonPreferences(AWA, Map.of(STUDY, AT, PUSH, LATER), null, null),
                        BINTA, new PersonPreferences(BINTA, Map.of(), Locale.CANADA_FRENCH, NIGHT)));
        assertThat(preferences().of(List.of(BINTA))).containsOnlyKeys(BINTA);
    }

    @Test
    void whatIsDeclinedAgainStaysDeclinedSinceTheFirstTime() {
        assertThat(this.<Boolean>call(tx -> preferences().decline(tx, AWA, STUDY, AT)))
                .isTrue();
        assertThat(this.<Boolean>call(tx -> preferences().decline(tx, AWA, STUDY, LATER)))
                .isFalse();

        assertThat(requireNonNull(preferences().of(List.of(AWA)).get(AWA)).declined())
                .isEqualTo(Map.of(STUDY, AT));
    }

    @Test
    void allThatAnybodyHasDeclinedIsRead() {
        assertThat(preferences().declined()).isEmpty();
        write(tx -> {
            preferences().decline(tx, AWA, STUDY, AT);
            preferences().decline(tx, AWA, PUSH, AT);
            preferences().decline(tx, BINTA, STUDY, AT);
            preferences().setLanguage(tx, BINTA, Locale.ENGLISH, AT);
        });

        try (Stream<PreferenceStore.Declined> declined = preferences().declined()) {
            assertThat(declined)
                    .containsExactlyInAnyOrder(
                            new PreferenceStore.Declined(AWA, STUDY),
                            new PreferenceStore.Declined(AWA, PUSH),
                            new PreferenceStore.Declined(BINTA, STUDY));
        }
    }

    @Test
    void whatIsAcceptedAgainIsWanted() {
        write(tx -> {
            preferences().decline(tx, AWA, STUDY, AT);
            preferences().decline(tx, AWA, PUSH, AT);
        });

        assertThat(this.<Boolean>call(tx -> preferences().accept(tx, AWA, STUDY)))
                .isTrue();
        assertThat(this.<Boolean>call(tx -> preferences().accept(tx, AWA, STUDY)))
                .isFalse();
        assertThat(requireNonNull(preferences().of(List.of(AWA)).get(AWA)).declined())
                .containsOnlyKeys(PUSH);
        write(tx -> preferences().accept(tx, AWA, PUSH));
        assertThat(preferences().of(List.of(AWA))).isEmpty();
    }

    @Test
    void eachChoiceIsChangedByItself() {
        write(tx -> preferences().setQuietHours(tx, AWA, NIGHT, AT));
        write(tx -> preferences().setLanguage(tx, AWA, Locale.ENGLISH, LATER));
        write(tx -> preferences().decline(tx, AWA, STUDY, LATER));

        assertThat(preferences().of(List.of(AWA)).get(AWA))
                .isEqualTo(new PersonPreferences(AWA, Map.of(STUDY, LATER), Locale.ENGLISH, NIGHT));

        write(tx -> preferences().setQuietHours(tx, AWA, null, LATER));
        write(tx -> preferences().accept(tx, AWA, STUDY));
        assertThat(preferences().of(List.of(AWA)).get(AWA))
                .isEqualTo(new PersonPreferences(AWA, Map.of(), Locale.ENGLISH, null));

        write(tx -> preferences().setLanguage(tx, AWA, null, LATER));
        assertThat(preferences().of(List.of(AWA))).isEmpty();
    }

    @Test
    void oneMessageForSeveralNoticesIsWantedOrNotOrLeftToTheSchool() {
        write(tx -> preferences().setLanguage(tx, AWA, Locale.ENGLISH, AT));
        write(tx -> preferences().setDigest(tx, AWA, false, LATER));
        write(tx -> preferences().setDigest(tx, BINTA, true, LATER));

        assertThat(preferences().of(List.of(AWA, BINTA)))
                .isEqualTo(Map.of(
                        AWA, new PersonPreferences(AWA, Map.of(), Locale.ENGLISH, null, false),
                        BINTA, new PersonPreferences(BINTA, Map.of(), null, null, true)));

        write(tx -> preferences().setDigest(tx, BINTA, null, LATER));
        assertThat(preferences().of(List.of(BINTA))).isEmpty();
    }

    @Test
    void ofThreadsThatDeclineAtOnceOneIsTheFirst() {
        List<Boolean> first = Together.run(10, i -> call(tx -> preferences().decline(tx, AWA, STUDY, AT)));

        assertThat(first).containsOnlyOnce(true);
    }

    @Test
    void threadsThatChangeDifferentChoicesLoseNone() {
        Together.run(
                9,
                i -> this.<Integer>call(tx -> {
                    switch (i % 3) {
                        case 0 -> preferences().setLanguage(tx, AWA, Locale.ENGLISH, AT);
                        case 1 -> preferences().setQuietHours(tx, AWA, NIGHT, AT);
                        default -> preferences().decline(tx, AWA, STUDY, AT);
                    }
                    return i;
                }));

        assertThat(preferences().of(List.of(AWA)).get(AWA))
                .isEqualTo(new PersonPreferences(AWA, Map.of(STUDY, AT), Locale.ENGLISH, NIGHT));
    }

    private PreferenceStore preferences() {
        return stores().preferences();
    }
}
