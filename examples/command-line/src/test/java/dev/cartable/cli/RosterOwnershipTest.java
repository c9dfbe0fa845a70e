package dev.cartable.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.model.Account;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.school.model.Guardian;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** What a roster says is the roster's, and nothing else. */
class RosterOwnershipTest {
    @TempDir
    private Path folder;

    @OnEachDatabase
    void aRosterRetiresNoPromotionThatUsersWerePutInto(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        desk.json("users", "add", "u1", "--name", "john", "--promotion", "L3 Info");
        desk.json("quota", "profile", "add", "Étudiant");

        Json plan = desk.json("roster", "import", Desk.SAMPLE.toString(), "--dry-run");
        Json done = desk.json("roster", "import", Desk.SAMPLE.toString());

        assertThat(done.get("relations").value())
                .isEqualTo(plan.get("relations").value());
        assertThat(desk.run("quota", "assign", "--promotion", "L3 Info", "--profile", "Étudiant")
                        .exit())
                .isZero();
        assertThat(desk.stores().users().promotionsNamed("L3 Info")).hasSize(1);
    }

    @OnEachDatabase
    void aPromotionOfTheRosterThatUsersAreInStaysWithThem(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        desk.json("roster", "import", Desk.SAMPLE.toString());
        var store = desk.stores().rosterStore();
        var promotion = store.promotionIds().findFirst().orElseThrow();
        var name = store.promotions(List.of(promotion)).get(promotion);
        assertThat(store.keptPromotionIds()).isEmpty();

        desk.json("users", "add", "u1", "--name", "john", "--promotion", promotion.value());

        assertThat(store.keptPromotionIds()).containsExactly(promotion);
        assertThat(store.promotions(List.of(promotion))).containsEntry(promotion, name);
    }

    @OnEachDatabase
    void whoWasErasedIsGoneFromTheRosterTooAndStaysAway(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        desk.generateFromSample();
        var store = desk.stores().rosterStore();
        var roster = desk.stores().roster();
        Account account;
        try (var accounts = desk.stores().accounts().all()) {
            account = accounts.filter(one -> one.email() != null).findFirst().orElseThrow();
        }
        Guardian guardian =
                requireNonNull(store.guardians(List.of(account.guardian())).get(account.guardian()));
        String email = requireNonNull(guardian.email());

        assertThat(desk.run("people", "erase", account.id().toString(), "--yes").exit())
                .isZero();

        assertThat(roster.families(List.of(guardian.id()))).isEmpty();
        assertThat(String.join("\n", Snapshot.of(desk.database())))
                .doesNotContain(email)
                .doesNotContain("'" + guardian.id().value() + "'");
        Json plan = desk.generateFromSample("--dry-run");
        assertThat(plan.count("created")).isZero();
        assertThat(plan.get("roster").get("guardians").text("created")).isEqualTo("0");
        assertThat(desk.json("roster", "import", Desk.SAMPLE.toString()).count("created"))
                .isZero();
        desk.generateFromSample();
        assertThat(roster.families(List.of(guardian.id()))).isEmpty();
        assertThat(String.join("\n", Snapshot.of(desk.database()))).doesNotContain(email);
    }
}
