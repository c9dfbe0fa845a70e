package dev.cartable.s3;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where copies of backups go, and how. As a text: {@code s3://BUCKET/PREFIX?endpoint=https://…&region=…&…}; all after the bucket may be
 * left out.
 *
 * @param prefix what the names of the objects begin with; empty, or ends with a slash
 * @param endpoint the server; null for that of AWS in the region. Only a server that is given here may have a private address
 * @param isPathStyle whether the bucket stands in the path, not in the name of the host; the default with an endpoint
 * @param isReadBack whether each copy is read back ({@code check=read}, the default), or only its checksum is compared ({@code check=checksum})
 * @param bytesPerSecond how fast it uploads at most ({@code rate=500KB}); 0 for no limit
 * @param partBytes how large a part of an upload is ({@code part=8MB}): at least 5 MiB. It grows for archives of more than 9,000 parts
 * @param credentials the file with the key ({@code credentials=FILE}), as AWS's programs have it; null for that of the environment
 */
public record S3Settings(
        String bucket,
        String prefix,
        @Nullable URI endpoint,
        String region,
        boolean isPathStyle,
        boolean isReadBack,
        long bytesPerSecond,
        int partBytes,
        @Nullable Path credentials) {
    /** The least that S3 takes for a part that is not the last. */
    static final int LEAST_PART = 5 << 20;

    private static final int DEFAULT_PART = 8 << 20;
    private static final int MOST_PART = 512 << 20;
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("(?:[A-Za-z0-9._-]{1,128}/){0,16}");
    private static final Pattern ENDPOINT =
            Pattern.compile("(?i)https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(?::\\d{1,5})?/?");
    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(KB|MB|GB)?");
    private static final Pattern URL = Pattern.compile("s3://([^/?#@]+)(?:/([^?#@]*))?(?:\\?([^#]*))?");
    private static final Set<String> NAMES =
            Set.of("endpoint", "region", "path-style", "check", "rate", "part", "credentials");

    public S3Settings {
        require(BUCKET.matcher(bucket).matches() && !bucket.contains(".."), "the bucket", bucket);
        require(
                PREFIX.matcher(prefix).matches() && !("/" + prefix).contains("/../") && !("/" + prefix).contains("/./"),
                "the prefix",
                prefix);
        require(REGION.matcher(region).matches(), "the region", region);
        require(partBytes >= LEAST_PART && partBytes <= MOST_PART, "the size of a part", partBytes + " bytes");
        require(bytesPerSecond >= 0, "the rate", Long.toString(bytesPerSecond));
        endpoint = endpoint == null ? null : normal(endpoint);
    }

    private static void require(boolean isRight, String what, String value) {
        if (!isRight) {
            throw new IllegalArgumentException(what + " \"" + value
                    + "\" does not fit; write s3://BUCKET/PREFIX?endpoint=https://SERVER&region=REGION");
        }
    }

    /** Without a port that goes without saying: it would be signed, but not sent. */
    private static URI normal(URI endpoint) {
        if (!ENDPOINT.matcher(endpoint.toString()).matches() || endpoint.getHost() == null) {
            throw noEndpoint();
        }
        String scheme = endpoint.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("http") ? 80 : 443;
        String port = endpoint.getPort() == -1 || endpoint.getPort() == usual ? "" : ":" + endpoint.getPort();
        return URI.create(scheme + "://" + endpoint.getHost().toLowerCase(Locale.ROOT) + port);
    }

    /** Without what was given, which may hold a password. */
    private static IllegalArgumentException noEndpoint() {
        return new IllegalArgumentException(
                "the endpoint is not of the form https://SERVER or https://SERVER:PORT; the key"
                        + " stands in the environment or in a file");
    }

    /** Whether a text is meant as a place in S3. */
    public static boolean isS3(String text) {
        return text.startsWith("s3:");
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is none; the message shows no part of it that may be a secret
     */
    public static S3Settings parse(String text) {
        Matcher parts = URL.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("this is no place in S3; write"
                    + " s3://BUCKET/PREFIX?endpoint=https://SERVER&region=REGION, without the key");
        }
        Map<String, String> given = query(parts.group(3));
        String prefix = parts.group(2) == null ? "" : parts.group(2);
        String endpoint = given.get("endpoint");
        String bucket = parts.group(1);
        return new S3Settings(
                bucket,
                prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
                endpoint == null ? null : uri(endpoint),
                given.getOrDefault("region", "us-east-1"),
                truth(
                        "path-style",
                        given.getOrDefault("path-style", Boolean.toString(endpoint != null || bucket.contains(".")))),
                choice(given.getOrDefault("check", "read")),
                given.containsKey("rate") ? size("rate", given.get("rate"), 1000) : 0,
                given.containsKey("part")
                        ? (int) Math.min(size("part", given.get("part"), 1024), Integer.MAX_VALUE)
                        : DEFAULT_PART,
                given.containsKey("credentials") ? Path.of(requireNonNull(given.get("credentials"))) : null);
    }

    /** The same, with a relative file of the key resolved against a folder. */
    public S3Settings in(Path folder) {
        return credentials == null
                ? this
                : new S3Settings(
                        bucket,
                        prefix,
                        endpoint,
                        region,
                        isPathStyle,
                        isReadBack,
                        bytesPerSecond,
                        partBytes,
                        folder.resolve(credentials));
    }

    private static Map<String, String> query(@Nullable String query) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String one : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String[] pair = one.split("=", 2);
            if (pair.length != 2 || !NAMES.contains(pair[0])) {
                throw new IllegalArgumentException("a place in S3 may have these settings: "
                        + String.join(", ", NAMES.stream().sorted().toList()) + "; one of those given is none");
            }
            if (given.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)) != null) {
                throw new IllegalArgumentException("the setting " + pair[0] + " stands there twice");
            }
        }
        return given;
    }

    private static URI uri(String text) {
        if (!ENDPOINT.matcher(text).matches()) {
            throw noEndpoint();
        }
        return URI.create(text);
    }

    private static boolean truth(String name, String text) {
        require(text.equals("true") || text.equals("false"), name, text);
        return text.equals("true");
    }

    private static boolean choice(String text) {
        require(text.equals("read") || text.equals("checksum"), "the check", text);
        return text.equals("read");
    }

    private static long size(String name, @Nullable String text, long thousand) {
        Matcher parts = SIZE.matcher(String.valueOf(text));
        require(parts.matches(), name, String.valueOf(text));
        String unit = String.valueOf(parts.group(2));
        long factor = switch (unit) {
            case "KB" -> thousand;
            case "MB" -> thousand * thousand;
            case "GB" -> thousand * thousand * thousand;
            default -> 1;
        };
        return Long.parseLong(parts.group(1)) * factor;
    }

    /** Where the bucket is. */
    URI base() {
        URI server = endpoint == null ? URI.create("https://s3." + region + ".amazonaws.com") : endpoint;
        String port = server.getPort() == -1 ? "" : ":" + server.getPort();
        return isPathStyle
                ? URI.create(server.getScheme() + "://" + server.getHost() + port + "/" + bucket)
                : URI.create(server.getScheme() + "://" + bucket + "." + server.getHost() + port);
    }

    /** Where copies go, for people: the server, the bucket and the prefix. */
    String location() {
        String server = endpoint == null ? "" : " (" + endpoint + ")";
        return "s3://" + bucket + "/" + prefix + server;
    }
}
