package dev.cartable.jdbc.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql:school | localhost | 5432 | school",
                "jdbc:postgresql:/ | localhost | 5432 |",
                "jdbc:postgresql://db/school | db | 5432 | school",
                "jdbc:postgresql://db:5433/school?user=a | db | 5433 | school",
                "jdbc:postgresql://a:1,b/school | a,b | 1,5432 | school",
                "jdbc:postgresql://[::1]:5433/school | ::1 | 5433 | school",
                "jdbc:postgresql:///%C3%A9cole%20a%3Db | localhost | 5432 | école a=b",
                "jdbc:postgresql://db/school?socketFactory=F&socketFactoryArg=/run/pg/.s.PGSQL.5499 | /run/pg | 5499 | school",
            })
    void everyFormOfAUrlIsRead(String url, String hosts, String ports, String database) {
        PgAddress address = PgAddress.parse(url);

        assertThat(address.environment()).containsEntry("PGHOST", hosts).containsEntry("PGPORT", ports);
        assertThat(address.database()).isEqualTo(database);
    }

    @Test
    void optionsReachTheProgramsAndThePasswordDoesNot() {
        PgAddress address = PgAddress.parse("jdbc:postgresql://db/school?user=a&password=p%26q&sslmode=verify-ca"
                + "&sslrootcert=/ca.pem&targetServerType=primary&options=-c%20x=y");

        assertThat(address.password()).isEqualTo("p&q");
        assertThat(address.environment())
                .containsEntry("PGUSER", "a")
                .containsEntry("PGSSLMODE", "verify-ca")
                .containsEntry("PGSSLROOTCERT", "/ca.pem")
                .containsEntry("PGTARGETSESSIONATTRS", "read-write")
                .containsEntry("PGOPTIONS", "-c x=y")
                .doesNotContainValue("p&q");
        assertThat(address.toString()).doesNotContain("p&q");
        assertThat(address.url("autre école")).doesNotContain("p%26q").contains("/autre%20%C3%A9cole?");
    }

    @Test
    void aServiceNamesTheServer() {
        PgAddress address = PgAddress.parse("jdbc:postgresql://?service=school");

        assertThat(address.environment()).containsEntry("PGSERVICE", "school").doesNotContainKey("PGHOST");
    }

    @Test
    void anotherDatabaseIsRefused() {
        assertThatThrownBy(() -> PgAddress.parse("jdbc:mysql://db/school"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
