package dev.cartable.jdbc.dialect;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DialectTest {
    private static final Path SOURCES = Path.of("src/main");

    /** What one of the two databases writes so and the other writes otherwise. */
    private static final Pattern WORDS = Pattern.compile(
            "\\b(ON CONFLICT|MERGE INTO|MERGE|RETURNING|COLLATE|FINAL TABLE|OLD TABLE|LATERAL|FOR SHARE|DATEADD"
                    + "|IS (NOT )?DISTINCT FROM|NULLS (FIRST|LAST)|ctid|pg_\\w+|brin|fillfactor|excluded)\\b");

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*|(?m)^--.*$", Pattern.DOTALL);

    /** What each database that could be added writes so, too. */
    private static final Set<String> COMMON =
            Set.of(("ALL AND AS BETWEEN BY CASE CAST COALESCE COUNT CREATE CURRENT_TIMESTAMP"
                            + " DATE DEFAULT DELETE DESC DISTINCT DROP ELSE END EXISTS FALSE FETCH FIRST FOR FROM GREATEST GROUP HAVING"
                            + " IF IN INDEX INNER INSERT INTO IS JOIN KEY LEAST LEFT LIKE LOCKED LOWER MAX MIN MOD NOT NULL ON ONLY OR"
                            + " ORDER POSITION PRIMARY ROWS SELECT SET SKIP SUM TABLE THEN TRUE UNION UPDATE VALUES VIEW WHEN WHERE WITH"
                            + " ROW ROW_NUMBER OVER PARTITION READ COMMITTED UNCOMMITTED REPEATABLE SUBSTRING EXTRACT YEAR")
                    .split(" "));

    /** What messages and patterns have in capitals. */
    private static final Set<String> NO_SQL = Set.of("ANY", "SQL", "JSON", "MIGRATE", "SHA", "TABLES", "VALIDATE");

    private static final Pattern STRING =
            Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.DOTALL);

    /** What is no word, or no word in capitals. */
    private static final Map<String, Pattern> SIGNS = Map.of(
            "||", Pattern.compile("\\|\\|"),
            "= ANY(", Pattern.compile("= ANY\\("),
            "DELETE FROM x t", Pattern.compile("DELETE FROM \\{\\w+\\} t\\b"),
            "date + 1", Pattern.compile("AS date\\) [-+] \\d|_on [-+] \\d"),
            "AS varchar", Pattern.compile("(?i)AS varchar"),
            "AS text", Pattern.compile("(?i)AS text"),
            "AS uuid", Pattern.compile("(?i)AS uuid"),
            "NUMERIC(40)", Pattern.compile("(?i)NUMERIC\\(40\\)"),
            "timestamp with time zone", Pattern.compile("(?i)timestamp with time zone"));

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

    @Test
    void whatOneMoreDatabaseHasToGiveIsListed() throws IOException {
        String contributing = Files.readString(Path.of("../CONTRIBUTING.md"));
        String list = contributing.substring(contributing.indexOf("## A further database"));
        Set<String> listed = Pattern.compile("(?m)^   \\| `.*?` \\| ")
                .matcher(list.substring(0, list.indexOf("\n## ", 1)))
                .results()
                .flatMap(
                        row -> Pattern.compile("`([^`]+)`").matcher(row.group()).results())
                .map(word -> word.group(1).replace("\\|", "|"))
                .collect(toCollection(TreeSet::new));

        assertThat(uncommon()).isEqualTo(listed);
    }

    /** What statements have that not every database has. */
    private static Set<String> uncommon() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES.resolve("java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file ->
                            !file.toString().matches(".*/(dialect|backup|schema|sql/Tokens|database/WriteThrough).*"))
                    .flatMap(DialectTest::uncommon)
                    .collect(toCollection(TreeSet::new));
        }
    }

    private static Stream<String> uncommon(Path file) {
        Set<String> found = new TreeSet<>();
        for (String sql : strings(file)) {
            String rest = sql;
            for (Map.Entry<String, Pattern> sign : SIGNS.entrySet()) {
                Matcher matcher = sign.getValue().matcher(rest);
                if (matcher.find()) {
                    found.add(sign.getKey());
                    rest = matcher.replaceAll(" ");
                }
            }
            Pattern.compile("\\b[A-Z][A-Z_]+\\b")
                    .matcher(rest)
                    .results()
                    .map(MatchResult::group)
                    .filter(word -> !COMMON.contains(word) && !NO_SQL.contains(word))
                    .forEach(found::add);
        }
        return found.stream();
    }

    /** The strings of a file that may be SQL, without their literals and the names of their tokens. */
    private static List<String> strings(Path file) {
        return STRING.matcher(text(file))
                .results()
                .map(string -> string.group(1) == null ? string.group(2) : string.group(1))
                .filter(string -> string.matches("(?s).*[ (].*"))
                .map(string -> string.replaceAll("'[^']*'|\\{KEYS\\([A-Z]+|\\{[A-Z_]+\\b", " "))
                .toList();
    }

    private static Stream<String> words(Path file) {
        return WORDS.matcher(text(file)).results().map(found -> file.getFileName() + " has " + found.group());
    }

    /** Without comments. */
    private static String text(Path file) {
        try {
            return COMMENT.matcher(Files.readString(file)).replaceAll("");
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
