package dev.cartable.work;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers by name. */
record NamedCounts(Map<String, Long> values) implements Counts {
    NamedCounts {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
