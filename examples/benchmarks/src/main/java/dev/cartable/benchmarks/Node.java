package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A Java process of its own that sends the messages of a database when it is asked to. */
final class Node implements AutoCloseable {
    private static final int MEGABYTES = 256;
    private static final String READY = "ready";
    private static final String SENT = "sent: ";

    private final Process process;
    private final BufferedReader output;

    private Node(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a node that sends to the server at a port of this machine, and waits until it could begin. */
    static Node start(Place place, int port, int connections) throws IOException {
        Node node = new Node(JavaProcess.of(
                        MEGABYTES,
                        Node.class,
                        place.url(),
                        place.user(),
                        Integer.toString(port),
                        Integer.toString(connections))
                .start());
        node.await(READY);
        return node;
    }

    /** Lets it send; it does so while the caller goes on. */
    void begin() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Waits until nothing is left; returns how many messages it has sent. */
    long sent() throws IOException {
        return Long.parseLong(await(SENT));
    }

    /** What a line says after its beginning. */
    private String await(String beginning) throws IOException {
        StringBuilder before = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
            before.append(line).append('\n');
        }
        throw new IllegalStateException("a node ended before it said '" + beginning + "':\n" + before);
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** The process: URL and user of the database, port of the mail server, connections to it. */
    public static void main(String[] arguments) throws Exception {
        int connections = Integer.parseInt(arguments[3]);
        try (Pool pool = new Pool(arguments[0], arguments[1], Math.max(4, connections));
                Cartable cartable = School.builder(pool.source())
                        .courier(School.courier(Integer.parseInt(arguments[2]), connections))
                        .build();
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            cartable.notices().counts(); // opens a connection
            System.out.println(READY);
            input.readLine();
            System.out.printf(
                    Locale.ROOT,
                    "%s%d%n",
                    SENT,
                    cartable.notices().dispatch().drain().sent());
        }
    }
}
