package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.jdbc.schema.RosterCheck;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageChange.Charge;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.UsageStore.UserQuota;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host whose users are in tables of its own, with numbers as ids, and who says by views alone who is who. */
class ForeignUsersTest {
    private static final Instant NOW = Instant.parse("2026-09-01T08:00:00Z");
    private static final User AWA = new User(new UserId("7"), "awa", "awa@example.org", null, cm2(), true);
    private static final User TOM = new User(new UserId("12"), "tom", null, null, null, false);
    private static final String[] TABLES = {
        "CREATE TABLE compte (num bigint PRIMARY KEY, login varchar(80) NOT NULL, classe varchar(20),"
                + " courriel varchar(200), bloque boolean NOT NULL)",
        "CREATE TABLE classe (code varchar(20) PRIMARY KEY, libelle varchar(80))",
        "INSERT INTO compte VALUES (7, 'awa', 'CM2', 'awa@example.org', FALSE), (12, 'tom', NULL, NULL, TRUE)",
        "INSERT INTO classe VALUES ('CM2', 'Cours moyen 2')"
    };
    private static final String USERS = "CREATE VIEW cartable_user AS SELECT CAST(num AS varchar(255)) AS id,"
            + " login AS user_name, courriel AS email, classe AS promotion_id, NOT bloque AS active, 1 AS something"
            + " FROM compte";
    private static final String PROMOTIONS =
            "CREATE VIEW cartable_promotion AS SELECT code AS id, libelle AS name FROM classe";

    @ParameterizedTest
    @EnumSource
    void usersAndPromotionsAreReadThroughTheViews(TestDatabase.Kind kind) throws SQLException {
        JdbcStores stores = school(kind.fresh(), USERS, PROMOTIONS);
        Promotion promotion = new Promotion(cm2(), "Cours moyen 2");

        assertThat(read(stores.users().all())).containsExactly(TOM, AWA);
        assertThat(read(stores.users().of(cm2()))).containsExactly(AWA);
        assertThat(stores.users().byId(List.of(AWA.id(), new UserId("9")))).isEqualTo(Map.of(AWA.id(), AWA));
        assertThat(stores.users().named("tom")).containsExactly(TOM);
        assertThat(stores.users().promotions(List.of(cm2()))).isEqualTo(Map.of(cm2(), promotion));
        assertThat(stores.users().promotionsNamed("Cours moyen 2")).containsExactly(promotion);
    }

