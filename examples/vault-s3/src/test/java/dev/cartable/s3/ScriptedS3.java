package dev.cartable.s3;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A small object store in this process, which misbehaves as a test says. It checks each signature by the rules of AWS (Signature Version 4),
 * and the hashes of each body. Safe for use by several threads.
 */
public final class ScriptedS3 implements AutoCloseable {
    /** The key that it takes, as an environment has it. */
    public static final Map<String, String> KEY =
            Map.of("AWS_ACCESS_KEY_ID", "AKIATESTKEYID", "AWS_SECRET_ACCESS_KEY", "very/secret+key");

    private static final String BUCKET = "school-backups";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final Map<String, String> hashes = new ConcurrentHashMap<>();
    private final Map<String, String> tags = new ConcurrentHashMap<>();
    private final Map<String, Map<Integer, byte[]>> uploads = new ConcurrentHashMap<>();
    private final Map<String, String> keys = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Fault fault = request -> false;
    private volatile Consumer<? super Request> served = request -> {};
    private volatile Set<String> denied = Set.of();
    private volatile @Nullable Instant lockedUntil;
    private volatile Instant begun = Instant.parse("2026-01-01T00:00:00Z");

    /** What happens instead of an answer. */
    public interface Fault {
        /** Returns whether it has answered, or closed the connection. */
        boolean strikes(Request request) throws IOException;
    }

    /** A request whose signature is right. */
    public static final class Request {
        private final HttpExchange exchange;
        private final String operation;
        private final byte[] body;

        private Request(HttpExchange exchange, String operation, byte[] body) {
            this.exchange = exchange;
            this.operation = operation;
            this.body = body;
        }

        /** Such as {@code PUT part}. */
        public String operation() {
            return operation;
        }

        HttpExchange exchange() {
            return exchange;
        }

