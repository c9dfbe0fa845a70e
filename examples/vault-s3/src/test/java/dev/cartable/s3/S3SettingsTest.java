package dev.cartable.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.davidmoten.aws.lw.client.Credentials;
import dev.cartable.backup.model.BackupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text form of a place in S3, and its key. */
class S3SettingsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aPlaceIsReadFromItsText() {
        S3Settings settings =
                S3Settings.parse("s3://lycee-backups/conakry/2026?endpoint=https://s3.gra.io.cloud.ovh.net:443"
                        + "&region=gra&rate=500KB&part=16MB&check=checksum&credentials=key");

        assertThat(settings.prefix()).isEqualTo("conakry/2026/");
        assertThat(settings.base()).hasToString("https://s3.gra.io.cloud.ovh.net/lycee-backups");
        assertThat(settings.bytesPerSecond()).isEqualTo(500_000);
        assertThat(settings.partBytes()).isEqualTo(16 << 20);
        assertThat(settings.isReadBack()).isFalse();
        assertThat(settings.location()).isEqualTo("s3://lycee-backups/conakry/2026/ (https://s3.gra.io.cloud.ovh.net)");
        assertThat(S3Settings.parse("s3://a.b.c").base()).hasToString("https://s3.us-east-1.amazonaws.com/a.b.c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://",
                "s3:bucket",
                "s3://id:secret@bucket/p",
                "s3://bucket/p?key=secret",
                "s3://bucket/../p",
                "s3://bucket/a b",
                "s3://BUCKET/p",
                "s3://bucket/p?endpoint=ftp://secret",
                "s3://bucket/p?endpoint=https://id:secret@host",
                "s3://bucket/p?endpoint=https://host/path",
                "s3://bucket/p?endpoint=https://192.168.1.300",
                "s3://bucket/p?part=1MB",
                "s3://bucket/p?rate=fast",
                "s3://bucket/p?check=none",
                "s3://bucket/p?region=a&region=b",
                "s3://169.254.169.254#/p"
            })
    void whatDoesNotFitIsRefusedWithoutItsSecrets(String text) {
        assertThatThrownBy(() -> S3Settings.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("id:secret");
    }

    @Test
    void theKeyIsThatOfTheFileOrOfTheEnvironment() throws IOException {
        Path file = folder.resolve("credentials");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file,
                "[other]\naws_access_key_id = no\n[default]\naws_access_key_id = id\naws_secret_access_key=secret\n");

        Credentials ofFile = S3Credentials.find(file, ScriptedS3.KEY);
        Credentials shared = S3Credentials.find(null, Map.of("AWS_SHARED_CREDENTIALS_FILE", file.toString()));

        assertThat(ofFile.accessKey()).isEqualTo("id");
        assertThat(ofFile.secretKey()).isEqualTo("secret");
        assertThat(shared.accessKey()).isEqualTo("id");
        assertThat(S3Credentials.find(null, ScriptedS3.KEY).accessKey()).isEqualTo("AKIATESTKEYID");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertCode("OFFSITE_KEY_OPEN", file);
        assertCode("OFFSITE_NO_KEY", folder.resolve("none"));
    }

    private static void assertCode(String code, Path file) {
        assertThatThrownBy(() -> S3Credentials.find(file, Map.of()))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
