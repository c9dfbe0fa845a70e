package dev.cartable.inmemory;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.port.TemplateStore;
import dev.cartable.work.Tx;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An administrator's templates in memory. Safe for use by several threads. */
final class InMemoryTemplates implements TemplateStore {
    private final InMemoryTable<Key, Entry> entries;

    public InMemoryTemplates(InMemoryUnitOfWork unitOfWork) {
        this.entries =
                new InMemoryTable<>(unitOfWork, Comparator.comparing(Key::kind).thenComparing(Key::language));
    }

    @Override
    public Optional<String> find(Kind kind, Locale language) {
        return Optional.ofNullable(entries.get(Key.of(kind, language))).map(Entry::text);
    }

    @Override
    public List<Entry> all() {
        return entries.all();
    }

    @Override
    public void save(Tx tx, Kind kind, Locale language, String text) {
        Key key = Key.of(kind, language);
        entries.put(tx, key, new Entry(kind, Locale.forLanguageTag(key.language()), text));
    }

    @Override
    public boolean remove(Tx tx, Kind kind, Locale language) {
        return entries.remove(tx, Key.of(kind, language));
    }

    private record Key(String kind, String language) {
        static Key of(Kind kind, Locale language) {
            return new Key(kind.name(), language.getLanguage());
        }
    }
}