        /** Answers with a status and a code of S3. */
        public boolean answer(int status, String code, String... headers) throws IOException {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] xml = ("<?xml version=\"1.0\"?><Error><Code>" + code
                            + "</Code><Message>key AKIATESTKEYID</Message></Error>")
                    .getBytes(StandardCharsets.UTF_8);
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, isHead ? -1 : xml.length);
            if (!isHead) {
                exchange.getResponseBody().write(xml);
            }
            exchange.close();
            return true;
        }

        /** Ends the connection without an answer. */
        public boolean cut() {
            exchange.close();
            return true;
        }
    }

    /** Starts it on a free port. */
    public ScriptedS3() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where a vault is in it. */
    public String url() {
        return "s3://" + BUCKET + "/school?part=5242880&region=eu-test-1&endpoint=" + endpoint();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The names of the objects, without the prefix. */
    public List<String> names() {
        return objects.keySet().stream()
                .map(key -> key.substring("school/".length()))
                .sorted()
                .toList();
    }

    /** The content of an object. */
    public byte[] content(String name) {
        return requireNonNull(objects.get("school/" + name), name).clone();
    }

    /** Puts an object there, or another one in its place. */
    public void put(String name, byte[] content) {
        tags.remove("school/" + name);
        objects.put("school/" + name, content);
    }

    /** Removes an object. */
    public void remove(String name) {
        objects.remove("school/" + name);
    }

    /** What was asked for, in this order, such as {@code PUT part}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** How many uploads are unfinished. */
    public int unfinished() {
        return uploads.size();
    }

    /** What goes wrong from now on. */
    public void fault(Fault next) {
        fault = next;
    }

    /** What happens after each request from now on. */
    public void served(Consumer<? super Request> next) {
        served = next;
    }

    /** Which operations the key may not do: methods, such as {@code GET}, or operations, such as {@code GET list}. */
    public void deny(String... operations) {
        denied = Set.of(operations);
    }

    /** Locks all objects until a time; null for no lock. */
    public void lock(@Nullable Instant until) {
        lockedUntil = until;
    }

    /** When unfinished uploads have begun. */
    public void beginUploadsAt(Instant time) {
        begun = time;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            Request request = new Request(exchange, operation(exchange, query), body);
            requests.add(request.operation());
            if (fault.strikes(request)) {
                return;
            }
            if (!isSigned(exchange, query, body)) {
                request.answer(403, "SignatureDoesNotMatch");
            } else if (denied.contains(request.operation()) || denied.contains(exchange.getRequestMethod())) {
                request.answer(403, "AccessDenied");
            } else {
                serve(request, key(exchange), query);
                served.accept(request);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            exchange.close();
        }
    }

    private static String key(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        String start = "/" + BUCKET + "/";
        return path.startsWith(start) ? path.substring(start.length()) : "";
    }

    private static String operation(HttpExchange exchange, Map<String, String> query) {
        String what = Stream.of(
                        "uploads", "versions", "versioning", "object-lock", "list-type", "partNumber", "uploadId")
                .filter(query::containsKey)
                .findFirst()
                .map(name -> switch (name) {
                    case "list-type" -> "list";
                    case "partNumber" -> "part";
                    case "uploadId" -> "upload";
                    default -> name;
                })
                .orElse(key(exchange).endsWith(".sha256") ? "sidecar" : "object");
        return exchange.getRequestMethod() + " " + what;
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new TreeMap<>();
        for (String one : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
            String[] pair = one.split("=", 2);
            query.put(decoded(pair[0]), pair.length == 1 ? "" : decoded(pair[1]));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private void serve(Request request, String key, Map<String, String> query) throws IOException {
        String id = query.getOrDefault("uploadId", "");
        Map<Integer, byte[]> parts = uploads.get(id);
        switch (request.operation()) {
            case "POST uploads" -> {
                String begins = "up/lo+ad=" + numbers.incrementAndGet() + "==";
                uploads.put(begins, new ConcurrentHashMap<>());
                keys.put(begins, key);
                hashes.put(
                        key, requireNonNull(request.exchange.getRequestHeaders().getFirst(S3Vault.HASH)));
                xml(request, "<R><UploadId>" + begins + "</UploadId></R>");
            }
            case "PUT part" -> {
                if (parts == null) {
                    request.answer(404, "NoSuchUpload");
                } else {
                    parts.put(Integer.valueOf(requireNonNull(query.get("partNumber"))), request.body);
                    request.exchange.getResponseHeaders().add("ETag", "\"" + md5(request.body) + "\"");
                    xml(request, "");
                }
            }
            case "GET upload" -> {
                if (parts == null) {
                    request.answer(404, "NoSuchUpload");
                } else {
                    xml(request, "<R><IsTruncated>false</IsTruncated>" + list(parts) + "</R>");
                }
            }
            case "POST upload" -> {
                if (parts == null) {
                    request.answer(404, "NoSuchUpload");
                } else {
                    complete(request, key, id, new TreeMap<>(parts));
                }
            }
            case "DELETE upload" -> {
                uploads.remove(id);
                xml(request, "");
            }
            case "GET uploads" ->
                xml(
                        request,
                        "<R>"
                                + uploads.keySet().stream()
                                        .map(one -> "<Upload><Key>" + keys.get(one) + "</Key><UploadId>" + one
                                                + "</UploadId><Initiated>" + begun + "</Initiated></Upload>")
                                        .collect(Collectors.joining())
                                + "</R>");
            case "GET list" ->
                xml(
                        request,
                        "<R><IsTruncated>false</IsTruncated>"
                                + new TreeMap<>(objects)
                                        .entrySet().stream()
                                                .map(one -> "<Contents><Key>" + one.getKey() + "</Key><Size>"
                                                        + one.getValue().length + "</Size></Contents>")
                                                .collect(Collectors.joining())
                                + "</R>");
            case "GET versions" ->
                xml(
                        request,
                        objects.containsKey(query.getOrDefault("prefix", ""))
                                ? "<R><Version><Key>" + query.get("prefix")
                                        + "</Key><VersionId>v1</VersionId></Version></R>"
                                : "<R></R>");
            case "GET versioning" -> xml(request, "<R><Status>Enabled</Status></R>");
            case "GET object-lock" -> {
                if (lockedUntil == null) {
                    request.answer(404, "ObjectLockConfigurationNotFoundError");
                } else {
                    xml(
                            request,
                            "<R><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>COMPLIANCE</Mode>"
                                    + "<Days>30</Days></DefaultRetention></Rule></R>");
                }
            }
            case "PUT object", "PUT sidecar" -> {
                objects.put(key, request.body);
                xml(request, "");
            }
            case "DELETE object", "DELETE sidecar" -> {
                if (lockedUntil != null) {
                    request.answer(403, "AccessDenied");
                } else {
                    objects.remove(key);
                    xml(request, "");
                }
            }
            default -> read(request, key);
        }
    }

    private static String list(Map<Integer, byte[]> parts) {
        return new TreeMap<>(parts)
                .entrySet().stream()
                        .map(one -> "<Part><PartNumber>" + one.getKey() + "</PartNumber><ETag>&quot;"
                                + md5(one.getValue()) + "&quot;</ETag><Size>" + one.getValue().length
                                + "</Size></Part>")
                        .collect(Collectors.joining());
    }

    private void complete(Request request, String key, String id, Map<Integer, byte[]> parts) throws IOException {
        int bytes = parts.values().stream().mapToInt(part -> part.length).sum();
        byte[] whole = new byte[bytes];
        int at = 0;
        List<PartHash> known = new ArrayList<>();
        for (byte[] part : parts.values()) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
            known.add(PartHash.of(part));
        }
        objects.put(key, whole);
        tags.put(key, PartHash.whole(known));
        uploads.remove(id);
        xml(request, "<R><ETag>&quot;" + tags.get(key) + "&quot;</ETag></R>");
    }

    private void read(Request request, String key) throws IOException {
        byte[] content = objects.get(key);
        if (content == null) {
            request.answer(404, "NoSuchKey");
            return;
        }
        HttpExchange exchange = request.exchange;
        String tag = "\"" + tags.getOrDefault(key, md5(content)) + "\"";
        String expected = exchange.getRequestHeaders().getFirst("If-Match");
        if (expected != null && !expected.equals(tag)) {
            request.answer(412, "PreconditionFailed");
            return;
        }
        exchange.getResponseHeaders().add("ETag", tag);
        String hash = hashes.get(key);
        if (hash != null) {
            exchange.getResponseHeaders().add(S3Vault.HASH, hash);
        }
        Instant until = lockedUntil;
        if (until != null) {
            exchange.getResponseHeaders().add("x-amz-object-lock-retain-until-date", until.toString());
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        byte[] sent = content;
        if (range != null) {
            String[] ends = range.substring("bytes=".length()).split("-", 2);
            sent = Arrays.copyOfRange(
                    content, Integer.parseInt(ends[0]), Math.min(content.length, Integer.parseInt(ends[1]) + 1));
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, sent.length);
        exchange.getResponseBody().write(sent);
    }

    private static void xml(Request request, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        request.exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            request.exchange.getResponseBody().write(bytes);
        }
    }

    private static String md5(byte[] bytes) {
        return PartHash.of(bytes).hex();
    }

    /** Whether the signature and the hashes of the body are right, by the rules of AWS. */
    private static boolean isSigned(HttpExchange exchange, Map<String, String> query, byte[] body)
            throws GeneralSecurityException {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        String hash = exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
        String md5 = exchange.getRequestHeaders().getFirst("Content-MD5");
        String time = exchange.getRequestHeaders().getFirst("x-amz-date");
        if (given == null || hash == null || time == null || !hash.equals(sha256(body))) {
            return false;
        }
        if (md5 != null
                && !md5.equals(Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("MD5").digest(body)))) {
            return false;
        }
        String names = given.replaceAll(".*SignedHeaders=([^,]*),.*", "$1");
        String headers = Arrays.stream(names.split(";", -1))
                .map(name -> name + ":"
                        + String.join(",", exchange.getRequestHeaders().get(name))
                                .strip() + "\n")
                .collect(Collectors.joining());
        String canonical = exchange.getRequestMethod() + "\n"
                + exchange.getRequestURI().getRawPath() + "\n"
                + query.entrySet().stream()
                        .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                        .sorted()
                        .collect(Collectors.joining("&"))
                + "\n" + headers + "\n" + names + "\n" + hash;
        String day = time.substring(0, 8);
        String scope = day + "/eu-test-1/s3/aws4_request";
        String text =
                "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(canonical.getBytes(StandardCharsets.UTF_8));
        byte[] key = ("AWS4" + KEY.get("AWS_SECRET_ACCESS_KEY")).getBytes(StandardCharsets.UTF_8);
        for (String step : List.of(day, "eu-test-1", "s3", "aws4_request")) {
            key = hmac(key, step);
        }
        String expected = "AWS4-HMAC-SHA256 Credential=" + KEY.get("AWS_ACCESS_KEY_ID") + "/" + scope
                + ", SignedHeaders=" + names + ", Signature=" + HexFormat.of().formatHex(hmac(key, text));
        return expected.equals(given);
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (one & 0xff);
            boolean isPlain = (letter < 128 && Character.isLetterOrDigit(letter)) || "-._~".indexOf(letter) >= 0;
            encoded.append(isPlain ? String.valueOf(letter) : String.format(Locale.ROOT, "%%%02X", (int) letter));
        }
        return encoded.toString();
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
