package dev.cartable.backup.directory;

import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.OffsiteCopy;
import dev.cartable.backup.model.OffsiteLedger;
import dev.cartable.backup.model.OffsiteState;
import dev.cartable.internal.json.Json;
import dev.cartable.internal.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ledger of copies in a second place, as JSON. */
final class OffsiteJson {
    private static final long VERSION = 1;

    private OffsiteJson() {}

    static String write(OffsiteLedger ledger) {
        List<Map<String, @Nullable Object>> copies = new ArrayList<>();
        ledger.copies().forEach((file, copy) -> {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("file", file.value());
            fields.put("state", copy.state());
            fields.put("at", copy.at());
            fields.put("token", copy.token());
            fields.put("failure", copy.failure());
            fields.put("backup", StatusJson.fields(copy.backup()));
            copies.add(fields);
        });
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("version", VERSION);
        fields.put("place", ledger.place());
        fields.put("restoreLog", ledger.restoreLog());
        fields.put("copies", copies);
        return Json.pretty(fields);
    }

    /** Empty for a text that is no such ledger. */
    static Optional<OffsiteLedger> read(String text) {
        try {
            JsonObject fields = new JsonObject(Json.readObject(text));
            Map<BackupName, OffsiteCopy> copies = new TreeMap<>();
            fields.list(
                    "copies",
                    one -> copies.put(
                            new BackupName(one.text("file")),
                            new OffsiteCopy(
                                    OffsiteState.valueOf(one.text("state")),
                                    Instant.parse(one.text("at")),
                                    StatusJson.status(one.object("backup")),
                                    one.textOrNull("token"),
                                    one.textOrNull("failure"))));
            return Optional.of(new OffsiteLedger(fields.text("place"), copies, fields.textOrNull("restoreLog")));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
