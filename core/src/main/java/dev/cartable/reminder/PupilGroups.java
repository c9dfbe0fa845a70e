package dev.cartable.reminder;

import dev.cartable.school.model.PupilId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Groups what is read in the order of its pupils, a pupil at a time. */
final class PupilGroups {
    private PupilGroups() {}

    /** A list for each pupil, read on demand. Closing the stream closes {@code items}. */
    static <T> Stream<List<T>> of(Stream<T> items, Function<T, PupilId> pupil) {
        Iterator<T> all = items.iterator();
        Iterator<List<T>> groups = new Iterator<>() {
            private @Nullable T next = all.hasNext() ? all.next() : null;

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public List<T> next() {
                T first = next;
                if (first == null) {
                    throw new NoSuchElementException();
                }
                List<T> group = new ArrayList<>();
                PupilId id = pupil.apply(first);
                T item = first;
                while (item != null && pupil.apply(item).equals(id)) {
                    group.add(item);
                    item = all.hasNext() ? all.next() : null;
                }
                next = item;
                return group;
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(groups, 0), false)
                .onClose(items::close);
    }
}
