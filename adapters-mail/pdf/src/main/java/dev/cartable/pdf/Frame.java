package dev.cartable.pdf;

import dev.cartable.school.model.School;
import java.text.Bidi;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What all documents of a school have in common. */
final class Frame {
    /** The values that every layout may name. */
    static final Set<String> NAMES = Set.of(
            "lang", "dir", "title", "colour", "tint", "school", "contact", "logo", "signature", "stamp", "signatory");

    private static final List<String> RIGHT_TO_LEFT = List.of("ar", "fa", "he", "ur");

    private Frame() {}

    static Map<String, Object> values(School school, DocumentDesign design, Words words) {
        Map<String, Object> values = new HashMap<>();
        words.all().forEach((key, text) -> values.put(DocumentTemplates.label(key), text));
        boolean rightToLeft = RIGHT_TO_LEFT.contains(words.language().getLanguage());
        values.put("lang", words.language().toLanguageTag());
        values.put("dir", rightToLeft ? "rtl" : "ltr");
        values.put("colour", design.colour());
        values.put("tint", design.tint());
        values.put("school", school.name());
        values.put("contact", words.typeset(design.contact()));
        values.put("logo", design.logo() == null ? "" : words.text("logo", Map.of("school", school.name())));
        values.put("signature", design.signature() == null ? "" : "1");
        values.put("stamp", design.stamp() == null ? "" : "1");
        values.put("signatory", design.signatory().isEmpty() ? words.text("signatory") : design.signatory());
        return values;
    }

    /** The direction of the first letter which has one, so that a full stop after Arabic words stands at their left. */
    static String direction(String text) {
        return Bidi.requiresBidi(text.toCharArray(), 0, text.length())
                        && !new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight()
                ? "rtl"
                : "ltr";
    }

    /** The pictures of a design, by the names that layouts call them. */
    static Map<String, byte[]> pictures(DocumentDesign design) {
        Map<String, byte[]> all = new HashMap<>();
        Picture logo = design.logo();
        Picture signature = design.signature();
        Picture stamp = design.stamp();
        if (logo != null) {
            all.put("logo", logo.bytes());
        }
        if (signature != null) {
            all.put("signature", signature.bytes());
        }
        if (stamp != null) {
            all.put("stamp", stamp.bytes());
        }
        return Map.copyOf(all);
    }
}
