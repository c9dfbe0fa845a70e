package dev.cartable.jdbc.database;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Finds the parameters of a statement, {@code :name}, wherever it is not in a literal, a quoted name, a comment or a cast ({@code ::}).
 * Jdbi's own parser reads a statement through the tables of a generated lexer, which took a quarter of the time of a short-lived
 * process. Safe for use by several threads.
 */
final class NamedParameters implements SqlParser {
    private static final Pattern PARTS =
            Pattern.compile("'[^']*'|\"[^\"]*\"|--[^\\n]*|/\\*.*?\\*/|::|:([A-Za-z_]\\w*)", Pattern.DOTALL);

    /** More than the stores have. What comes later is read each time: texts that were made for one question would pile up. */
    private static final int REMEMBERED = 2_000;

    private final Map<String, ParsedSql> known = new ConcurrentHashMap<>();

    @Override
    public ParsedSql parse(String sql, StatementContext context) {
        ParsedSql parsed = known.get(sql);
        if (parsed == null) {
            parsed = parse(sql);
            if (known.size() < REMEMBERED) {
                known.put(sql, parsed);
            }
        }
        return parsed;
    }

    static ParsedSql parse(String sql) {
        ParsedSql.Builder parsed = ParsedSql.builder();
        Matcher part = PARTS.matcher(sql);
        int end = 0;
        while (part.find()) {
            if (part.group(1) != null) {
                parsed.append(sql.substring(end, part.start())).appendNamedParameter(part.group(1));
                end = part.end();
            }
        }
        return parsed.append(sql.substring(end)).build();
    }

    @Override
    public String nameParameter(String name, StatementContext context) {
        return ":" + name;
    }
}
