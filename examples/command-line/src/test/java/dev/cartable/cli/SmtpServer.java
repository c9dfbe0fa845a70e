package dev.cartable.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A mail server on a bare socket that takes every message, save where its script says otherwise. */
final class SmtpServer implements AutoCloseable {
    /** What the script is asked when a connection comes in. */
    static final String GREETING = "(greeting)";
    /** The answer that is none: the connection is closed. A message whose dot was read is taken all the same. */
    static final String HANG_UP = "(hang up)";

    /** What to answer; null for what a good server says. */
    interface Script {
        /**
         * The answer to one step.
         *
         * @param step the command's first word, a single dot after a message, or {@link #GREETING}
         * @param recipient the local part of the recipient's address; empty before there is one
         */
        @Nullable
        String answer(String step, String recipient);
    }

    /**
     * A message that was taken.
     *
     * @param steps how many commands the server had read by then, on all connections
     * @param nanos when it was answered, or the connection closed, as {@link System#nanoTime}
     */
    record Mail(String recipient, String messageId, long steps, long nanos) {}

    private final ServerSocket socket = new ServerSocket();
    private final Script script;
    private final AtomicLong steps = new AtomicLong();
    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    /** @param port 0 for any that is free */
    SmtpServer(int port, Script script) throws IOException {
        this.script = script;
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The messages that were taken, also those that were not answered. */
    List<Mail> mails() {
        return mails;
    }

    /** The recipient of each RCPT command. */
    List<String> asked() {
        return asked;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "smtp-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connections.add(connection);
                start(() -> converse(connection));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void converse(Socket connection) {
        try (connection;
                BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
                BufferedWriter out =
                        new BufferedWriter(new OutputStreamWriter(connection.getOutputStream(), ISO_8859_1))) {
            connection.setTcpNoDelay(true);
            String recipient = "";
            boolean goesOn = say(out, answer(GREETING, recipient));
            for (String line = goesOn ? in.readLine() : null; line != null; line = goesOn ? in.readLine() : null) {
                String step = line.replaceAll("[ :].*", "");
                if (step.equals("RCPT")) {
                    recipient = line.replaceAll(".*<|@.*", "");
                    asked.add(recipient);
                }
                steps.incrementAndGet();
                String answer = answer(step, recipient);
                goesOn = say(out, answer) && !step.equals("QUIT");
                if (step.equals("DATA") && answer.startsWith("354")) {
                    goesOn = take(in, out, recipient);
                }
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private boolean take(BufferedReader in, BufferedWriter out, String recipient) throws IOException {
        String id = "";
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("Message-ID: ")) {
                id = line.substring("Message-ID: ".length());
            } else if (line.equals(".")) {
                long now = steps.incrementAndGet();
                String answer = answer(".", recipient);
                boolean goesOn = say(out, answer);
                if (!goesOn || answer.startsWith("2")) {
                    mails.add(new Mail(recipient, id, now, System.nanoTime()));
                }
                return goesOn;
            }
        }
        return false;
    }

    private String answer(String step, String recipient) {
        String answer = script.answer(step, recipient);
        return answer != null
                ? answer
                : switch (step) {
                    case GREETING -> "220 test ESMTP";
                    case "DATA" -> "354 go on";
                    case "QUIT" -> "221 bye";
                    case "." -> "250 2.0.0 taken";
                    default -> "250 ok";
                };
    }

    private static boolean say(BufferedWriter out, String answer) throws IOException {
        if (answer.equals(HANG_UP)) {
            return false;
        }
        out.write(answer + "\r\n");
        out.flush();
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
