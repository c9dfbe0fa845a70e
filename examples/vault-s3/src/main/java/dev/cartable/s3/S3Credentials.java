package dev.cartable.s3;

import static java.util.Objects.requireNonNull;

import com.github.davidmoten.aws.lw.client.Credentials;
import dev.cartable.backup.model.BackupException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The key to an object store: from a file that only its owner can read, or from the environment. Never from a command's arguments, which
 * every process of the machine can see.
 */
final class S3Credentials {
    private static final int MOST_BYTES = 64 << 10;
    private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z_]+)\\s*=\\s*(\\S+)\\s*");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private S3Credentials() {}

    /**
     * Finds the key: in the file, or in {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY} and {@code AWS_SESSION_TOKEN}, or in the
     * file that {@code AWS_SHARED_CREDENTIALS_FILE} names.
     *
     * @throws BackupException of the code {@code OFFSITE_NO_KEY} if there is none, or {@code OFFSITE_KEY_OPEN} (fact {@code file}) if others
     *     can read the file
     */
    static Credentials find(@Nullable Path file, Map<String, String> environment) {
        if (file != null) {
            return read(file);
        }
        String id = environment.get("AWS_ACCESS_KEY_ID");
        String secret = environment.get("AWS_SECRET_ACCESS_KEY");
        if (id != null && secret != null && !id.isBlank() && !secret.isBlank()) {
            return credentials(id, secret, environment.get("AWS_SESSION_TOKEN"));
        }
        String shared = environment.get("AWS_SHARED_CREDENTIALS_FILE");
        if (shared == null || shared.isBlank()) {
            throw noKey("", null);
        }
        return read(Path.of(shared));
    }

    private static Credentials read(Path file) {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            if (isOpen(file)) {
                throw new BackupException(
                        "OFFSITE_KEY_OPEN",
                        Map.of("file", file.toString()),
                        "others can read the file " + file
                                + " with the key to the second place; nothing was done. Give it"
                                + " to its owner alone: chmod 600 " + file);
            }
            if (Files.size(file) > MOST_BYTES) {
                throw noKey(file.toString(), null);
            }
            boolean isDefault = true;
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                if (line.strip().startsWith("[")) {
                    isDefault = line.strip().equals("[default]");
                }
                Matcher pair = LINE.matcher(line);
                if (isDefault && pair.matches()) {
                    values.put(pair.group(1), pair.group(2));
                }
            }
        } catch (IOException e) {
            throw noKey(file.toString(), e);
        }
        String id = values.get("aws_access_key_id");
        String secret = values.get("aws_secret_access_key");
        if (id == null || secret == null) {
            throw noKey(file.toString(), null);
        }
        return credentials(id, secret, values.get("aws_session_token"));
    }

    private static Credentials credentials(String id, String secret, @Nullable String token) {
        return token == null || token.isBlank() ? Credentials.of(id, secret) : Credentials.of(id, secret, token);
    }

    private static boolean isOpen(Path file) throws IOException {
        return requireNonNull(Files.getFileStore(file), "store").supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    }

    private static BackupException noKey(String file, @Nullable IOException cause) {
        Map<String, String> facts = Map.of("file", file);
        String message = "there is no key to the second place" + (file.isEmpty() ? "" : " in " + file)
                + "; nothing was done. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a file that only its owner"
                + " can read";
        return cause == null
                ? new BackupException("OFFSITE_NO_KEY", facts, message)
                : new BackupException("OFFSITE_NO_KEY", facts, message, cause);
    }
}
