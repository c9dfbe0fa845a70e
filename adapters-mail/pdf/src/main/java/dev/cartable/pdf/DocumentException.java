package dev.cartable.pdf;

import dev.cartable.CartableException;
import java.util.Map;

/** A document cannot be made: a template, a picture or a setting of it has a fault. Nothing was written. */
public final class DocumentException extends CartableException {
    private static final long serialVersionUID = 1L;

    DocumentException(String code, Map<String, String> facts, String message) {
        super(code, facts, message);
    }

    DocumentException(String code, Map<String, String> facts, String message, Throwable cause) {
        super(code, facts, message, cause);
    }
}
