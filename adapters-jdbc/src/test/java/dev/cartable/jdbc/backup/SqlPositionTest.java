package dev.cartable.jdbc.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a text of SQL ends, after each of its lines. */
class SqlPositionTest {
    private static boolean isOutside(String... lines) {
        SqlPosition position = new SqlPosition();
        for (String line : lines) {
            position.read(line + "\n");
        }
        return position.isOutside();
    }

    @Test
    void aTextThatIsOverIsOutside() {
        for (String line : List.of(
                "",
                "SELECT 'it''s';",
                "SELECT '\\';",
                "SELECT E'it\\'s', name'\\';",
                "SELECT \"a'b\"\"c\";",
                "-- it's",
                "/* it's /* nested' */ ' */ SELECT 1;",
                "AS $$ it's $$;",
                "AS $é_1$ $$ $ it's $é_1$;",
                "SELECT a$b$c, $1;")) {
            assertThat(isOutside(line)).as(line).isTrue();
        }
    }

    @Test
    void whatGoesOnInTheNextLineIsInside() {
        for (String line : List.of(
                "SELECT 'it''s;",
                "SELECT E'it\\';",
                "SELECT \"a;",
                "/* /* */ ;",
                "AS $$ it's; $a$",
                "AS $a$ $$;",
                "SELECT '-- ;")) {
            assertThat(isOutside(line)).as(line).isFalse();
        }
    }

    @Test
    void aTextOfSeveralLinesEndsWhereItsQuoteIs() {
        assertThat(isOutside("SELECT 'a;", "-- it''s;", "b';")).isTrue();
        assertThat(isOutside("SET standard_conforming_strings = off;", "SELECT 'it\\'s';"))
                .isTrue();
        assertThat(isOutside("SET standard_conforming_strings = on;", "SELECT '\\';"))
                .isTrue();
    }
}
