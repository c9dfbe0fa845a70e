package dev.cartable.pdf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The signs that stand in a document in place of numbers, and what each means: only those that are used, in the order of use. */
final class Legend {
    private final Words words;
    private final Map<String, String> meanings = new LinkedHashMap<>();

    Legend(Words words) {
        this.words = words;
    }

    /** The sign of this key, which is explained from now on. */
    String sign(String key) {
        String sign = words.text("sign_" + key);
        meanings.put(sign, words.text("meaning_" + key));
        return sign;
    }

    void add(String sign, String meaning) {
        meanings.put(sign, meaning);
    }

    List<Map<String, String>> rows() {
        return meanings.entrySet().stream()
                .map(entry -> Map.of(
                        "sign", words.text("legend", Map.of("sign", entry.getKey())), "meaning", entry.getValue()))
                .toList();
    }
}
