package dev.cartable.mail;

import dev.cartable.CartableException;

/** Settings that no mail can be sent with. The message names what is wrong and never repeats a password. */
public final class SmtpSettingsException extends CartableException {
    private static final long serialVersionUID = 1L;

    SmtpSettingsException(String message) {
        super(message);
    }
}
