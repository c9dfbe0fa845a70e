package dev.cartable.school;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.RosterStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaveUsersTest {
    private static final Promotion STAFF = new Promotion(new PromotionId("staff"), "Personnel");
    private static final Promotion CM2 = new Promotion(new PromotionId("CM2"), "CM2");
    private static final Promotion LEFT = new Promotion(new PromotionId("left"), "2025");

    private final InMemoryStores stores = new InMemoryStores(() -> Instant.parse("2026-09-01T06:00:00Z"));
    private final RosterStore school = stores.rosterStore();
    private final SaveUsers saveUsers =
            new SaveUsers(stores.unitOfWork(), stores.users(), stores.userStore(), school, ErasedGuardians.NONE);

    private static User user(int i, PromotionId promotion) {
        return new User(new UserId("u" + i), "name" + i, null, null, promotion, true);
    }

    private void enrol() {
        stores.unitOfWork().run(tx -> {
            school.savePromotions(tx, List.of(STAFF, CM2, LEFT));
            school.retirePromotions(tx, List.of(LEFT.id()));
        });
    }

    @Test
    void promotionsThatUsersArePutIntoAreKept() {
        enrol();
        List<User> users = List.of(user(1, STAFF.id()), user(2, LEFT.id()), user(3, new PromotionId("none")));

        saveUsers.plan(users.iterator());
        assertThat(school.keptPromotionIds()).as("a plan writes nothing").isEmpty();
        saveUsers.save(users.iterator());

        assertThat(school.keptPromotionIds()).containsExactly(STAFF.id());
        assertThat(school.promotions(List.of(STAFF.id()))).containsEntry(STAFF.id(), STAFF);
        assertThat(school.promotionIds()).containsExactlyInAnyOrder(STAFF.id(), CM2.id());
    }

    @Test
    void thoseOfUsersWhoWereThereBeforeAreKeptWithTheNextSaving() {
        enrol();
        List<User> users = List.of(user(1, STAFF.id()), user(2, STAFF.id()));
        stores.unitOfWork().run(tx -> stores.userStore().save(tx, users));

        assertThat(saveUsers.save(users.iterator())).isEqualTo(new Rosters.SavedUsers(2, 0, 0, 2));

        assertThat(school.keptPromotionIds()).containsExactly(STAFF.id());
    }
}
