package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.privacy.PersonalTables;
import dev.cartable.jdbc.testing.TestDatabase;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PersonalTablesTest {
    @ParameterizedTest
    @EnumSource
    void ofEveryTableItIsKnownWhetherItHoldsPeople(TestDatabase.Kind kind) throws Exception {
        TestDatabase database = kind.fresh();
        JdbcStores.builder(database.dataSource()).schemaMode(SchemaMode.MIGRATE).build();
        Set<String> known = new TreeSet<>(PersonalTables.IMPERSONAL);
        List<String> personal =
                PersonalTables.TRACES.stream().map(PersonalTables.Trace::table).toList();
        known.addAll(personal);

        Set<String> tables = new TreeSet<>();
        try (var connection = database.connect();
                var row = connection.getMetaData().getTables(null, null, null, new String[] {"TABLE", "BASE TABLE"})) {
            while (row.next()) {
                String name = row.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                if (name.startsWith("cartable_")) {
                    tables.add(name.substring("cartable_".length()));
                }
            }
        }

        assertThat(tables).isEqualTo(known);
        assertThat(personal).doesNotContainAnyElementsOf(PersonalTables.IMPERSONAL);
    }
}
