package dev.cartable.mail;

import static java.util.Objects.requireNonNullElse;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.util.function.BooleanSupplier;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * A conversation with an SMTP server that remembers how far it got. Angus reports a refusal, a lost line before the final
 * dot and a lost line after it by the same exceptions, so that the commands and answers themselves are watched: what
 * follows a failure (RSET, QUIT) does not blur what came before.
 */
final class SmtpConversation extends SMTPTransport {
    /** How far a conversation got. */
    enum Stage {
        CONNECTING,
        GREETING,
        GREETED,
        STARTING_TLS,
        LOGGING_IN,
        SENDER,
        RECIPIENT,
        CONTENT,
        /** The final dot is on its way: from here on, no answer does not mean not sent. */
        HANDED_OVER
    }

    private Stage stage = Stage.CONNECTING;
    private int code;
    private String said = "";
    private boolean goodbye;
    private boolean aside;
    private boolean awaiting;
    private boolean offersStartTls;
    private boolean encrypted;
    private BooleanSupplier clearance = () -> true;
    private boolean stopped;

    SmtpConversation(Session session, URLName url) {
        super(session, url);
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        if (command.equals("DATA") && !clearance.getAsBoolean()) {
            stopped = true;
            throw new MessagingException("the message may not go");
        }
        aside = command.equals("RSET") || command.equals("QUIT");
        if (!aside && !goodbye) {
            stage = command.equals(".") ? Stage.CONTENT : stageOf(command);
            code = 0;
            said = "";
        }
        awaiting = true;
        super.sendCommand(command);
        if (command.equals(".")) {
            stage = Stage.HANDED_OVER;
        }
    }

    private Stage stageOf(String command) {
        int space = command.indexOf(' ');
        return switch (space < 0 ? command : command.substring(0, space)) {
            case "STARTTLS" -> Stage.STARTING_TLS;
            case "AUTH" -> Stage.LOGGING_IN;
            case "MAIL" -> Stage.SENDER;
            case "RCPT" -> Stage.RECIPIENT;
            case "DATA" -> Stage.CONTENT;
            case "EHLO", "HELO", "NOOP" -> Stage.GREETED;
            default -> stage;
        };
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        if (stage == Stage.CONNECTING) {
            stage = Stage.GREETING;
        }
        boolean counts = !aside && !goodbye;
        if (counts) {
            code = 0;
        }
        int answer = super.readServerResponse();
        boolean understood = answer >= 200 && answer < 600;
        awaiting = !understood;
        encrypted |= isSSL();
        if (counts && understood) {
            code = answer;
            said = requireNonNullElse(getLastServerResponse(), "");
            goodbye = answer == 421;
        }
        return answer;
    }

    @Override
    protected boolean ehlo(String domain) throws MessagingException {
        boolean understood = super.ehlo(domain);
        offersStartTls |= supportsExtension("STARTTLS");
        return understood;
    }

    /** Sends a message, and leaves in {@link #stage} and {@link #code} what became of it. */
    void send(MimeMessage message) {
        send(message, () -> true);
    }

    /**
     * The same.
     *
     * @param mayGo is asked before the content; if it says no, the conversation ends there
     */
    void send(MimeMessage message, BooleanSupplier mayGo) {
        clearance = mayGo;
        stage = Stage.SENDER;
        code = 0;
        said = "";
        aside = false;
        try {
            sendMessage(message, message.getAllRecipients());
        } catch (MessagingException | RuntimeException e) {
            // How far it got is remembered, which the exception does not say.
        }
    }

    Stage stage() {
        return stage;
    }

    /** The last answer that belongs to the message or the greeting; 0 if there was none. */
    int code() {
        return code;
    }

    /** What the server said with {@link #code}. */
    String said() {
        return said;
    }

    /** Whether the server said 421: it closes the connection, whatever was under way. */
    boolean saidGoodbye() {
        return goodbye;
    }

    /** Whether another message can follow: every command has had its answer, and no content is half sent. */
    boolean isInStep() {
        return !awaiting && !goodbye && !stopped && code != 354;
    }

    /** Whether the server was heard under TLS. */
    boolean isEncrypted() {
        return encrypted;
    }

    /** What the server says of an extension; empty if nothing. */
    String parameter(String extension) {
        return requireNonNullElse(getExtensionParameter(extension), "").strip();
    }

    /** Whether the server offered STARTTLS, before or after it was used. */
    boolean offersStartTls() {
        return offersStartTls;
    }
}
