package dev.cartable.benchmarks;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.notice.template.MailDesign;
import dev.cartable.notice.template.TemplateRenderer;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The program that people write: for each message of a queue in the database, it reads the guardian and the children, fills the same
 * template, puts the message together by Jakarta Mail, sends it, and marks it as sent, one after the other.
 */
final class HandWrittenMail {
    private static final String QUEUE =
            "CREATE TABLE mail_queue (id BIGINT PRIMARY KEY, guardian_id VARCHAR(255) NOT NULL,"
                    + " username VARCHAR(64) NOT NULL, link VARCHAR(255) NOT NULL, sent_at TIMESTAMP)";
    private static final String GUARDIAN = "SELECT g.given_name, g.family_name, g.email, q.username, q.link"
            + " FROM mail_queue q JOIN cartable_guardian g ON g.id = q.guardian_id WHERE q.id = ?";
    private static final String CHILDREN = "SELECT p.given_name, p.family_name FROM mail_queue q"
            + " JOIN cartable_guardianship s ON s.guardian_id = q.guardian_id JOIN cartable_pupil p ON p.id = s.pupil_id"
            + " WHERE q.id = ? ORDER BY p.id";
    private static final Kind KIND = Kind.of("account.activation");

    private final Session session;
    private final Connection connection;
    private final TemplateRenderer templates = TemplateRenderer.builtIn(School.NAMED, MailDesign.defaults());

    HandWrittenMail(int port, Connection connection) {
        this.session = BareMail.session(port);
        this.connection = connection;
    }

    /** Queues so many messages to guardians of the roster. */
    void queue(int mails) throws SQLException {
        try (Statement create = connection.createStatement()) {
            create.executeUpdate(QUEUE);
        }
        try (PreparedStatement row = connection.prepareStatement(
                "INSERT INTO mail_queue (id, guardian_id, username, link) VALUES (?, ?, ?, ?)")) {
            for (int i = 0; i < mails; i++) {
                row.setLong(1, i);
                row.setString(2, School.guardian(i));
                row.setString(3, School.guardian(i) + ".parent");
                row.setString(4, "http://localhost:8080/activate#MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE" + i);
                row.addBatch();
            }
            row.executeBatch();
        }
    }

    void onOneConnection() throws MessagingException, SQLException {
        try (Transport transport = session.getTransport()) {
            transport.connect();
            for (long id : unsent()) {
                MimeMessage message = message(id);
                transport.sendMessage(message, message.getAllRecipients());
                mark(id);
            }
        }
    }

    void onConnectionsEach() throws MessagingException, SQLException {
        for (long id : unsent()) {
            Transport.send(message(id));
            mark(id);
        }
    }

    private List<Long> unsent() throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT id FROM mail_queue WHERE sent_at IS NULL ORDER BY id")) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }

    private MimeMessage message(long id) throws SQLException, MessagingException {
        List<String> children = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(CHILDREN)) {
            select.setLong(1, id);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    children.add(rows.getString(1) + " " + rows.getString(2));
                }
            }
        }
        try (PreparedStatement select = connection.prepareStatement(GUARDIAN)) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                Words words = templates.render(
                        KIND,
                        Locale.FRENCH,
                        Channel.EMAIL,
                        Map.of(
                                "name", row.getString(1) + " " + row.getString(2),
                                "username", row.getString(4),
                                "pupils", String.join(", ", children),
                                "pupil_count", Integer.toString(children.size()),
                                "school", School.NAMED.name(),
                                "link", row.getString(5),
                                "expires", "jeudi 3 décembre 2026"));
                return message(row.getString(3), words);
            }
        }
    }

    private MimeMessage message(String address, Words words) throws MessagingException {
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(words.text(), "UTF-8");
        MimeBodyPart rich = new MimeBodyPart();
        rich.setText(words.html(), "UTF-8", "html");
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress("no-reply@localhost.localdomain"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(address));
        message.setSubject(words.subject(), "UTF-8");
        message.setContent(new MimeMultipart("alternative", plain, rich));
        message.saveChanges();
        return message;
    }

    private void mark(long id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE mail_queue SET sent_at = ? WHERE id = ?")) {
            update.setTimestamp(1, Timestamp.from(Instant.now()));
            update.setLong(2, id);
            update.executeUpdate();
        }
    }
}
