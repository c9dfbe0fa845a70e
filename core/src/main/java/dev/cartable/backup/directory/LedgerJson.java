package dev.cartable.backup.directory;

import dev.cartable.backup.model.BackupLedger;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupStatus;
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

/** A ledger as JSON. */
final class LedgerJson {
    private static final long VERSION = 1;

    private LedgerJson() {}

    static String write(BackupLedger ledger) {
        List<Map<String, @Nullable Object>> backups = new ArrayList<>();
        ledger.expected().forEach((file, status) -> {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("file", file.value());
            fields.putAll(StatusJson.fields(status));
            backups.add(fields);
        });
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("version", VERSION);
        fields.put("restore", proof(ledger.restore()));
        fields.put("key", proof(ledger.key()));
        fields.put("backups", backups);
        return Json.pretty(fields);
    }

    private static @Nullable Map<String, Object> proof(BackupLedger.@Nullable Proof proof) {
        return proof == null
                ? null
                : Map.of("at", proof.at(), "file", proof.file().value());
    }

    /** Empty for a text that is no ledger. */
    static Optional<BackupLedger> read(String text) {
        try {
            JsonObject fields = new JsonObject(Json.readObject(text));
            Map<BackupName, BackupStatus> expected = new TreeMap<>();
            fields.list("backups", one -> expected.put(new BackupName(one.text("file")), StatusJson.status(one)));
            return Optional.of(new BackupLedger(expected, proof(fields, "restore"), proof(fields, "key")));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static BackupLedger.@Nullable Proof proof(JsonObject fields, String name) {
        if (!fields.has(name)) {
            return null;
        }
        JsonObject proof = fields.object(name);
        return new BackupLedger.Proof(Instant.parse(proof.text("at")), new BackupName(proof.text("file")));
    }
}
