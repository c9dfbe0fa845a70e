package dev.cartable.spring.web.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Which of our languages a request asks for. */
final class Languages {
    /** The languages of {@code problems_*.properties}. */
    static final List<String> OURS = List.of("en", "fr");

    private Languages() {}

    static Locale of(HttpServletRequest request, Locale otherwise) {
        String asked = request.getHeader("Accept-Language");
        if (asked != null && !asked.isBlank()) {
            for (Locale locale : Collections.list(request.getLocales())) {
                if (OURS.contains(locale.getLanguage())) {
                    return Locale.forLanguageTag(locale.getLanguage());
                }
            }
        }
        return OURS.contains(otherwise.getLanguage()) ? otherwise : Locale.ENGLISH;
    }
}
