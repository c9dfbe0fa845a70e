package dev.cartable.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A mail server in this process that takes everything and keeps it in memory or forgets it: the network and its peer cost next to nothing. */
final class SmtpSink implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int millis;
    private final boolean keeps;
    private final List<byte[]> messages = new ArrayList<>();
    private final Map<String, Long> answered = new ConcurrentHashMap<>();

    /** @param millis how long each reply takes, as from a server far away */
    SmtpSink(int millis) throws IOException {
        this(millis, true);
    }

    private SmtpSink(int millis, boolean keeps) throws IOException {
        this.millis = millis;
        this.keeps = keeps;
        Thread accepting = new Thread(this::accept, "smtp-sink");
        accepting.setDaemon(true);
        accepting.start();
    }

    /** One that keeps no messages. */
    static SmtpSink forgetting() throws IOException {
        return new SmtpSink(0, false);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The messages since it was asked last, as they came in. */
    List<byte[]> take() {
        synchronized (messages) {
            List<byte[]> taken = List.copyOf(messages);
            messages.clear();
            return taken;
        }
    }

    /** When each recipient's message was answered, as {@link System#nanoTime}. */
    Map<String, Long> answered() {
        return answered;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread conversing = new Thread(() -> converse(socket), "smtp-sink-conversation");
                conversing.setDaemon(true);
                conversing.start();
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void converse(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
                BufferedWriter out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), ISO_8859_1))) {
            socket.setTcpNoDelay(true);
            say(out, "220 sink");
            String recipient = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                switch (line.toUpperCase(Locale.ROOT)) {
                    case "DATA" -> {
                        say(out, "354 go on");
                        keep(in);
                        say(out, "250 ok");
                        answered.put(recipient, System.nanoTime());
                    }
                    case "QUIT" -> {
                        say(out, "221 bye");
                        return;
                    }
                    default -> {
                        if (line.startsWith("RCPT TO:<")) {
                            recipient = line.substring("RCPT TO:<".length(), line.indexOf('>'));
                        }
                        say(out, "250 ok");
                    }
                }
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private void say(BufferedWriter out, String line) throws IOException {
        if (millis > 0) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        out.write(line + "\r\n");
        out.flush();
    }

    /** Reads up to the final dot. */
    private void keep(BufferedReader in) throws IOException {
        StringBuilder content = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        if (!keeps) {
            return;
        }
        synchronized (messages) {
            messages.add(content.toString().getBytes(ISO_8859_1));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
