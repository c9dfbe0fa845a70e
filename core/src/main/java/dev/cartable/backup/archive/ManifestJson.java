package dev.cartable.backup.archive;

import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.port.ArchiveFormat.ManifestReading;
import dev.cartable.internal.json.Json;
import dev.cartable.internal.json.JsonObject;
import dev.cartable.work.HostKey;
import dev.cartable.work.internal.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The manifest as JSON, described by the resource {@code manifest-1.schema.json} of this package. Each field stands in a line of its own. The last
 * line but one is {@code "checksum"}, the SHA-256 of all bytes before that line. Where there is a key, the line before it is {@code
 * "mac"}: an HMAC of the SHA-256 of all bytes before the line of the MAC.
 */
final class ManifestJson {
    private static final String FORMAT = "cartable-backup";
    private static final String PURPOSE = "backup.manifest";
    private static final int HEX = 64;
    private static final byte[] CHECKSUM = utf8("  \"checksum\": \"");
    private static final byte[] CHECKSUM_END = utf8("\"\n}\n");
    private static final byte[] MAC = utf8("  \"mac\": \"");
    private static final byte[] MAC_END = utf8("\",\n");

    private ManifestJson() {}

    static byte[] write(Manifest manifest, @Nullable HostKey key) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        out.writeBytes(utf8("{\n"));
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("format", FORMAT);
        fields.put("version", Manifest.VERSION);
        fields.put("createdAt", manifest.createdAt());
        fields.put("zone", manifest.zone().getId());
        fields.put("product", manifest.product());
        fields.put("hostKeyCheck", manifest.hostKeyCheck());
        fields.put("database", manifest.database() == null ? null : database(manifest.database()));
        fields.put("media", manifest.media());
        fields.put("findings", manifest.findings());
        fields.forEach((name, value) -> out.writeBytes(utf8("  " + Json.text(name) + ": " + Json.text(value) + ",\n")));
        out.writeBytes(utf8("  \"files\": ["));
        String comma = "\n    ";
        for (Manifest.File file : manifest.files()) {
            out.writeBytes(utf8(comma + Json.text(file(file))));
            comma = ",\n    ";
        }
        out.writeBytes(utf8("\n  ],\n"));
        if (key != null) {
            String mac = mac(key.all().get(0), out.toByteArray(), out.size());
            out.writeBytes(MAC);
            out.writeBytes(utf8(mac));
            out.writeBytes(MAC_END);
        }
        String checksum = sha256(out.toByteArray(), out.size());
        out.writeBytes(CHECKSUM);
        out.writeBytes(utf8(checksum));
        out.writeBytes(CHECKSUM_END);
        return out.toByteArray();
    }

    private static Map<String, @Nullable Object> database(Manifest.Database database) {
        DatabaseInfo info = database.info();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("path", database.path());
        fields.put("references", database.references());
        fields.put("kind", info.kind());
        fields.put("version", info.version());
        fields.put("name", info.name());
        fields.put("encoding", info.encoding());
        fields.put("collation", info.collation());
        fields.put("extensions", info.extensions());
        fields.put("tool", info.tool());
        fields.put("bytes", info.bytes());
        fields.put("schemaVersion", info.schemaVersion());
        fields.put("hostMigration", info.hostMigration());
        fields.put("rows", database.contents().rows());
        fields.put("sequences", database.contents().sequences());
        fields.put("largeObjects", database.contents().largeObjects());
        return fields;
    }

    private static Map<String, @Nullable Object> file(Manifest.File file) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("path", file.path());
        fields.put("size", file.size());
        fields.put("modified", file.modified());
        fields.put("sha256", file.sha256());
        if (file.nameHex() != null) {
            fields.put("nameHex", file.nameHex());
        }
        return fields;
    }

    /** Reads a manifest and checks its version, its checksum and its MAC. */
    static ManifestReading read(byte[] json, @Nullable HostKey key) {
        List<Finding> findings = new ArrayList<>();
        int end = checksumLine(json);
        if (end < 0) {
            return damaged("it does not end with its checksum");
        }
        if (!equal(sha256(json, end), json, end + CHECKSUM.length)) {
            return damaged("its checksum is another");
        }
        int macLine = end - MAC.length - HEX - MAC_END.length;
        boolean signed =
                macLine >= 0 && startsWith(json, macLine, MAC) && startsWith(json, end - MAC_END.length, MAC_END);
        List<Manifest.File> files = new ArrayList<>();
        Map<String, @Nullable Object> fields;
        try {
            fields = Json.readObject(json, "files", element -> files.add(file(JsonObject.of(element))));
            if (!FORMAT.equals(fields.get("format"))) {
                return damaged("it is the manifest of another program");
            }
            if (!(fields.get("version") instanceof Long version) || version < 1) {
                return damaged("it has no version");
            }
            if (version > Manifest.VERSION) {
                return new ManifestReading(
                        Optional.empty(),
                        List.of(Finding.of(
                                Code.MANIFEST_NEWER,
                                "version",
                                version.toString(),
                                "known",
                                Integer.toString(Manifest.VERSION))));
            }
            if (signed != (fields.get("mac") instanceof String)) {
                return damaged("its MAC is not in its place");
            }
            findings.addAll(checkMac(json, signed ? macLine : -1, key));
            return new ManifestReading(Optional.of(manifest(new JsonObject(fields), files)), findings);
        } catch (IllegalArgumentException | DateTimeException e) {
            return damaged("it is not written as a manifest is");
        }
    }

    private static List<Finding> checkMac(byte[] json, int macLine, @Nullable HostKey key) {
        if (macLine < 0) {
            return key == null ? List.of() : List.of(Finding.of(Code.MAC_MISSING));
        }
        if (key == null) {
            return List.of(Finding.of(Code.MAC_NOT_CHECKED));
        }
        return key.all().stream().anyMatch(one -> equal(mac(one, json, macLine), json, macLine + MAC.length))
                ? List.of()
                : List.of(Finding.of(Code.MANIFEST_FORGED));
    }

    private static Manifest manifest(JsonObject fields, List<Manifest.File> files) {
        return new Manifest(
                Instant.parse(fields.text("createdAt")),
                ZoneId.of(fields.text("zone")),
                fields.text("product"),
                fields.has("database") ? database(fields.object("database")) : null,
                fields.list(
                        "media",
                        one -> new Manifest.Media(one.text("name"), natural(one, "files"), natural(one, "bytes"))),
                fields.textOrNull("hostKeyCheck"),
                fields.list("findings", ManifestJson::finding).stream()
                        .flatMap(Optional::stream)
                        .toList(),
                files);
    }

    /** A code that a later release has added to this version of the format is not known here, and changes nothing else. */
    private static Optional<Finding> finding(JsonObject fields) {
        String name = fields.text("code");
        Map<String, String> facts = fields.map("facts", String.class);
        return Arrays.stream(Code.values())
                .filter(code -> code.name().equals(name))
                .findFirst()
                .map(code -> new Finding(code, facts));
    }

    private static Manifest.Database database(JsonObject fields) {
        DatabaseInfo info = new DatabaseInfo(
                fields.text("kind"),
                fields.text("version"),
                fields.text("name"),
                fields.text("encoding"),
                fields.text("collation"),
                fields.map("extensions", String.class),
                fields.text("tool"),
                natural(fields, "bytes"),
                fields.textOrNull("schemaVersion"),
                fields.textOrNull("hostMigration"));
        DatabaseContents contents = new DatabaseContents(
                fields.map("rows", Long.class), fields.map("sequences", Long.class), natural(fields, "largeObjects"));
        return new Manifest.Database(info, contents, fields.text("path"), fields.textOrNull("references"));
    }

    private static Manifest.File file(JsonObject fields) {
        return new Manifest.File(
                fields.text("path"),
                natural(fields, "size"),
                Instant.parse(fields.text("modified")),
                fields.text("sha256"),
                fields.textOrNull("nameHex"));
    }

    private static long natural(JsonObject fields, String name) {
        long number = fields.number(name);
        if (number < 0) {
            throw new IllegalArgumentException(name + " is negative");
        }
        return number;
    }

    private static ManifestReading damaged(String reason) {
        return new ManifestReading(Optional.empty(), List.of(Finding.of(Code.MANIFEST_DAMAGED, "reason", reason)));
    }

    /** Where the line of the checksum begins; -1 if the manifest does not end with one. */
    private static int checksumLine(byte[] json) {
        int start = json.length - CHECKSUM_END.length - HEX - CHECKSUM.length;
        return start > 0
                        && startsWith(json, start, CHECKSUM)
                        && startsWith(json, json.length - CHECKSUM_END.length, CHECKSUM_END)
                ? start
                : -1;
    }

    private static boolean startsWith(byte[] json, int at, byte[] part) {
        return Arrays.equals(json, at, at + part.length, part, 0, part.length);
    }

    private static boolean equal(String hex, byte[] json, int at) {
        return MessageDigest.isEqual(utf8(hex), Arrays.copyOfRange(json, at, at + HEX));
    }

    private static String mac(HostKey key, byte[] json, int length) {
        return key.hmac(PURPOSE, sha256(json, length));
    }

    private static String sha256(byte[] bytes, int length) {
        MessageDigest digest = Sha256.begin();
        digest.update(bytes, 0, length);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
