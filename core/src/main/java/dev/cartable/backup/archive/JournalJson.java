package dev.cartable.backup.archive;

import dev.cartable.backup.internal.JournalFormat;
import dev.cartable.internal.json.Json;
import java.util.Map;

/** What a restore writes down, as JSON. Safe for use by several threads. */
public final class JournalJson implements JournalFormat {
    /** The journal as lines of JSON. */
    public JournalJson() {}

    @Override
    public String line(Map<String, ?> facts) {
        return Json.text(facts);
    }

    @Override
    public String page(Map<String, ?> facts) {
        return Json.pretty(facts);
    }

    @Override
    public Map<?, ?> read(String line) {
        return Json.readObject(line);
    }
}
