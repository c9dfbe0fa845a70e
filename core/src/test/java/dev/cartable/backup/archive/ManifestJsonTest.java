package dev.cartable.backup.archive;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ManifestJsonTest {
    /** All of it is written; a fixture of it is in the archive {@code version-1.zip}. */
    private static final Manifest FULL = new Manifest(
            Instant.parse("2026-01-08T11:03:53.123Z"),
            ZoneId.of("Africa/Conakry"),
            "0.1",
            new Manifest.Database(
                    new DatabaseInfo(
                            "postgresql",
                            "17.2",
                            "école",
                            "UTF8",
                            "fr_FR.UTF-8",
                            Map.of("citext", "1.6"),
                            "pg_dump 17.2",
                            123,
                            "12",
                            "flyway 7"),
                    new DatabaseContents(Map.of("public.pupil", 3L), Map.of("public.pupil_id_seq", -1L), 2),
                    "database/postgresql.dump",
                    "database/references.tsv"),
            List.of(new Manifest.Media("media", 1, 5)),
            "abc",
            List.of(Finding.of(Code.NAME_CASE, "path", "a", "other", "A")),
            List.of(new Manifest.File(
                    "not-utf8/media/000001", 5, Instant.parse("2026-01-01T00:00:00Z"), "0".repeat(64), "e9")));

    private static String text(@Nullable HostKey key) {
        return new String(ManifestJson.write(FULL, key), StandardCharsets.UTF_8);
    }

    /** The text with a good checksum at its end. */
    private static byte[] sealed(String text) {
        String body = text.substring(0, text.lastIndexOf("  \"checksum\""));
        return (body + "  \"checksum\": \"" + Sha256.hex(body) + "\"\n}\n").getBytes(StandardCharsets.UTF_8);
    }

    private static List<Code> codes(byte[] json) {
        return ManifestJson.read(json, null).findings().stream()
                .map(Finding::code)
                .toList();
    }

    @Test
    void whatIsWrittenIsRead() {
        assertThat(ManifestJson.read(sealed(text(null)), null))
                .isEqualTo(new ManifestReading(java.util.Optional.of(FULL), List.of()));
    }

    @Test
    void aLaterVersionIsNotTakenForDamage() {
        assertThat(codes(sealed(text(null).replace("\"version\": 1,", "\"version\": 2,"))))
                .containsExactly(Code.MANIFEST_NEWER);
    }

    @Test
    void whatIsNoManifestIsDamage() {
        String text = text(null);
        for (byte[] json : List.of(
                new byte[0],
                "{}".getBytes(StandardCharsets.UTF_8),
                text.replace("\"size\":5", "\"size\":6").getBytes(StandardCharsets.UTF_8),
                sealed(text.replace("\"size\":5", "\"size\":-5")),
                sealed(text.replace("\"size\":5", "\"size\":\"5\"")),
                sealed(text.replace("cartable-backup", "another")),
                sealed(text.replace("\"zone\": \"Africa/Conakry\"", "\"zone\": \"Africa/Nowhere\"")),
                sealed(text.replace("\"files\": [", "\"files\": [],\n  \"files\": [")),
                sealed(text.replace("\"media\": ", "\"mac\": \"x\",\n  \"media\": ")))) {
            assertThat(codes(json)).as(new String(json, StandardCharsets.UTF_8)).containsExactly(Code.MANIFEST_DAMAGED);
        }
    }

    /** A finding that a later release has added, and a field, change nothing. */
    @Test
    void whatIsNotKnownIsPassedOver() {
        String text = text(null)
                .replace("NAME_CASE", "SOMETHING_LATER")
                .replace("\"zone\": ", "\"later\": {\"x\": [1.5, true]},\n  \"zone\": ");

        assertThat(ManifestJson.read(sealed(text), null).manifest())
                .hasValueSatisfying(manifest -> assertThat(manifest.findings()).isEmpty());
    }

    @Test
    void theSchemaDescribesEveryField() throws IOException {
        JsonObject schema;
        try (InputStream in = requireNonNull(ManifestJson.class.getResourceAsStream("manifest-1.schema.json"))) {
            schema = new JsonObject(Json.readObject(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
        JsonObject properties = schema.object("properties");
        JsonObject written = new JsonObject(Json.readObject(text(HostKey.random())));

        assertThat(written.fields().keySet()).isEqualTo(properties.fields().keySet());
        assertThat(written.object("database").fields().keySet())
                .isEqualTo(properties
                        .object("database")
                        .object("properties")
                        .fields()
                        .keySet());
        for (String list : List.of("media", "findings", "files")) {
            assertThat(written.list(list, JsonObject::fields).get(0).keySet())
                    .isEqualTo(properties
                            .object(list)
                            .object("items")
                            .object("properties")
                            .fields()
                            .keySet());
        }
    }

    /** It was written by the first release of this version of the format, and can be read for ever. */
    @Test
    void anArchiveOfVersion1IsRead() throws Exception {
        Path archive = Path.of(requireNonNull(getClass().getResource("/dev/cartable/backup/version-1.zip"))
                .toURI());
        HostKey key = HostKey.of("a key that only this fixture uses".getBytes(StandardCharsets.UTF_8));
        try (var reader = new ZipFormat().open(archive)) {
            assertThat(reader.manifest(key).findings()).isEmpty();
            assertThat(reader.manifest(key).manifest()).hasValueSatisfying(manifest -> {
                assertThat(manifest.counts().rows()).isEqualTo(1050);
                assertThat(manifest.files()).extracting(Manifest.File::path).isEqualTo(reader.names());
            });
            try (InputStream in = reader.content("media/media/payment_receipts/2026/01/prénom.txt")) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("bonjour\n");
            }
        }
    }
}
