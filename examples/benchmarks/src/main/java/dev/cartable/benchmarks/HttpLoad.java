package dev.cartable.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends requests to a server on this machine as fast as it answers: by {@code wrk} where it is installed, otherwise by Java's own client. */
final class HttpLoad {
    private static final int CLIENTS = 8;
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final boolean isWrk = Program.isInstalled("wrk");

    HttpLoad(int port) {
        this.port = port;
    }

    /**
     * A request.
     *
     * @param body null for a GET
     */
    record Request(String path, String login, @Nullable String body) {
        String authorization() {
            return "Basic "
                    + Base64.getEncoder()
                            .encodeToString((login + ":" + LoadHost.PASSWORD).getBytes(StandardCharsets.UTF_8));
        }
    }

    String tool() {
        return isWrk ? "wrk" : "java.net.http";
    }

    /** Sends one. */
    String send(Request request) throws Exception {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + request.path()))
                .header("Authorization", request.authorization());
        if (request.body() != null) {
            builder.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(request.body()));
        }
        HttpResponse<String> response = client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(request.path() + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    /** Sends these in turns for so long; returns how many were answered in a second. */
    double perSecond(List<Request> requests, int seconds) throws Exception {
        return isWrk ? byWrk(requests, seconds) : byJava(requests, seconds);
    }

    private double byWrk(List<Request> requests, int seconds) throws Exception {
        Path script = Files.createTempFile("load", ".lua");
        Path out = Files.createTempFile("load", ".txt");
        try {
            Files.writeString(script, script(requests));
            Program.shell(
                    Path.of(System.getProperty("java.io.tmpdir")),
                    Map.of(),
                    "wrk -t1 -c" + CLIENTS + " -d" + seconds + "s --timeout 30s -s " + script + " http://127.0.0.1:"
                            + port + "/ > " + out);
            String said = Files.readString(out);
            Matcher rate = RATE.matcher(said);
            if (!rate.find() || said.contains("Non-2xx") || said.contains("Socket errors")) {
                throw new IllegalStateException("wrk says: " + said);
            }
            return Double.parseDouble(rate.group(1));
        } finally {
            Files.delete(script);
            Files.delete(out);
        }
    }

    private static String script(List<Request> requests) {
        StringBuilder lua = new StringBuilder("function init()\n  all, n = {}, 0\n");
        for (Request request : requests) {
            lua.append("  all[#all + 1] = wrk.format(\"")
                    .append(request.body() == null ? "GET" : "POST")
                    .append("\", \"")
                    .append(request.path())
                    .append("\", {[\"Authorization\"] = \"")
                    .append(request.authorization())
                    .append("\", [\"Content-Type\"] = \"application/json\"}, ")
                    .append(request.body() == null ? "nil" : "'" + request.body() + "'")
                    .append(")\n");
        }
        return lua + "end\nfunction request()\n  n = n % #all + 1\n  return all[n]\nend\n";
    }

    private double byJava(List<Request> requests, int seconds) throws Exception {
        long begin = System.nanoTime();
        long end = begin + seconds * 1_000_000_000L;
        AtomicLong next = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        send(requests.get((int) (next.getAndIncrement() % requests.size())));
                    }
                    return next;
                }));
            }
            for (Future<?> done : clients) {
                done.get();
            }
            return next.get() * 1e9 / (System.nanoTime() - begin);
        } finally {
            threads.shutdownNow();
        }
    }
}
