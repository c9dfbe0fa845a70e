package dev.cartable.inmemory;

import dev.cartable.notice.model.PersonPreferences;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.PreferenceStore;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people want, in memory. Safe for use by several threads. */
final class InMemoryPreferences implements PreferenceStore {
    private final InMemoryTable<Recipient, PersonPreferences> people;

    InMemoryPreferences(InMemoryUnitOfWork unitOfWork) {
        this.people = new InMemoryTable<>(unitOfWork, Comparator.comparing(Recipient::toString));
    }

    @Override
    public Map<Recipient, PersonPreferences> of(Collection<Recipient> some) {
        return people.among(some);
    }

    @Override
    public Stream<Declined> declined() {
        return people.all().stream()
                .flatMap(one -> one.declined().keySet().stream().map(topic -> new Declined(one.person(), topic)));
    }

    @Override
    public boolean decline(Tx tx, Recipient person, Topic topic, Instant now) {
        return changeDeclined(tx, person, declined -> {
            declined.putIfAbsent(topic, now);
            return declined;
        });
    }

    @Override
    public boolean accept(Tx tx, Recipient person, Topic topic) {
        return changeDeclined(tx, person, declined -> {
            declined.remove(topic);
            return declined;
        });
    }

    private boolean changeDeclined(Tx tx, Recipient person, UnaryOperator<Map<Topic, Instant>> change) {
        PersonPreferences before = get(person);
        PersonPreferences after = new PersonPreferences(
                person,
                change.apply(new HashMap<>(before.declined())),
                before.language(),
                before.quietHours(),
                before.digest());
        put(tx, after);
        return !after.equals(before);
    }

    @Override
    public void setLanguage(Tx tx, Recipient person, @Nullable Locale language, Instant now) {
        PersonPreferences before = get(person);
        put(tx, new PersonPreferences(person, before.declined(), language, before.quietHours(), before.digest()));
    }

    @Override
    public void setQuietHours(Tx tx, Recipient person, @Nullable QuietHours hours, Instant now) {
        PersonPreferences before = get(person);
        put(tx, new PersonPreferences(person, before.declined(), before.language(), hours, before.digest()));
    }

    @Override
    public void setDigest(Tx tx, Recipient person, @Nullable Boolean digest, Instant now) {
        PersonPreferences before = get(person);
        put(tx, new PersonPreferences(person, before.declined(), before.language(), before.quietHours(), digest));
    }

    /** Forgets what these have chosen. Returns how many had chosen anything. */
    int forget(Tx tx, Collection<Recipient> some) {
        return (int) some.stream().filter(person -> people.remove(tx, person)).count();
    }

    private PersonPreferences get(Recipient person) {
        PersonPreferences known = people.get(person);
        return known == null ? PersonPreferences.none(person) : known;
    }

    private void put(Tx tx, PersonPreferences preferences) {
        if (preferences.isEmpty()) {
            people.remove(tx, preferences.person());
        } else {
            people.put(tx, preferences.person(), preferences);
        }
    }
}
