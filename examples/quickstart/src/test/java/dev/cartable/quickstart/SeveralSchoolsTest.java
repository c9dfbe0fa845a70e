package dev.cartable.quickstart;

import static dev.cartable.quickstart.QuotaWithAlert.JOHN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.Cartable;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Recipient;
import dev.cartable.quota.QuotaException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class SeveralSchoolsTest {
    private static final ZoneId CONAKRY = ZoneId.of("Africa/Conakry");
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private final JdbcDataSource one = database();
    private final JdbcDataSource other = database();

    @Test
    void whatOneSchoolDoesNoOtherSees() throws SQLException {
        try (SeveralSchools schools = new SeveralSchools()) {
            Cartable river = schools.open("Rivière", one, "riviere_", CONAKRY);
            Cartable hill = schools.open("Colline", other, "colline_", PARIS);
            Cartable neighbour = schools.open("Voisine", one, "voisine_", CONAKRY);
            QuotaWithAlert.useMostOfADay(river, Channel.IN_APP, Instant.now());

            assertThat(river.notices().inbox(Recipient.user(JOHN), 10)).hasSize(1);
            for (Cartable elsewhere : Set.of(hill, neighbour)) {
                assertThat(elsewhere.notices().counts()).isEmpty();
                assertThat(elsewhere.quotas().profiles().all()).isEmpty();
                assertThatExceptionOfType(QuotaException.class)
                        .isThrownBy(() -> elsewhere.quotas().check(JOHN));
            }
            assertThat(prefixes(one)).containsExactly("RIVIERE", "VOISINE");
            assertThat(prefixes(other)).containsExactly("COLLINE");
        }
    }

    @Test
    void aSchoolWhoseDatabaseIsGoneStopsNoOther() throws SQLException {
        try (SeveralSchools schools = new SeveralSchools()) {
            schools.open("Rivière", one, "riviere_", CONAKRY);
            schools.open("Colline", other, "colline_", PARIS);
            try (Connection connection = one.getConnection()) {
                connection.createStatement().execute("DROP ALL OBJECTS");
            }

            assertThat(schools.sendAll().get("Rivière")).startsWith("failed: ");
            assertThat(schools.sendAll().get("Colline")).doesNotContain("failed: ");
        }
    }

    private static Set<String> prefixes(JdbcDataSource database) throws SQLException {
        Set<String> prefixes = new TreeSet<>();
        try (Connection connection = database.getConnection();
                ResultSet tables =
                        connection.getMetaData().getTables(null, "PUBLIC", "%", new String[] {"BASE TABLE"})) {
            while (tables.next()) {
                String name = tables.getString("TABLE_NAME");
                prefixes.add(name.substring(0, name.indexOf('_')));
            }
        }
        return prefixes;
    }

    private static JdbcDataSource database() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return h2;
    }
}
