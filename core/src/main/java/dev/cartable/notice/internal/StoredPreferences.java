package dev.cartable.notice.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.PreferenceSettings;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.PersonPreferences;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.PreferenceStore;
import dev.cartable.notice.port.Preferences;
import dev.cartable.school.model.Address;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Answers from Cartable's own store, for a host that does not keep preferences itself. Safe for use by several threads. */
public final class StoredPreferences implements Preferences {
    private final PreferenceStore store;
    private final Function<Kind, Category> categories;
    private final PreferenceSettings settings;
    private final Map<Recipient, PersonPreferences> read;

    /** @param categories the category of each kind */
    public StoredPreferences(PreferenceStore store, Function<Kind, Category> categories, PreferenceSettings settings) {
        this(store, categories, settings, Map.of());
    }

    private StoredPreferences(
            PreferenceStore store,
            Function<Kind, Category> categories,
            PreferenceSettings settings,
            Map<Recipient, PersonPreferences> read) {
        this.store = requireNonNull(store, "store");
        this.categories = requireNonNull(categories, "categories");
        this.settings = requireNonNull(settings, "settings");
        this.read = read;
    }

    @Override
    public Answer answer(Recipient person, Kind kind, Channel channel, Address address) {
        Category category = categories.apply(kind);
        return settings.mayDecline(category) && of(person).declines(category, channel)
                ? Answer.DECLINED
                : Answer.ACCEPTED;
    }

    @Override
    public Optional<Locale> language(Recipient person) {
        return Optional.ofNullable(of(person).language());
    }

    @Override
    public Optional<QuietHours> quietHours(Recipient person) {
        return Optional.ofNullable(of(person).quietHours());
    }

    @Override
    public Optional<Boolean> digest(Recipient person) {
        return Optional.ofNullable(of(person).digest());
    }

    @Override
    public Preferences prefetched(Collection<Recipient> people, Collection<Address> addresses) {
        Map<Recipient, PersonPreferences> found = new HashMap<>();
        people.forEach(person -> found.put(person, PersonPreferences.none(person)));
        found.putAll(store.of(found.keySet()));
        // Not Map.copyOf: it probes the next places, and ids in a row leave no gap between them.
        return new StoredPreferences(store, categories, settings, found);
    }

    private PersonPreferences of(Recipient person) {
        PersonPreferences known = read.get(person);
        return known != null ? known : store.of(List.of(person)).getOrDefault(person, PersonPreferences.none(person));
    }
}
