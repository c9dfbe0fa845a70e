package dev.cartable.account.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A validation in numbers. Always {@code total = valid + invalid}; erased accounts are left out.
 *
 * @param byCode how many accounts have each finding, those that none has left out; one account may have several
 */
public record Validation(long total, long valid, long invalid, Map<Finding.Code, Long> byCode) {
    public Validation {
        Map<Finding.Code, Long> sorted = new EnumMap<>(Finding.Code.class);
        sorted.putAll(byCode);
        byCode = Collections.unmodifiableMap(sorted);
    }
}
