package dev.cartable.document.model;

import dev.cartable.CartableException;
import java.util.Map;

/** A stored document cannot be read or deleted. The code says why, such as {@code DOCUMENT_MISSING}. */
public final class DocumentException extends CartableException {
    private static final long serialVersionUID = 1L;

    /**
     * @param code a stable word for programs
     * @param facts what the message names, such as {@code sha256}
     */
    public DocumentException(String code, Map<String, String> facts, String message) {
        super(code, facts, message);
    }

    /** As {@link #DocumentException(String, Map, String)}, with a cause. */
    public DocumentException(String code, Map<String, String> facts, String message, Throwable cause) {
        super(code, facts, message, cause);
    }
}
