package dev.cartable.benchmarks;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Messages that are all there already, sent by nothing but Jakarta Mail. */
final class BareMail {
    private final Session session;
    private final List<MimeMessage> messages = new ArrayList<>();

    BareMail(int port, List<byte[]> contents) throws MessagingException {
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", Integer.toString(port));
        properties.setProperty("mail.smtp.localhost", "localhost");
        properties.setProperty("mail.smtp.from", "no-reply@localhost.localdomain");
        session = Session.getInstance(properties);
        for (byte[] content : contents) {
            messages.add(new MimeMessage(session, new ByteArrayInputStream(content)));
        }
    }

    void onOneConnection() throws MessagingException {
        try (Transport transport = session.getTransport()) {
            transport.connect();
            for (MimeMessage message : messages) {
                transport.sendMessage(message, message.getAllRecipients());
            }
        }
    }

    void onConnectionsEach() throws MessagingException {
        for (MimeMessage message : messages) {
            try (Transport transport = session.getTransport()) {
                transport.connect();
                transport.sendMessage(message, message.getAllRecipients());
            }
        }
    }
}
