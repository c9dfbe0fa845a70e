package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** How often a request asks the database. */
class RequestCostTest {
    private static final SchoolHost HOST = SchoolHost.shared();

    private static List<String> statements(Client client, String method, String path, String body) {
        String all = "/api/core/profile-usage/" + path;
        Runnable request = () -> assertThat(
                        client.send(method, all, body.isEmpty() ? null : body).status())
                .isEqualTo(200);
        request.run(); // what is read once for all requests
        return ((CountedStatements) HOST.bean(DataSource.class)).during(request);
    }

    @Test
    void aUserIsFoundByTheirNameAndReadTogetherWithTheirUse() {
        assertThat(statements(HOST.as("awa"), "GET", "my_usage/", "")).hasSize(2);
    }

    @Test
    void anAdministratorIsNotLookedUp() {
        assertThat(statements(HOST.as("root"), "GET", "P2/", "")).hasSize(1);
    }

    /** The user, what they may use, three tables that are written, and what they may use now. */
    @Test
    void useIsAddedByNoMoreThanWhatIsWritten() {
        assertThat(statements(HOST.as("root"), "POST", "P2/add_usage/", "{\"bytes_used\": 1}"))
                .hasSize(6);
    }
}
