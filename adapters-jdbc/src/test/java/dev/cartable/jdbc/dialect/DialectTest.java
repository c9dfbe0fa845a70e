package dev.cartable.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DialectTest {
    private static final Path SOURCES = Path.of("src/main");

    /** What one database writes so and another writes otherwise. */
    private static final Pattern WORDS =
            Pattern.compile("\\b(ON CONFLICT|MERGE INTO|MERGE|RETURNING|COLLATE|FINAL TABLE"
                    + "|OLD TABLE|LATERAL|FOR SHARE|DATEADD|ctid|pg_\\w+|brin|fillfactor|excluded)\\b");

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*|(?m)^--.*$", Pattern.DOTALL);

    @Test
    void noStatementOutsideTheDialectsHasTheWordsOfOneDatabase() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> found = files.filter(file -> file.toString().matches(".*\\.(java|sql)"))
                    .filter(file -> !file.toString().contains("dialect"))
                    .filter(file -> !file.toString().contains("backup")) // a dump is of one kind of database
                    .flatMap(DialectTest::words)
                    .toList();

            assertThat(found).isEmpty();
        }
    }

    @Test
    void theWordsAreFoundInTheDialects() throws IOException {
        Path dialects = SOURCES.resolve("java/dev/cartable/jdbc/dialect");

        assertThat(words(dialects.resolve("PostgresqlDialect.java"))).anyMatch(word -> word.endsWith("RETURNING"));
        assertThat(words(dialects.resolve("H2Dialect.java"))).anyMatch(word -> word.endsWith("MERGE INTO"));
    }

    private static Stream<String> words(Path file) {
        try {
            return WORDS.matcher(COMMENT.matcher(Files.readString(file)).replaceAll(""))
                    .results()
                    .map(found -> file.getFileName() + " has " + found.group());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tokensAreWrittenAsEachDatabaseReadsThem() {
        String sql = "CREATE TABLE {x} (a {CODE(9)}, b {TEXT(9)}, c {TEXT}, d {TIME}) {UPDATED_OFTEN};"
                + "CREATE INDEX {CONCURRENTLY} {#y} ON {x} {GROWING(d)} {WHERE(b IS NULL)}";

        assertThat(SchemaToken.replace(sql, new H2Dialect()::schemaWord))
                .isEqualTo("CREATE TABLE {x} (a VARCHAR(9), b VARCHAR(9), c VARCHAR, d TIMESTAMP(6) WITH TIME ZONE);"
                        + "CREATE INDEX {#y} ON {x} (d)");
        assertThat(SchemaToken.replace(sql, new PostgresqlDialect()::schemaWord))
                .isEqualTo("CREATE TABLE {x} (a text COLLATE \"C\", b text, c text, d timestamptz)"
                        + " WITH (fillfactor = 70);"
                        + "CREATE INDEX CONCURRENTLY {#y} ON {x} USING brin (d) WHERE b IS NULL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchemaToken.replace("{JSON}", new H2Dialect()::schemaWord))
                .withMessageContaining("JSON");
    }

    @Test
    void statementsHaveTokensForWhatEachDatabaseWritesOtherwise() {
        String sql = "SELECT t.a FROM {KEYS(TEXT ids)} {JOIN(x t ON {CODE(t.a)} = u.k AND t.b IN (SELECT b FROM {y}))}"
                + " WHERE t.c > {NOW}";

        assertThat(StatementToken.replace(sql, new H2Dialect()))
                .isEqualTo("SELECT t.a FROM UNNEST(CAST(:ids AS varchar ARRAY)) AS u(k) INNER JOIN {x} t ON t.a = u.k"
                        + " AND t.b IN (SELECT b FROM {y}) WHERE t.c > CURRENT_TIMESTAMP");
        assertThat(StatementToken.replace(sql, new PostgresqlDialect()))
                .isEqualTo("SELECT t.a FROM UNNEST((SELECT CAST(:ids AS varchar ARRAY))) AS u(k)"
                        + " INNER JOIN LATERAL (SELECT * FROM {x} t WHERE t.a COLLATE \"C\" = u.k"
                        + " AND t.b IN (SELECT b FROM {y}) OFFSET 0) t ON TRUE WHERE t.c > clock_timestamp()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatementToken.replace("SELECT {JOIN(x ON t.a = u.k)}", new H2Dialect()))
                .withMessageContaining("x ON t.a = u.k");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatementToken.replace("SELECT {MERGE}", new H2Dialect()))
                .withMessageContaining("MERGE");
    }
}
