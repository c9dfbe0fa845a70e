package dev.cartable.notice.template;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.port.TemplateStore;
import dev.cartable.work.Tx;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A store in which no administrator has put a template. */
final class NoTemplates implements TemplateStore {
    @Override
    public Optional<String> find(Kind kind, Locale language) {
        return Optional.empty();
    }

    @Override
    public List<Entry> all() {
        return List.of();
    }

    @Override
    public void save(Tx tx, Kind kind, Locale language, String text) {
        throw new UnsupportedOperationException("there is no database to keep the template in");
    }

    @Override
    public boolean remove(Tx tx, Kind kind, Locale language) {
        return false;
    }
}
