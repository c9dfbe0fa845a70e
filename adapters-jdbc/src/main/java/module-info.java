/** Cartable's stores on H2 and PostgreSQL. Hosts use {@link dev.cartable.jdbc.JdbcStores}. */
@SuppressWarnings({"module", "requires-automatic"}) // Jdbi and H2 have stable names, but no descriptors
module dev.cartable.jdbc {
    requires transitive dev.cartable;
    requires transitive java.sql;
    requires static transitive org.jspecify;
    requires org.jdbi.v3.core;
    requires io.leangen.geantyref; // which Jdbi needs and cannot ask for itself
    requires org.slf4j;
    requires static com.h2database; // where the database is H2
    requires static org.postgresql.jdbc; // where it is PostgreSQL

    exports dev.cartable.jdbc;
}
