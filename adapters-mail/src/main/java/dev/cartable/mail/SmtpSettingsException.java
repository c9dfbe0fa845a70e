package dev.cartable.mail;

import dev.cartable.CartableException;
import java.util.Map;

/**
 * Settings that no mail can be sent with. The message names what is wrong and never repeats a password. The code says what it is,
 * such as {@code USER_WITHOUT_PASSWORD}; the facts are {@code what}, the setting, and what else the message names.
 */
public final class SmtpSettingsException extends CartableException {
    private static final long serialVersionUID = 1L;

    SmtpSettingsException(String code, Map<String, String> facts, String message) {
        super(code, facts, message);
    }

    SmtpSettingsException(String code, String message) {
        this(code, Map.of(), message);
    }
}
