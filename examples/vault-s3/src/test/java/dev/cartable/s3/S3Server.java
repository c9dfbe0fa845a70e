package dev.cartable.s3;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An object store in a process of its own, one for all tests of this process: the program of the package s3mock. */
final class S3Server {
    static final Map<String, String> KEY =
            Map.of("AWS_ACCESS_KEY_ID", "test-id", "AWS_SECRET_ACCESS_KEY", "test-secret");

    private static final Pattern PORT = Pattern.compile("started on ports?\\b.*?(\\d+) \\(http\\)");
    private static final AtomicInteger BUCKETS = new AtomicInteger();
    private static @Nullable URI running;

    private S3Server() {}

    /** The address of the server, which is started at the first call. */
    static synchronized URI start() {
        if (running == null) {
            running = URI.create("http://127.0.0.1:" + launch());
        }
        return running;
    }

    private static int launch() {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "-jar",
                            jar().toString(),
                            "--http.port=0",
                            "--server.port=0")
                    .redirectErrorStream(true)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            AtomicInteger port = new AtomicInteger();
            CountDownLatch known = new CountDownLatch(1);
            Thread reader = new Thread(() -> read(process, port, known));
            reader.setDaemon(true);
            reader.start();
            if (!known.await(3, TimeUnit.MINUTES) || port.get() == 0) {
                throw new IllegalStateException("the object store did not start");
            }
            return port.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void read(Process process, AtomicInteger port, CountDownLatch known) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher found = PORT.matcher(line);
                if (found.find()) {
                    port.set(Integer.parseInt(found.group(1)));
                    known.countDown();
                }
            }
        } catch (IOException e) {
            // The process has ended.
        } finally {
            known.countDown();
        }
    }

    /** The jar of the server on the class path. */
    private static Path jar() {
        URL inside = Thread.currentThread()
                .getContextClassLoader()
                .getResource("BOOT-INF/classes/com/adobe/testing/s3mock/S3MockApplication.class");
        if (inside == null) {
            throw new IllegalStateException("the jar of s3mock is not on the class path");
        }
        String text = inside.toString();
        try {
            return Path.of(new URI(text.substring("jar:".length(), text.indexOf("!/"))));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(text, e);
        }
    }

    /** A new bucket; its name. */
    static String bucket() {
        String bucket = "bucket-" + BUCKETS.incrementAndGet();
        HttpRequest request = HttpRequest.newBuilder(start().resolve("/" + bucket))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.statusCode() + " " + response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return bucket;
    }
}
