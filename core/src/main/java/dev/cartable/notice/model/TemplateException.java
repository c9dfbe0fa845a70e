package dev.cartable.notice.model;

import dev.cartable.CartableException;
import java.util.Map;

/** A template is missing, malformed, or uses a variable that its kind does not have. */
public class TemplateException extends CartableException {
    private static final long serialVersionUID = 1L;

    public TemplateException(String message) {
        super("TEMPLATE", Map.of(), message);
    }

    /** With a code and facts of its own, for a text in another language. */
    public TemplateException(String code, Map<String, String> facts, String message) {
        super(code, facts, message);
    }
}
