package dev.cartable.notice.http;

import dev.cartable.CartableException;
import java.util.Map;

/**
 * Settings that no short message can be sent with. The message names the setting and never repeats a secret. The code says what is wrong,
 * such as {@code MISSING}; the fact {@code what} is the setting.
 */
public final class GatewaySettingsException extends CartableException {
    private static final long serialVersionUID = 1L;

    GatewaySettingsException(String code, String what, String message) {
        super(code, Map.of("what", what), message);
    }
}
