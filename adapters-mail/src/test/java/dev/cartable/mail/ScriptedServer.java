package dev.cartable.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An SMTP server on a bare socket that answers as it is told to: with any line, with silence, or by hanging up. */
final class ScriptedServer implements AutoCloseable {
    /** The answer after which the server reads nothing and says nothing until the test is over. */
    static final String SILENCE = "(silence)";
    /** The answer that is none: the line goes dead. */
    static final String HANG_UP = "(hang up)";
    /** After the final dot: the message is taken, and the line goes dead before the server can say so. */
    static final String TAKE_AND_HANG_UP = "(take and hang up)";
    /** At the end of a 421: the server says goodbye and stays all the same. */
    static final String STAYS = "(stays)";
    /** What the script is asked when a connection comes in. */
    static final String GREETING = "(greeting)";
    /** What the script is asked in the middle of the content, after its first lines. */
    static final String MIDDLE = "(middle)";

    /** What to say to a command; null for what a good server says. */
    interface Script {
        @Nullable
        String answer(int connection, String command);
    }

    private final ServerSocket socket;
    private final Script script;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<Socket> lines = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    ScriptedServer(Script script) throws IOException {
        this.script = script;
        this.socket = new ServerSocket();
        // Little, so that a long message cannot leave whole for a server that does not read.
        socket.setReceiveBufferSize(8192);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        start(this::accept);
    }

    /** A server that answers one command, wherever it comes, in its own way. */
    static ScriptedServer answering(String verb, String answer) throws IOException {
        return new ScriptedServer((connection, command) -> command.startsWith(verb) ? answer : null);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** How many connections came in. */
    int connections() {
        return lines.size();
    }

    /** Waits until the server has closed a connection. */
    void awaitHangUp() throws InterruptedException {
        hungUp.await();
    }

    /** How many connections are open. */
    int open() {
        return open.get();
    }

    /** Every command of every connection, in order. */
    List<String> commands() {
        return commands;
    }

    /** What was taken, headers and content. */
    List<String> messages() {
        return messages;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (!socket.isClosed()) {
                Socket line = socket.accept();
                open.incrementAndGet();
                lines.add(line);
                int number = lines.size();
                start(() -> converse(line, number));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void converse(Socket line, int number) {
        try (line) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(line.getInputStream(), StandardCharsets.UTF_8), 1);
            if (!reply(line, number, GREETING)) {
                return;
            }
            for (String command = in.readLine(); command != null; command = in.readLine()) {
                commands.add(command);
                if (!reply(line, number, command)
                        || command.equals("QUIT")
                        || (command.equals("DATA")
                                && answer(number, "DATA").startsWith("354")
                                && !take(in, line, number))) {
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // The client hung up.
        } finally {
            hungUp.countDown();
            open.decrementAndGet();
        }
    }

    private boolean take(BufferedReader in, Socket line, int number) throws IOException, InterruptedException {
        StringBuilder content = new StringBuilder();
        int count = 0;
        for (String text = in.readLine(); text != null; text = in.readLine()) {
            if (text.equals(".")) {
                commands.add(".");
                if (answer(number, ".").startsWith("2") || answer(number, ".").equals(TAKE_AND_HANG_UP)) {
                    messages.add(content.toString());
                }
                return reply(line, number, ".");
            }
            content.append(text).append('\n');
            if (++count == 5 && script.answer(number, MIDDLE) != null) {
                // A reset: what the client writes after a hang-up fails at once.
                line.setSoLinger(true, 0);
                if (!reply(line, number, MIDDLE)) {
                    return false;
                }
            }
        }
        return false;
    }

    private String answer(int number, String command) {
        String answer = script.answer(number, command);
        return answer != null ? answer : usual(command);
    }

    private boolean reply(Socket line, int number, String command) throws IOException, InterruptedException {
        String answer = answer(number, command);
        if (answer.equals(SILENCE)) {
            over.await();
            return false;
        }
        if (answer.equals(HANG_UP) || answer.equals(TAKE_AND_HANG_UP)) {
            return false;
        }
        OutputStream out = line.getOutputStream();
        out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return !answer.startsWith("421") || answer.endsWith(STAYS);
    }

    private static String usual(String command) {
        return switch (command.replaceAll(" .*", "")) {
            case GREETING -> "220 scripted.example.org ESMTP";
            case "EHLO" -> "250-scripted.example.org\r\n250-SIZE 10485760\r\n250 8BITMIME";
            case "DATA" -> "354 go ahead";
            case "QUIT" -> "221 bye";
            case "." -> "250 2.0.0 taken as 4711";
            default -> "250 ok";
        };
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        socket.close();
        for (Socket line : lines) {
            line.close();
        }
    }
}
