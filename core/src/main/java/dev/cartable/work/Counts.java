package dev.cartable.work;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The numbers of a run or of its plan. Most are public records; the components of type {@code long} are the numbers. The command
 * line, REST, metrics and a history of runs can show {@link #values} without knowing the use case.
 */
public interface Counts {
    /** Numbers that have no record of their own, in the order of the map. */
    static Counts of(Map<String, Long> values) {
        return new NamedCounts(values);
    }

    /**
     * The numbers by their names, in the order of the record's components. A component that is itself {@code Counts} adds its
     * numbers under its own name, such as {@code pupils.created}.
     */
    default Map<String, Long> values() {
        Map<String, Long> values = new LinkedHashMap<>();
        for (RecordComponent component : getClass().getRecordComponents()) {
            Object value = value(component);
            if (value instanceof Long number) {
                values.put(component.getName(), number);
            } else if (value instanceof Counts nested) {
                nested.values().forEach((name, number) -> values.put(component.getName() + "." + name, number));
            }
        }
        return values;
    }

    private Object value(RecordComponent component) {
        try {
            return component.getAccessor().invoke(this);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component + " of " + getClass(), e);
        }
    }
}
