package dev.cartable.internal.json;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is looked up once for all records of a class. Safe for use by several threads. */
final class RecordShape {
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(Arrays.asList(type.getRecordComponents()));
        }
    };

    private final List<RecordComponent> components;
    private volatile @Nullable Boolean ownText;

    private RecordShape(List<RecordComponent> components) {
        this.components = components;
    }

    static RecordShape of(Object whole) {
        return SHAPES.get(whole.getClass());
    }

    /** Whether records of the class do not have the text form that the compiler gives them, which the first one shows. */
    boolean hasOwnText(Record whole) {
        Boolean known = ownText;
        if (known == null) {
            String usual = components(whole, part -> true).entrySet().stream()
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", whole.getClass().getSimpleName() + "[", "]"));
            known = !usual.equals(whole.toString());
            ownText = known;
        }
        return known;
    }

    Map<String, @Nullable Object> components(Object whole, Predicate<? super @Nullable Object> wanted) {
        Map<String, @Nullable Object> wantedParts = new LinkedHashMap<>();
        for (RecordComponent component : components) {
            try {
                Object part = component.getAccessor().invoke(whole);
                if (wanted.test(part)) {
                    wantedParts.put(component.getName(), part);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("cannot read " + component + " of " + whole.getClass(), e);
            }
        }
        return wantedParts;
    }
}
