package dev.cartable.spring.web.account;

import dev.cartable.spring.web.internal.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Keeps of all that it sees, in the list's order, what a page may need. Used once, by one thread. */
final class Window<T> {
    private final PageRequest page;
    private final Function<? super T, String> key;
    private final List<T> kept = new ArrayList<>();
    private boolean begun;

    Window(PageRequest page, Function<? super T, String> key) {
        this.page = page;
        this.key = key;
        this.begun = page.after() == null;
    }

    void see(T element) {
        if (!begun) {
            begun = key.apply(element).equals(page.after());
        } else if (kept.size() <= page.limit()) {
            kept.add(element);
        }
    }

    Stream<T> stream() {
        return kept.stream();
    }
}
