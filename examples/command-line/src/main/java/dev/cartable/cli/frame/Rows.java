package dev.cartable.cli.frame;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A list in a result. In JSON it is whole; on a terminal, only its beginning is shown unless all was asked for. */
public final class Rows {
    private final String name;
    private final Words words;
    private final @Nullable Spool spool;
    private final int shown;
    private final UnaryOperator<@Nullable Object> named;
    private final List<String> lines = new ArrayList<>();
    private long size;

    /** @param named puts names beside ids, for people */
    Rows(String name, Words words, @Nullable Spool spool, int shown, UnaryOperator<@Nullable Object> named) {
        this.name = name;
        this.words = words;
        this.spool = spool;
        this.shown = shown;
        this.named = named;
    }

    /** Adds an item. */
    public void add(Row row) {
        if (spool != null) {
            try {
                spool.add(row);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write a temporary file for the list '" + name + "'", e);
            }
        } else if (size < shown) {
            String key = "list." + name
                    + (row.get("file") == null && words.has("list." + name + ".alone") ? ".alone" : ".row");
            Map<String, @Nullable Object> fields = new HashMap<>();
            row.forEach((field, value) -> fields.put(field, named.apply(value)));
            lines.add(words.text(key, fields).strip());
        }
        size++;
    }

    /** How many items were added. */
    public long size() {
        return size;
    }

    String name() {
        return name;
    }

    @Nullable
    Spool spool() {
        return spool;
    }

    /** The list as people read it; nothing if it is empty or goes to programs. */
    List<String> lines() {
        List<String> all = new ArrayList<>();
        if (spool == null && size > 0 && shown > 0) {
            all.add(words.text("list." + name, "size", size));
            lines.forEach(line -> all.add("  " + line));
            if (size > lines.size()) {
                all.add("  " + words.text("list.more", "more", size - lines.size()));
            }
        }
        return all;
    }
}
