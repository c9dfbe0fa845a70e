package dev.cartable.quickstart;

import dev.cartable.Cartable;
import dev.cartable.jdbc.JdbcStores;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Several schools in one process: a {@link Cartable} for each, over its own data source and its own names of tables. Nothing is
 * static, so nothing is shared. Not safe for use by several threads; the schools are.
 */
final class SeveralSchools implements AutoCloseable {
    private final Map<String, Cartable> schools = new LinkedHashMap<>();

    /**
     * Opens a school.
     *
     * @param prefix what the names of its tables begin with, such as {@code riviere_}: two schools may share a database
     */
    Cartable open(String school, DataSource dataSource, String prefix, ZoneId zone) {
        Cartable cartable = Cartable.builder()
                .stores(JdbcStores.builder(dataSource).prefix(prefix).build())
                .zone(zone)
                .school(school)
                .build();
        schools.put(school, cartable);
        return cartable;
    }

    /** What a scheduler does every minute, school by school: one that fails stops no other. */
    Map<String, String> sendAll() {
        Map<String, String> outcomes = new LinkedHashMap<>();
        schools.forEach((school, cartable) -> {
            try {
                outcomes.put(school, cartable.notices().dispatch().drain().toString());
            } catch (RuntimeException e) {
                outcomes.put(school, "failed: " + e.getMessage());
            }
        });
        return outcomes;
    }

    @Override
    public void close() {
        schools.values().forEach(Cartable::close);
    }
}
