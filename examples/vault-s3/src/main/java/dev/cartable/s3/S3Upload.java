package dev.cartable.s3;

import com.github.davidmoten.aws.lw.client.HttpMethod;
import com.github.davidmoten.aws.lw.client.xml.XmlElement;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.port.OffsiteVault.Upload;
import dev.cartable.s3.S3Client.Answer;
import dev.cartable.s3.S3Client.Call;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The upload of one archive, part by part. Parts that the server has already are not sent again. */
final class S3Upload {
    /** S3 takes 10,000. */
    private static final int MOST_PARTS = 9_000;

    private static final int ATTEMPTS = 3;

    private final S3Client client;
    private final String key;
    private final Upload upload;
    private final long bytes;
    private final int partBytes;

    S3Upload(S3Settings settings, S3Client client, String key, Upload upload) throws IOException {
        this.client = client;
        this.key = key;
        this.upload = upload;
        this.bytes = Files.size(upload.file());
        long least = (bytes + MOST_PARTS - 1) / MOST_PARTS;
        this.partBytes = (int) Math.max(settings.partBytes(), least);
    }

    /** A part that the server has. */
    private record Part(String tag, long bytes) {}

    /** Returns whether the server's checksum of the whole is that of the archive. */
    boolean run() throws IOException {
        if (!upload.replaces() && isThere()) {
            return isConfirmed();
        }
        String id = upload.token();
        Map<Integer, Part> there = id == null ? Map.of() : parts(id).orElse(Map.of());
        if (id == null || there.isEmpty()) {
            if (id != null) {
                abort(id);
            }
            id = begin();
            upload.begun().accept(id);
        }
        return send(id, there);
    }

    /**
     * Whether the server has this archive under its name, from an upload whose end was not noticed.
     *
     * @throws BackupException of the code {@code OFFSITE_TAKEN} if it has another one
     */
    private boolean isThere() {
        Call call = Call.of("upload", HttpMethod.HEAD, key);
        Answer about = client.answer(call);
        if (about.isError()) {
            return false; // not there, or the credentials may only write
        }
        boolean isSame = about.header(S3Vault.HASH).equals(Optional.of(upload.sha256()))
                && about.header("Content-Length").equals(Optional.of(Long.toString(bytes)));
        if (!isSame) {
            throw client.failure("OFFSITE_TAKEN", call, upload.name().value(), null);
        }
        return true;
    }

    private boolean isConfirmed() throws IOException {
        Answer about = client.answer(Call.of("upload", HttpMethod.HEAD, key));
        String tag = PartHash.plain(about.header("ETag").orElse(""));
        return !about.isError() && tag.equals(PartHash.whole(hashes()));
    }

    private List<PartHash> hashes() throws IOException {
        List<PartHash> parts = new ArrayList<>();
        try (InputStream in = Files.newInputStream(upload.file())) {
            for (byte[] part = in.readNBytes(partBytes); part.length > 0; part = in.readNBytes(partBytes)) {
                parts.add(PartHash.of(part));
            }
        }
        return parts;
    }

    private String begin() {
        Call call =
                Call.of("upload", HttpMethod.POST, key).with("uploads", "").withHeader(S3Vault.HASH, upload.sha256());
        String id = S3Client.text(client.call(call).xml(), "UploadId");
        if (id.isEmpty()) {
            throw client.failure("OFFSITE_REFUSED", call, "no upload id", null);
        }
        return id;
    }

    /** The parts that the server has of an upload; empty if there is no such upload, or the credentials may not see it. */
    private Optional<Map<Integer, Part>> parts(String id) {
        Map<Integer, Part> parts = new TreeMap<>();
        String next = "";
        do {
            Call call = Call.of("upload", HttpMethod.GET, key).with("uploadId", id);
            Answer answer = client.answer(next.isEmpty() ? call : call.with("part-number-marker", next));
            if (answer.isError()) {
                return Optional.empty();
            }
            XmlElement page = answer.xml();
            for (XmlElement one : page.childrenWithName("Part")) {
                parts.put(
                        Integer.parseInt(S3Client.text(one, "PartNumber")),
                        new Part(
                                PartHash.plain(S3Client.text(one, "ETag")),
                                Long.parseLong(S3Client.text(one, "Size"))));
            }
            next = S3Client.text(page, "IsTruncated").equals("true") ? S3Client.text(page, "NextPartNumberMarker") : "";
        } while (!next.isEmpty());
        return Optional.of(parts);
    }

