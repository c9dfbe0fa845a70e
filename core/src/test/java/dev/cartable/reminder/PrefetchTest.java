package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.BINTA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Preferences;
import dev.cartable.school.model.Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Preferences are read once for a page of people, and never for one alone while reminders are planned. */
class PrefetchTest {
    private final List<Collection<Recipient>> pages = new ArrayList<>();
    private int alone;

    private final Preferences counting = new Preferences() {
        @Override
        public Answer answer(Recipient person, Kind kind, Channel channel, Address address) {
            alone++;
            return Answer.ACCEPTED;
        }

        @Override
        public Optional<Locale> language(Recipient person) {
            alone++;
            return Optional.empty();
        }

        @Override
        public Preferences prefetched(Collection<Recipient> people, Collection<Address> addresses) {
            pages.add(List.copyOf(people));
            return Preferences.NONE;
        }
    };

    @Test
    void aRunAsksOnceForAllPeopleOfAPage() {
        ReminderWorld world = new ReminderWorld(builder -> builder.preferences(counting));
        world.session("s1", ALI, "2026-11-30T17:00");
        world.session("s2", BINTA, "2026-11-30T18:00");

        assertThat(world.send(ReminderKinds.SESSION).queued()).isPositive();

        assertThat(pages).hasSize(1);
        assertThat(pages.get(0)).contains(Recipient.pupil(ALI), Recipient.pupil(BINTA));
        assertThat(alone).isZero();
    }
}
