package dev.cartable.s3;

import static java.util.Objects.requireNonNull;

import com.github.davidmoten.aws.lw.client.HttpMethod;
import com.github.davidmoten.aws.lw.client.xml.XmlElement;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.Sidecar;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.OffsiteVault;
import dev.cartable.s3.S3Client.Answer;
import dev.cartable.s3.S3Client.Call;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies of backups in an object store that speaks S3, such as those of AWS, OVHcloud or MinIO. An archive is one object, with its hash
 * beside it ({@code NAME.sha256}, as {@code sha256sum} writes it); the restore log is the object {@code cartable.restore-log}. Uploads go by part; each part is sent with its MD5 and SHA-256, which
 * the server checks. Safe for use by several threads.
 */
public final class S3Vault implements OffsiteVault {
    /** The metadata with the hash of an archive, by which a copy is recognised. */
    static final String HASH = "x-amz-meta-sha256";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** An upload of another machine may be under way. */
    private static final Duration LEFTOVER = Duration.ofDays(1);

    /** How servers answer that know no versions. */
    private static final Set<Integer> WITHOUT_VERSIONS = Set.of(400, 405, 501);

    private final S3Settings settings;
    private final S3Client client;
    private final InstantSource time;

    /**
     * A place in an object store. The key is looked for when it is first needed.
     *
     * @param environment that of the process, in which the key may be: {@code AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY}
     */
    public S3Vault(S3Settings settings, Map<String, String> environment, InstantSource time) {
        this(settings, environment, time, duration -> Thread.sleep(duration.toMillis()), PATIENCE);
    }

    S3Vault(S3Settings settings, Map<String, String> environment, InstantSource time, Pause pause, Duration patience) {
        this.settings = requireNonNull(settings, "settings");
        Map<String, String> copy = Map.copyOf(environment);
        this.client = new S3Client(settings, () -> S3Credentials.find(settings.credentials(), copy), pause, patience);
        this.time = requireNonNull(time, "time");
    }

    @Override
    public String location() {
        return settings.location();
    }

    @Override
    public boolean readsBack() {
        return settings.isReadBack();
    }

    private String key(BackupName name) {
        return settings.prefix() + name.value();
    }

    private String sidecarKey(BackupName name) {
        return key(name) + Sidecar.SUFFIX;
    }

    @Override
    public List<BackupVault.Stored> list() {
        List<BackupVault.Stored> found = new ArrayList<>();
        String next = "";
        do {
            Call call = Call.of("list", HttpMethod.GET, "").with("list-type", "2");
            if (!settings.prefix().isEmpty()) {
                call = call.with("prefix", settings.prefix());
            }
            XmlElement page = client.call(next.isEmpty() ? call : call.with("continuation-token", next))
                    .xml();
            for (XmlElement one : page.childrenWithName("Contents")) {
                name(S3Client.text(one, "Key"))
                        .ifPresent(name -> found.add(new BackupVault.Stored(name, number(S3Client.text(one, "Size")))));
            }
            next = S3Client.text(page, "IsTruncated").equals("true")
                    ? S3Client.text(page, "NextContinuationToken")
                    : "";
        } while (!next.isEmpty());
        found.sort(Comparator.comparing(BackupVault.Stored::name));
        return found;
    }

