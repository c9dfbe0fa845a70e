package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.user;
import static dev.cartable.tck.SampleQuotas.userId;
import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.SchoolStores;
import dev.cartable.school.port.UserStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a {@link UserStore} promises where Cartable owns the relation. */
public abstract class UserStoreContract extends StoresContract<SchoolStores> {
    @Test
    void anEmptyStoreCanBeWritten() {
        assertThat(store().writable()).isTrue();
        assertThat(read(stores().users().all())).isEmpty();
    }

    @Test
    void whatWasSavedComesBackAsItWasWritten() {
        User full = new User(userId(1), "aïssatou.bâ", " no address ", "fr-GN", new PromotionId("6e « B »"), false);
        User bare = new User(userId(2), "👩‍👧", null, null, null, true);
        save(full, bare);

        assertThat(stores().users().byId(List.of(full.id(), bare.id())))
                .isEqualTo(Map.of(full.id(), full, bare.id(), bare));
    }

    @Test
    void theLongestNamesAndIdsComeBackAsTheyWereWritten() {
        User longest = new User(
                new UserId("é".repeat(255)),
                "م".repeat(255),
                "x".repeat(320),
                "fr-" + "x".repeat(32),
                new PromotionId("é".repeat(255)),
                true);
        save(longest);

        assertThat(stores().users().byId(List.of(longest.id()))).isEqualTo(Map.of(longest.id(), longest));
    }

    @Test
    void savingAgainOverwrites() {
        save(user(1), user(2));
        User changed = new User(userId(1), "other", null, "en", SampleSchool.SIXTH, false);
        save(changed);

        assertThat(stores().users().byId(List.of(userId(1), userId(2))))
                .isEqualTo(Map.of(userId(1), changed, userId(2), user(2)));
    }

    @Test
    void ofAUserWhoIsSavedTwiceInOneCallTheLastOneStays() {
        User changed = new User(userId(1), "other", null, null, null, true);
        save(user(1), changed);

        assertThat(read(stores().users().all())).containsExactly(changed);
    }

    @Test
    void whatWasSavedIsUndoneWithItsTransaction() {
        save(user(1));
        User changed = new User(userId(1), "other", null, null, null, true);
        undone(tx -> store().save(tx, List.of(changed, user(2))));

        assertThat(read(stores().users().all())).containsExactly(user(1));
    }

    @Test
    void noneAndThousandsCanBeSaved() {
        write(tx -> store().save(tx, List.of()));
        assertThat(read(stores().users().all())).isEmpty();

        write(tx -> store().save(tx, many(3_000, SampleQuotas::user)));
        assertThat(read(stores().users().all())).hasSize(3_000);
    }

    private UserStore store() {
        return stores().userStore();
    }

    private void save(User... users) {
        write(tx -> store().save(tx, List.of(users)));
    }
}