    @ParameterizedTest
    @EnumSource
    void quotasStandThereAndAreCountedForTheHostsUsers(TestDatabase.Kind kind) throws SQLException {
        JdbcStores stores = school(kind.fresh(), USERS, PROMOTIONS);
        Candidate own = give(stores, "Own", Holder.of(AWA.id()));
        Candidate promotion = give(stores, "Promotion", Holder.of(cm2()));
        Candidate everybody = give(stores, "Everybody", Holder.DEFAULT);
        count(stores, AWA, own.assignment());

        Map<UserId, UserQuota> one = stores.usage().userQuotas(List.of(AWA.id()));
        assertThat(candidates(one, AWA)).containsExactlyInAnyOrder(own, promotion, everybody);
        Map<UserId, UserQuota> all = stores.usage().userQuotas(List.of(AWA.id(), TOM.id(), new UserId("9")));
        assertThat(all).hasSize(2).containsEntry(TOM.id(), new UserQuota(TOM, List.of(everybody), null));
        assertThat(candidates(all, AWA)).containsExactlyInAnyOrder(own, promotion, everybody);
        assertThat(all.values())
                .filteredOn(userQuota -> userQuota.usage() != null)
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void optionalColumnsMayBeLeftOut(TestDatabase.Kind kind) throws SQLException {
        JdbcStores stores = school(
                kind.fresh(),
                "CREATE VIEW cartable_user AS SELECT CAST(num AS varchar(255)) AS id, login AS user_name FROM compte");
        Candidate everybody = give(stores, "Everybody", Holder.DEFAULT);
        give(stores, "Promotion", Holder.of(cm2()));
        User bare = new User(AWA.id(), "awa", null, null, null, true);

        assertThat(stores.users().byId(List.of(bare.id()))).containsValue(bare);
        assertThat(read(stores.users().of(cm2()))).isEmpty();
        assertThat(stores.usage().userQuotas(List.of(bare.id())))
                .isEqualTo(Map.of(bare.id(), new UserQuota(bare, List.of(everybody), null)));
    }

    @ParameterizedTest
    @EnumSource
    void aViewWithoutARequiredColumnIsRefusedByName(TestDatabase.Kind kind) {
        assertThatExceptionOfType(JdbcStoreException.class)
                .isThrownBy(() -> school(
                        kind.fresh(),
                        "CREATE VIEW cartable_user AS SELECT CAST(num AS varchar(255)) AS id FROM compte"))
                .withMessageContaining("the view cartable_user has no column user_name");
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsEverWrittenThroughTheView(TestDatabase.Kind kind) throws SQLException {
        JdbcStores stores = school(kind.fresh(), USERS);

        assertThat(stores.userStore().writable()).isFalse();
        assertThatExceptionOfType(JdbcStoreException.class)
                .isThrownBy(() ->
                        stores.unitOfWork().run(tx -> stores.userStore().save(tx, List.of(AWA))))
                .withMessageContaining("view of the host");
    }

    @Test
    void aViewWithACollationOfItsOwnIsReadAllTheSame() throws SQLException {
        JdbcStores stores = school(
                TestDatabase.postgresql(),
                "CREATE VIEW cartable_user AS SELECT CAST(num AS varchar(255)) COLLATE \"POSIX\" AS id,"
                        + " login COLLATE \"POSIX\" AS user_name, classe COLLATE \"POSIX\" AS promotion_id FROM compte");
        Candidate own = give(stores, "Own", Holder.of(AWA.id()));
        Candidate promotion = give(stores, "Promotion", Holder.of(cm2()));

        Map<UserId, UserQuota> one = stores.usage().userQuotas(List.of(AWA.id()));
        assertThat(candidates(one, AWA)).containsExactlyInAnyOrder(own, promotion);
        assertThat(stores.usage().userQuotas(List.of(AWA.id(), TOM.id()))).hasSize(2);
        assertThat(read(stores.users().all())).hasSize(2);
        assertThat(stores.users().named("tom")).hasSize(1);
    }

    private static PromotionId cm2() {
        return new PromotionId("CM2");
    }

    private static Candidate give(JdbcStores stores, String name, Holder holder) {
        Profile profile = Profile.named(new ProfileId(UUID.randomUUID()), name).build();
        Assignment assignment = new Assignment(UUID.randomUUID(), holder, profile.id(), NOW);
        stores.unitOfWork().run(tx -> {
            stores.profiles().insert(tx, profile);
            stores.profiles().assign(tx, assignment);
        });
        return new Candidate(assignment, profile, null);
    }

    private static void count(JdbcStores stores, User user, Assignment assignment) {
        UsageEvent event = new UsageEvent(new EventId("event"), user.id(), new Traffic(1, 2), NOW);
        Charge charge =
                new Charge(event, WindowCalendar.of(ZoneOffset.UTC).keys(NOW).withCycle(NOW), assignment);
        stores.unitOfWork().run(tx -> stores.usage().count(tx, List.of(charge)));
    }

    private static List<Candidate> candidates(Map<UserId, UserQuota> userQuotas, User user) {
        UserQuota userQuota = userQuotas.get(user.id());
        assertThat(userQuota).isNotNull();
        return userQuota == null ? List.of() : userQuota.candidates();
    }

    private static JdbcStores school(TestDatabase database, String... views) throws SQLException {
        Stream<String> empty = RosterCheck.relationNames().stream()
                .filter(name -> Stream.of(views).noneMatch(view -> view.contains("cartable_" + name + " AS")))
                .map(name -> RosterCheck.emptyView(new Names("cartable_", null), name));
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            for (String sql : Stream.of(Stream.of(TABLES), Stream.of(views), empty)
                    .flatMap(all -> all)
                    .toList()) {
                statement.execute(sql);
            }
        }
        return JdbcStores.builder(database.dataSource())
                .schemaMode(SchemaMode.MIGRATE)
                .roster(RosterOwnership.VIEWS)
                .build();
    }

    private static <T> List<T> read(Stream<T> stream) {
        try (stream) {
            return stream.toList();
        }
    }
}