    private Optional<BackupName> name(String key) {
        return key.startsWith(settings.prefix())
                ? BackupName.parse(key.substring(settings.prefix().length()))
                : Optional.empty();
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    @Override
    public boolean upload(Upload upload) throws IOException {
        boolean isConfirmed = new S3Upload(settings, client, key(upload.name()), upload).run();
        byte[] text = Sidecar.text(upload.sha256(), upload.name().value()).getBytes(StandardCharsets.UTF_8);
        client.call(Call.of("upload", HttpMethod.PUT, sidecarKey(upload.name()))
                .withHeader("Content-MD5", PartHash.of(text).base64())
                .withBody(text));
        return isConfirmed;
    }

    @Override
    public void read(BackupName name, OutputStream to) throws IOException {
        Call head = Call.of("read", HttpMethod.HEAD, key(name));
        Answer about = client.call(head);
        long bytes = number(about.header("Content-Length").orElse(""));
        String tag = about.header("ETag").orElse("");
        for (long at = 0; at < bytes; at += settings.partBytes()) {
            long last = Math.min(at + settings.partBytes(), bytes) - 1;
            Call call = Call.of("read", HttpMethod.GET, key(name)).withHeader("Range", "bytes=" + at + "-" + last);
            Answer part = client.call(tag.isEmpty() ? call : call.withHeader("If-Match", tag));
            if (part.body().length != last - at + 1) {
                throw client.failure(
                        "OFFSITE_DAMAGED", call, part.body().length + " bytes instead of " + (last - at + 1), null);
            }
            to.write(part.body());
        }
    }

    @Override
    public Optional<String> sidecar(BackupName name) {
        Call call = Call.of("read", HttpMethod.GET, sidecarKey(name));
        try {
            return Sidecar.hash(new String(client.call(call).body(), StandardCharsets.UTF_8), name.value());
        } catch (BackupException e) {
            if (e.code().equals("OFFSITE_MISSING")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Optional<Retained> delete(BackupName name) {
        Optional<Retained> retained = deleteObject(key(name));
        return retained.isPresent() ? retained : deleteObject(sidecarKey(name));
    }

    /** Where versions are kept, a plain deletion would only hide the object. */
    private Optional<Retained> deleteObject(String key) {
        for (@Nullable String version : versions(key)) {
            Call call = Call.of("delete", HttpMethod.DELETE, key);
            Answer answer = client.answer(version == null ? call : call.with("versionId", version));
            boolean isGone = answer.status() == 404;
            if (answer.isError() && !isGone) {
                BackupException refused = client.refused(call, answer);
                if (!refused.code().equals("OFFSITE_DENIED")) {
                    throw refused;
                }
                return Optional.of(new Retained(lockedUntil(key, version)));
            }
        }
        return Optional.empty();
    }

    /** The versions of an object, with the marks of deletions; a null for the object itself where there are none, or they cannot be seen. */
    private List<@Nullable String> versions(String key) {
        Call call = Call.of("list", HttpMethod.GET, "").with("versions", "").with("prefix", key);
        Answer answer = client.answer(call);
        List<@Nullable String> versions = new ArrayList<>();
        if (answer.isError()) {
            BackupException refused = client.refused(call, answer);
            if (refused.code().equals("OFFSITE_REFUSED") && !WITHOUT_VERSIONS.contains(answer.status())) {
                throw refused;
            }
        } else {
            for (XmlElement one : answer.xml().children()) {
                String id = S3Client.text(one, "VersionId");
                boolean isVersion = one.name().equals("Version") || one.name().equals("DeleteMarker");
                if (isVersion
                        && S3Client.text(one, "Key").equals(key)
                        && !id.isEmpty()
                        && !id.toLowerCase(Locale.ROOT).equals("null")) {
                    versions.add(id);
                }
            }
        }
        if (versions.isEmpty()) {
            versions.add(null);
        }
        return versions;
    }

    private @Nullable Instant lockedUntil(String key, @Nullable String version) {
        Call call = Call.of("read", HttpMethod.HEAD, key);
        Answer answer = client.answer(version == null ? call : call.with("versionId", version));
        return answer.header("x-amz-object-lock-retain-until-date")
                .map(S3Vault::instant)
                .orElse(null);
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Override
    public int abortUploads(Set<String> tokens) {
        Call call = Call.of("list", HttpMethod.GET, "").with("uploads", "");
        XmlElement page = client.call(settings.prefix().isEmpty() ? call : call.with("prefix", settings.prefix()))
                .xml();
        int aborted = 0;
        for (XmlElement one : page.childrenWithName("Upload")) {
            String key = S3Client.text(one, "Key");
            String id = S3Client.text(one, "UploadId");
            Instant begun = instant(S3Client.text(one, "Initiated"));
            boolean isOld = begun != null && begun.isBefore(time.instant().minus(LEFTOVER));
            if (isOld && name(key).isPresent() && !tokens.contains(id)) {
                boolean isAborted = !client.answer(
                                Call.of("abort", HttpMethod.DELETE, key).with("uploadId", id))
                        .isError();
                aborted += isAborted ? 1 : 0;
            }
        }
        return aborted;
    }

    private String restoreLogKey() {
        return settings.prefix() + "cartable.restore-log";
    }

    @Override
    public void saveRestoreLog(byte[] log) {
        client.call(Call.of("upload", HttpMethod.PUT, restoreLogKey())
                .withHeader("Content-MD5", PartHash.of(log).base64())
                .withBody(log));
    }

    @Override
    public Optional<byte[]> restoreLog() {
        try {
            return Optional.of(client.call(Call.of("read", HttpMethod.GET, restoreLogKey()))
                    .body());
        } catch (BackupException e) {
            if (e.code().equals("OFFSITE_MISSING")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Protection protection() {
        Answer versioning = client.answer(Call.of("read", HttpMethod.GET, "").with("versioning", ""));
        Answer lock = client.answer(Call.of("read", HttpMethod.GET, "").with("object-lock", ""));
        Setting isVersioned = versioning.isError()
                ? Setting.UNKNOWN
                : S3Client.text(versioning.xml(), "Status").equals("Enabled") ? Setting.ON : Setting.OFF;
        if (lock.isError()) {
            boolean isNone = lock.code().equals("ObjectLockConfigurationNotFoundError");
            return new Protection(isVersioned, isNone ? Setting.OFF : Setting.UNKNOWN, null);
        }
        XmlElement configuration = lock.xml();
        boolean isLocked = S3Client.text(configuration, "ObjectLockEnabled").equals("Enabled");
        return new Protection(isVersioned, isLocked ? Setting.ON : Setting.OFF, retention(configuration));
    }

    private static @Nullable String retention(XmlElement configuration) {
        for (XmlElement rule : configuration.childrenWithName("Rule")) {
            for (XmlElement of : rule.childrenWithName("DefaultRetention")) {
                String days = S3Client.text(of, "Days");
                String years = S3Client.text(of, "Years");
                return S3Client.text(of, "Mode") + (days.isEmpty() ? " " + years + " years" : " " + days + " days");
            }
        }
        return null;
    }
}
