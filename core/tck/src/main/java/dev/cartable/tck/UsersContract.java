package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.user;
import static dev.cartable.tck.SampleQuotas.userId;
import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.SchoolStores;
import dev.cartable.school.port.Users;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link Users} promise, over users that are written through the user store. */
public abstract class UsersContract extends StoresContract<SchoolStores> {
    private static final User LEFT = new User(userId(9), "left", null, null, SampleSchool.CM2, false);
    private static final User TEACHER = new User(userId(8), "teacher", null, null, null, true);

    @Test
    void aSchoolWithoutUsersHasNone() {
        assertThat(read(users().all())).isEmpty();
        assertThat(read(users().of(SampleSchool.CM2))).isEmpty();
        assertThat(users().named("awa")).isEmpty();
        assertThat(users().byId(List.of(userId(1)))).isEmpty();
        assertThat(users().promotions(List.of(SampleSchool.CM2))).isEmpty();
        assertThat(users().promotionsNamed("CM2")).isEmpty();
    }

    @Test
    void usersAreFoundByTheirIdsInactiveOnesTooAndUnknownOnesAreLeftOut() {
        save(user(1), LEFT, TEACHER);

        assertThat(users().byId(List.of(userId(1), LEFT.id(), new UserId("nobody"), userId(1))))
                .isEqualTo(Map.of(userId(1), user(1), LEFT.id(), LEFT));
        assertThat(users().byId(List.of())).isEmpty();
    }

    @Test
    void usersOfOneNameAreAllFoundInTheOrderOfTheirIds() {
        User second = new User(new UserId("b"), "awa", null, null, null, true);
        User first = new User(new UserId("a"), "awa", null, null, null, false);
        save(second, first, new User(new UserId("c"), "Awa", null, null, null, true));

        assertThat(users().named("awa")).containsExactly(first, second);
        assertThat(users().named("aw")).isEmpty();
    }

    @Test
    void allUsersComeInTheOrderOfTheirIds() {
        save(Stream.of("b", "é", "a", "Z", "ab", "B", "10", "9", "مريم")
                .map(id -> new User(new UserId(id), "awa", null, null, SampleSchool.CM2, true))
                .toArray(User[]::new));

        assertThat(read(users().all()))
                .extracting(user -> user.id().value())
                .containsExactly("10", "9", "B", "Z", "a", "ab", "b", "é", "مريم");
        assertThat(read(users().of(SampleSchool.CM2))).isEqualTo(read(users().all()));
    }

    @Test
    void thePromotionHasItsUsersInactiveOnesTooAndNobodyElse() {
        save(
                user(1),
                LEFT,
                TEACHER,
                new User(userId(2), "awa", null, null, SampleSchool.SIXTH, true),
                new User(userId(3), "awa", null, null, new PromotionId("cm2"), true));

        assertThat(read(users().of(SampleSchool.CM2))).containsExactly(user(1), LEFT);
    }

    @Test
    void promotionsAreThoseOfTheRoster() {
        assumeTrue(stores().rosterStore().writable(), "the host's own promotions cannot be written");
        Promotion cm2 = new Promotion(SampleSchool.CM2, "Cours moyen « é »");
        Promotion twin = new Promotion(new PromotionId("CM1"), "Cours moyen « é »");
        Promotion sixth = new Promotion(SampleSchool.SIXTH, "Sixième B");
        write(tx -> stores().rosterStore().savePromotions(tx, List.of(cm2, twin, sixth)));

        assertThat(users().promotions(List.of(SampleSchool.CM2, new PromotionId("none"))))
                .isEqualTo(Map.of(SampleSchool.CM2, cm2));
        assertThat(users().promotions(List.of())).isEmpty();
        assertThat(users().promotionsNamed("Cours moyen « é »")).containsExactly(twin, cm2);
        assertThat(users().promotionsNamed("cm2")).isEmpty();
        write(tx -> stores().rosterStore().retirePromotions(tx, List.of(SampleSchool.CM2)));
        assertThat(users().promotions(List.of(SampleSchool.CM2))).isEmpty();
        assertThat(users().promotionsNamed("Cours moyen « é »")).containsExactly(twin);
    }

    @Test
    void thousandsAreReadAndAskedFor() {
        write(tx -> stores().userStore().save(tx, many(3_000, SampleQuotas::user)));

        assertThat(read(users().all())).hasSize(3_000).doesNotHaveDuplicates();
        assertThat(read(users().of(SampleSchool.CM2))).hasSize(3_000);
        assertThat(users().byId(many(4_000, SampleQuotas::userId))).hasSize(3_000);
    }

    @Test
    void aStreamMayBeLeftEarlyAndGoesOnWhileItsReaderWrites() {
        write(tx -> stores().userStore().save(tx, many(2_500, SampleQuotas::user)));
        for (int i = 0; i < 50; i++) {
            try (Stream<User> all = users().all()) {
                assertThat(all.findFirst()).isPresent();
            }
        }
        List<UserId> seen = new ArrayList<>();
        try (Stream<User> all = users().of(SampleSchool.CM2)) {
            for (Iterator<User> it = all.iterator(); it.hasNext(); ) {
                User user = it.next();
                if (seen.size() % 1_000 == 999) {
                    User renamed = new User(user.id(), "renamed", null, null, user.promotion(), true);
                    write(tx -> stores().userStore().save(tx, List.of(renamed)));
                }
                seen.add(user.id());
            }
        }
        assertThat(seen).hasSize(2_500).isSorted().doesNotHaveDuplicates();
    }

    private Users users() {
        return stores().users();
    }

    private void save(User... saved) {
        write(tx -> stores().userStore().save(tx, List.of(saved)));
    }
}
