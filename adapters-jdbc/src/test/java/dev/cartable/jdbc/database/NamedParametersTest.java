package dev.cartable.jdbc.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedParametersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        SELECT 1                                          | SELECT 1                                  |
        SELECT a FROM t WHERE a = :a AND b = :b_2         | SELECT a FROM t WHERE a = ? AND b = ?     | a,b_2
        SELECT :a, :b, :a                                 | SELECT ?, ?, ?                            | a,b,a
        SELECT ':no', 'it''s :no', :a                     | SELECT ':no', 'it''s :no', ?              | a
        SELECT ":no" FROM "a:b" WHERE x = :a              | SELECT ":no" FROM "a:b" WHERE x = ?       | a
        SELECT /* :no ' */ :a -- :no                      | SELECT /* :no ' */ ? -- :no               | a
        SELECT 'x'::regclass, b::text, CAST(:a AS date)   | SELECT 'x'::regclass, b::text, CAST(? AS date) | a
        SELECT a[1:2], TIME '10:30', :a                   | SELECT a[1:2], TIME '10:30', ?            | a
        INSERT INTO t VALUES (:a,:b)                      | INSERT INTO t VALUES (?,?)                | a,b
        """)
    void areFoundOutsideOfLiteralsNamesCommentsAndCasts(String statement, String sent, @Nullable String names) {
        var parsed = NamedParameters.parse(statement.strip());

        assertThat(parsed.getSql()).isEqualTo(sent.strip());
        assertThat(String.join(",", parsed.getParameters().getParameterNames()))
                .isEqualTo(names == null ? "" : names.strip());
    }
}
