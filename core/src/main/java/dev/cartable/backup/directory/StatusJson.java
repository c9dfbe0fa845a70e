package dev.cartable.backup.directory;

import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Manifest;
import dev.cartable.internal.json.Json;
import dev.cartable.internal.json.JsonObject;
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
        return Json.pretty(fields(status));
    }

    static Map<String, @Nullable Object> fields(BackupStatus status) {
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
        fields.put("totals", status.totals());
        return fields;
    }

    /** Empty for a text that says nothing: then the archive counts as never verified. */
    static Optional<BackupStatus> read(String text) {
        try {
            return Optional.of(status(new JsonObject(Json.readObject(text))));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads the fields.
     *
     * @throws IllegalArgumentException or {@link DateTimeException} if they say nothing
     */
    static BackupStatus status(JsonObject fields) {
        return new BackupStatus(
                BackupState.valueOf(fields.text("state")),
                Depth.valueOf(fields.text("depth")),
                Instant.parse(fields.text("verifiedAt")),
                Instant.parse(fields.text("createdAt")),
                fields.text("sha256"),
                fields.number("bytes"),
                fields.textOrNull("database"),
                fields.truth("hasMedia"),
                fields.has("acceptance") ? acceptance(fields.object("acceptance")) : null,
                fields.has("totals") ? totals(fields.object("totals")) : null);
    }

    private static BackupStatus.Totals totals(JsonObject fields) {
        return new BackupStatus.Totals(
                fields.number("rows"),
                fields.list(
                        "media",
                        one -> new Manifest.Media(one.text("name"), one.number("files"), one.number("bytes"))));
    }

    private static BackupStatus.Acceptance acceptance(JsonObject fields) {
        return new BackupStatus.Acceptance(Instant.parse(fields.text("at")), fields.text("reason"));
    }
}
