package dev.cartable.jdbc;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;

/** A restored school whose database is an H2 file. */
class RestoredH2SchoolTest extends RestoredSchoolContract {
    @Override
    DataSource open() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + folder.resolve("school") + ";DB_CLOSE_DELAY=-1");
        source.setUser("school");
        return source;
    }

    @AfterEach
    void shutDown() {
        execute("SHUTDOWN IMMEDIATELY");
    }
}
