package dev.cartable.benchmarks;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.FutureTask;

/** Messages that are all there already, sent by nothing but Jakarta Mail. */
final class BareMail {
    private final Session session;
    private final List<MimeMessage> messages = new ArrayList<>();

    BareMail(int port, List<byte[]> contents) throws MessagingException {
        session = session(port);
        for (byte[] content : contents) {
            messages.add(new MimeMessage(session, new ByteArrayInputStream(content)));
        }
    }

    /** How Jakarta Mail reaches the server. */
    static Session session(int port) {
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", Integer.toString(port));
        properties.setProperty("mail.smtp.localhost", "localhost");
        properties.setProperty("mail.smtp.from", "no-reply@localhost.localdomain");
        return Session.getInstance(properties);
    }

    /** Sends all of them on so many connections, each on a thread of its own. */
    void on(int connections) throws Exception {
        Deque<MimeMessage> left = new ConcurrentLinkedDeque<>(messages);
        List<FutureTask<Void>> lines = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            FutureTask<Void> line = new FutureTask<>(() -> {
                send(left);
                return null;
            });
            lines.add(line);
            new Thread(line, "bare-mail").start();
        }
        for (FutureTask<Void> line : lines) {
            line.get();
        }
    }

    private void send(Deque<MimeMessage> left) throws MessagingException {
        try (Transport transport = session.getTransport()) {
            transport.connect();
            for (MimeMessage message = left.poll(); message != null; message = left.poll()) {
                transport.sendMessage(message, message.getAllRecipients());
            }
        }
    }
}
