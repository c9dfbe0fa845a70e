package dev.cartable.spring.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends requests that no client library would send, byte by byte: one for each connection. */
record RawHttp(int port) {
    private static final int PATIENCE = 30_000;

    /**
     * A request.
     *
     * @param headers lines, without those of the length and the host
     */
    @SuppressWarnings("ArrayRecordComponent") // Made once, sent once, never compared.
    record Request(String method, String target, List<String> headers, byte[] body) {
        byte[] bytes() {
            List<String> lines = new ArrayList<>(List.of(method + " " + target + " HTTP/1.0", "Host: localhost"));
            lines.addAll(headers);
            if (body.length > 0 || !method.equals("GET")) {
                lines.add("Content-Length: " + body.length);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            // Header values of arbitrary bytes: each character is one.
            out.writeBytes((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(body);
            return out.toByteArray();
        }

        /** As it can be printed. */
        @Override
        public String toString() {
            String text = new String(bytes(), StandardCharsets.ISO_8859_1);
            StringBuilder shown = new StringBuilder();
            text.substring(0, Math.min(text.length(), 2_000))
                    .chars()
                    .forEach(c -> shown.append(
                            c >= 0x20 && c < 0x7F ? Character.toString(c) : c == '\n' ? "\n" : "<" + c + ">"));
            return shown + (text.length() > 2_000 ? "… (" + text.length() + " bytes)" : "");
        }
    }

    /** An answer; the names of headers are in lower case. */
    record Reply(int status, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    Reply send(Request request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE);
            try {
                OutputStream out = socket.getOutputStream();
                out.write(request.bytes());
                out.flush();
            } catch (SocketException e) {
                // The server has answered before it had read everything.
            }
            return parse(socket.getInputStream().readAllBytes());
        }
    }

    private static Reply parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IllegalStateException("no HTTP answer: " + text);
        }
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, List<String>> headers = new TreeMap<>();
        Arrays.stream(lines).skip(1).forEach(line -> {
            String[] pair = line.split(":", 2);
            headers.computeIfAbsent(pair[0].toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(pair.length > 1 ? pair[1].strip() : "");
        });
        return new Reply(Integer.parseInt(lines[0].split(" ", -1)[1]), headers, text.substring(end + 4));
    }
}
