package dev.cartable.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.port.OffsiteVault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server, a line or a key may do to an upload and a download. */
class S3FaultTest {
    private static final BackupName NAME = new BackupName("school_backup_20260108_110353.zip.age");
    private static final int BYTES = 2 * S3Settings.LEAST_PART + 12_345;

    private final ScriptedS3 store = new ScriptedS3();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-08T11:03:53Z");
    private Path file = Path.of("");

    @BeforeEach
    void write(@TempDir Path folder) throws IOException {
        byte[] content = new byte[BYTES];
        new Random(1).nextBytes(content);
        file = Files.write(folder.resolve("archive"), content);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private S3Vault vault(String more) {
        return vault(more, Duration.ofSeconds(30));
    }

    private S3Vault vault(String more, Duration patience) {
        return new S3Vault(S3Settings.parse(store.url() + more), ScriptedS3.KEY, () -> now, pauses::add, patience);
    }

    private boolean upload(@Nullable String token) throws IOException {
        return vault("").upload(new OffsiteVault.Upload(NAME, file, sha256(), token, false, tokens::add, done -> {}));
    }

    private String sha256() throws IOException {
        return HexFormat.of().formatHex(PartHash.digest("SHA-256").digest(Files.readAllBytes(file)));
    }

    private BackupException refused(@Nullable String token) {
        try {
            upload(token);
        } catch (BackupException e) {
            return e;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it succeeded");
    }

    private void assertWhole() throws IOException {
        assertThat(store.content(NAME.value())).isEqualTo(Files.readAllBytes(file));
        assertThat(store.unfinished()).isZero();
    }

    private long count(String operation) {
        return store.requests().stream().filter(operation::equals).count();
    }

    /** Strikes so many times. */
    private static ScriptedS3.Fault times(int times, String operation, ScriptedS3.Fault fault) {
        AtomicInteger left = new AtomicInteger(times);
        return request -> request.operation().equals(operation) && left.getAndDecrement() > 0 && fault.strikes(request);
    }

    @Test
    void aBusyServerIsAskedAgainWhenItSays() throws IOException {
        store.fault(times(2, "PUT part", request -> request.answer(503, "SlowDown", "Retry-After", "7")));

        assertThat(upload(null)).isTrue();

        assertWhole();
        assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
    }

    @Test
    void noServerIsWaitedForForEver() {
        store.fault(request -> request.answer(503, "SlowDown", "Retry-After", "86400"));

        assertThat(refused(null).code()).isEqualTo("OFFSITE_BUSY");

        assertThat(pauses).hasSize(4).allMatch(Duration.ofSeconds(60)::equals);
    }

    @Test
    void aLineThatIsCutInAPartSendsThatPartAgain() throws IOException {
        store.fault(times(3, "PUT part", ScriptedS3.Request::cut));

        assertThat(upload(null)).isTrue();

        assertWhole();
        assertThat(count("PUT part")).isEqualTo(6);
    }

    @Test
    void anUploadThatWasCutOffIsContinuedWithThePartsThatAreMissing() throws IOException {
        AtomicInteger parts = new AtomicInteger();
        store.fault(request -> request.operation().equals("PUT part") && parts.incrementAndGet() > 2 && request.cut());
        assertThat(refused(null).code()).isEqualTo("OFFSITE_UNREACHABLE");
        store.fault(request -> false);
        long sent = count("PUT part");

        assertThat(upload(tokens.get(0))).isTrue();

        assertWhole();
        assertThat(count("PUT part") - sent).as("parts sent by the second run").isEqualTo(1);
        assertThat(tokens).hasSize(1);
    }

    @Test
    void aPartThatTheServerHasOtherwiseIsSentAgain() throws IOException {
        AtomicInteger parts = new AtomicInteger();
        store.fault(request -> request.operation().equals("PUT part") && parts.incrementAndGet() > 2 && request.cut());
        refused(null);
        store.fault(request -> false);
        byte[] content = Files.readAllBytes(file);
        content[3]++;
        Files.write(file, content);

        assertThat(upload(tokens.get(0))).isTrue();

        assertWhole();
    }

    @Test
    void aServerThatLiesAboutAPartIsNotBelieved() {
        String lie = "\"" + "0".repeat(32) + "\"";
        store.fault(request -> request.operation().equals("PUT part") && request.answer(200, "", "ETag", lie));

        BackupException refused = refused(null);

        assertThat(refused.code()).isEqualTo("OFFSITE_DAMAGED");
        assertThat(count("PUT part")).as("attempts").isEqualTo(3);
        assertThat(count("POST upload")).as("put together").isZero();
    }

    @Test
    void aServerThatLiesAboutTheWholeIsNotBelieved() {
        store.fault(request -> {
            if (!request.operation().equals("POST upload")) {
                return false;
            }
            byte[] xml =
                    ("<R><ETag>" + "0".repeat(32) + "-3</ETag></R>").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            request.exchange().sendResponseHeaders(200, xml.length);
            request.exchange().getResponseBody().write(xml);
            return true;
        });

        assertThat(refused(null).code()).isEqualTo("OFFSITE_DAMAGED");
    }

    @Test
    void aTagThatIsNoHashSaysNothing() throws IOException {
        store.fault(request -> request.operation().equals("POST upload") && request.answer(200, ""));

        assertThat(upload(null)).as("confirmed").isFalse();
    }

    @Test
    void anErrorInASuccessIsAnError() {
        store.fault(request -> request.operation().equals("POST upload") && request.answer(200, "InternalError"));

        assertThat(refused(null).code()).isEqualTo("OFFSITE_BUSY");
    }

    @Test
    void anUploadWhoseEndWasNotSeenIsFoundThere() throws IOException {
        store.fault(times(1, "POST upload", request -> {
            store.fault(again -> false);
            byte[] content = Files.readAllBytes(file);
            store.put(NAME.value(), content);
            return request.answer(404, "NoSuchUpload");
        }));

        assertThatCode(() -> upload(null)).doesNotThrowAnyException();
        assertThat(store.content(NAME.value())).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void anAnswerThatDoesNotComeIsNotWaitedFor() {
        CountDownLatch end = new CountDownLatch(1);
        store.fault(request -> {
            if (request.operation().equals("POST uploads")) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return false;
        });

        assertThatThrownBy(() -> vault("", Duration.ofMillis(150))
                        .upload(new OffsiteVault.Upload(NAME, file, sha256(), null, false, tokens::add, done -> {})))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo("OFFSITE_UNREACHABLE"));
        end.countDown();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectIsNotFollowed(int status) {
        try (ScriptedS3 other = new ScriptedS3()) {
            store.fault(request -> request.answer(
                    status,
                    "PermanentRedirect",
                    "Location",
                    other.endpoint() + "/",
                    "x-amz-bucket-region",
                    "eu-west-3"));

            BackupException refused = refused(null);

            assertThat(refused.code()).isEqualTo("OFFSITE_REDIRECTED");
            assertThat(refused.facts().get("detail")).contains("eu-west-3");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void aDownloadGoesOnWhereTheLineWasCut() throws IOException {
        upload(null);
        store.fault(times(2, "GET object", ScriptedS3.Request::cut));
        ByteArrayOutputStream read = new ByteArrayOutputStream();

        vault("").read(NAME, read);

        assertThat(read.toByteArray()).isEqualTo(Files.readAllBytes(file));
        assertThat(count("GET object")).isEqualTo(5);
    }

    @Test
    void aCopyThatIsReplacedWhileItIsReadIsNotPutTogetherFromTwo() throws IOException {
        upload(null);
        AtomicInteger parts = new AtomicInteger();
        store.fault(request -> {
            if (request.operation().equals("GET object") && parts.incrementAndGet() == 2) {
                store.put(NAME.value(), new byte[BYTES]);
            }
            return false;
        });

        assertThatThrownBy(() -> vault("").read(NAME, new ByteArrayOutputStream()))
                .isInstanceOfSatisfying(
                        BackupException.class,
                        e -> assertThat(e.facts().get("detail")).isEqualTo("412 PreconditionFailed"));

        assertThat(parts).hasValue(2);
    }

    @Test
    void aKeyThatMayOnlyWriteUploads() throws IOException {
        store.deny("GET", "HEAD", "DELETE");

        upload(null);

        assertWhole();
        assertThatThrownBy(() -> vault("").read(NAME, new ByteArrayOutputStream()))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo("OFFSITE_DENIED"));
        assertThat(vault("").delete(NAME)).contains(new OffsiteVault.Retained(null));
        assertThat(vault("").protection().lock()).isEqualTo(OffsiteVault.Setting.UNKNOWN);
    }

    @Test
    void aLockedCopyIsRetained() throws IOException {
        upload(null);
        Instant until = Instant.parse("2026-02-08T00:00:00Z");
        store.lock(until);

        assertThat(vault("").delete(NAME)).contains(new OffsiteVault.Retained(until));

        assertWhole();
        assertThat(vault("").protection())
                .isEqualTo(new OffsiteVault.Protection(
                        OffsiteVault.Setting.ON, OffsiteVault.Setting.ON, "COMPLIANCE 30 days"));
    }

    @Test
    void whatUploadsHaveLeftIsRemovedWhenItIsADayOld() {
        store.fault(request -> request.operation().equals("PUT part") && request.cut());
        refused(null);
        refused(null);
        store.fault(request -> false);
        assertThat(store.unfinished()).isEqualTo(2);
        store.beginUploadsAt(now.minus(Duration.ofHours(23)));
        assertThat(vault("").abortUploads(Set.of())).isZero();

        now = now.plus(Duration.ofHours(2));

        assertThat(vault("").abortUploads(Set.of(tokens.get(0)))).isEqualTo(1);
        assertThat(store.unfinished()).isEqualTo(1);
    }

    @Test
    void anUploadIsAsFastAsItMayBe() throws IOException {
        S3Vault slow = vault("&rate=1MB");

        slow.upload(new OffsiteVault.Upload(NAME, file, sha256(), null, false, tokens::add, done -> {}));

        assertWhole();
        Duration all = pauses.stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(all).isBetween(Duration.ofMillis(10_400), Duration.ofMillis(10_700));
    }

    @Test
    void noErrorShowsTheKey() {
        store.fault(request -> request.answer(403, "InvalidAccessKeyId"));

        BackupException refused = refused(null);

        assertThat(refused.code()).isEqualTo("OFFSITE_REFUSED");
        StringWriter trace = new StringWriter();
        refused.printStackTrace(new PrintWriter(trace));
        assertThat(trace + refused.facts().toString())
                .contains("InvalidAccessKeyId")
                .doesNotContain("AKIATESTKEYID")
                .doesNotContain("very/secret");
    }

    @Test
    void aPrivateAddressThatIsNotConfiguredIsNotAsked() {
        // A bucket whose name is put before a server that was not given.
        S3Vault vault = new S3Vault(
                S3Settings.parse("s3://school-backups/?region=eu-west-3"),
                ScriptedS3.KEY,
                () -> now,
                pauses::add,
                Duration.ofSeconds(5));

        assertThat(S3Settings.parse("s3://school-backups/?region=eu-west-3").base())
                .hasToString("https://school-backups.s3.eu-west-3.amazonaws.com");
        assertThat(vault.location()).isEqualTo("s3://school-backups/");
        assertThatThrownBy(
                        () -> new S3Http(S3Settings.parse("s3://school-backups/"), pauses::add, Duration.ofSeconds(5))
                                .request(store.endpoint().toURL(), "GET", Map.of(), null, 0, 0))
                .isInstanceOf(S3Http.ForbiddenAddressException.class);
        assertThat(store.requests()).isEmpty();
        assertThatThrownBy(() -> new S3Vault(
                                S3Settings.parse("s3://school-backups/?endpoint=http://192.88.0.1"),
                                ScriptedS3.KEY,
                                () -> now,
                                pauses::add,
                                Duration.ofSeconds(5))
                        .list())
                .isInstanceOfSatisfying(
                        BackupException.class,
                        e -> assertThat(e.facts().get("detail")).contains("http does not encrypt"));
    }
}