    private boolean send(String id, Map<Integer, Part> there) throws IOException {
        MessageDigest whole = PartHash.digest("SHA-256");
        List<PartHash> hashes = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        long done = 0;
        try (InputStream in = Files.newInputStream(upload.file())) {
            for (byte[] part = in.readNBytes(partBytes); part.length > 0; part = in.readNBytes(partBytes)) {
                whole.update(part);
                PartHash hash = PartHash.of(part);
                hashes.add(hash);
                Part known = there.get(hashes.size());
                tags.add(
                        known != null
                                        && known.bytes() == part.length
                                        && known.tag().equals(hash.hex())
                                ? known.tag()
                                : put(id, hashes.size(), part, hash));
                done += part.length;
                upload.progress().accept(done);
            }
        }
        String sha256 = HexFormat.of().formatHex(whole.digest());
        if (!sha256.equals(upload.sha256())) {
            abort(id);
            throw new BackupException(
                    "INVALID_BACKUP",
                    Map.of(
                            "file",
                            upload.name().value(),
                            "finding",
                            "SIDECAR_MISMATCH",
                            "expected",
                            upload.sha256(),
                            "actual",
                            sha256),
                    "the backup " + upload.name() + " has another hash than when it was verified; it was not uploaded");
        }
        return complete(id, hashes, tags);
    }

    /** Sends a part until the server has it as it was sent. */
    private String put(String id, int number, byte[] part, PartHash hash) {
        Call call = Call.of("upload", HttpMethod.PUT, key)
                .with("partNumber", Integer.toString(number))
                .with("uploadId", id)
                .withHeader("Content-MD5", hash.base64())
                .withBody(part);
        String tag = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            tag = PartHash.plain(client.call(call).header("ETag").orElse(""));
            if (!PartHash.isHash(tag) || tag.equals(hash.hex())) {
                return tag;
            }
        }
        throw client.failure("OFFSITE_DAMAGED", call, "part " + number + " arrived as " + tag, null);
    }

    private boolean complete(String id, List<PartHash> hashes, List<String> tags) {
        StringBuilder xml = new StringBuilder("<CompleteMultipartUpload>");
        for (int i = 0; i < tags.size(); i++) {
            xml.append("<Part><PartNumber>")
                    .append(i + 1)
                    .append("</PartNumber><ETag>&quot;")
                    .append(escaped(tags.get(i)))
                    .append("&quot;</ETag></Part>");
        }
        xml.append("</CompleteMultipartUpload>");
        Call call = Call.of("upload", HttpMethod.POST, key)
                .with("uploadId", id)
                .withHeader("Content-Type", "application/xml")
                .withBody(xml.toString().getBytes(StandardCharsets.UTF_8));
        Answer answer = client.answer(call);
        if (answer.isError()) {
            // The line may have been cut off after the server had put the parts together.
            if (answer.code().equals("NoSuchUpload") && isThere()) {
                return false;
            }
            throw client.refused(call, answer);
        }
        String tag = PartHash.plain(S3Client.text(answer.xml(), "ETag"));
        if (!PartHash.isHash(tag)) {
            return false;
        }
        if (!tag.equals(PartHash.whole(hashes))) {
            throw client.failure("OFFSITE_DAMAGED", call, "the whole arrived as " + tag, null);
        }
        return true;
    }

    private static String escaped(@Nullable String text) {
        return String.valueOf(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private void abort(String id) {
        try {
            client.answer(Call.of("abort", HttpMethod.DELETE, key).with("uploadId", id));
        } catch (BackupException e) {
            // It is removed by a later run, when it is a day old.
        }
    }
}
