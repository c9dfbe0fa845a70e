package dev.cartable.backup.directory;

import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.Depth;
import dev.cartable.internal.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known about an archive, as JSON. */
final class StatusJson {
    private StatusJson() {}

    static String write(BackupStatus status) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("state", status.state());
        fields.put("depth", status.depth());
        fields.put("verifiedAt", status.verifiedAt());
        fields.put("createdAt", status.createdAt());
        fields.put("sha256", status.sha256());
        fields.put("bytes", status.bytes());
        fields.put("database", status.database());
        fields.put("hasMedia", status.hasMedia());
        fields.put("acceptance", status.acceptance());
        return Json.pretty(fields);
    }

    /** Empty for a text that says nothing: then the archive counts as never verified. */
    static Optional<BackupStatus> read(String text) {
        try {
            Map<?, ?> fields = Json.readObject(text);
            return Optional.of(new BackupStatus(
                    BackupState.valueOf((String) fields.get("state")),
                    Depth.valueOf((String) fields.get("depth")),
                    Instant.parse((String) fields.get("verifiedAt")),
                    Instant.parse((String) fields.get("createdAt")),
                    (String) fields.get("sha256"),
                    (Long) fields.get("bytes"),
                    (String) fields.get("database"),
                    (Boolean) fields.get("hasMedia"),
                    fields.get("acceptance") instanceof Map<?, ?> acceptance
                            ? new BackupStatus.Acceptance(
                                    Instant.parse((String) acceptance.get("at")), (String) acceptance.get("reason"))
                            : null));
        } catch (IllegalArgumentException | ClassCastException | NullPointerException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
