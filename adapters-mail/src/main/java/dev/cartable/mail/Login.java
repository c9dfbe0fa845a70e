package dev.cartable.mail;

import static java.util.Objects.requireNonNull;

/** The user and password for an SMTP server. No text form of it shows the password. */
public final class Login {
    private final String user;
    private final String password;

    public Login(String user, String password) {
        this.user = requireNonNull(user, "user");
        this.password = requireNonNull(password, "password");
        if (user.isBlank() || user.chars().anyMatch(Character::isISOControl)) {
            throw new SmtpSettingsException("USER", "the SMTP user is empty or has a control character in it");
        }
        if (password.isEmpty() || password.chars().anyMatch(c -> c == 0 || c == '\r' || c == '\n')) {
            throw new SmtpSettingsException("PASSWORD", "the SMTP password is empty or has a line break in it");
        }
    }

    public String user() {
        return user;
    }

    String password() {
        return password;
    }

    @Override
    public String toString() {
        return "Login[" + user + "]";
    }
}
