package dev.cartable.notice.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.BounceStore;
import dev.cartable.notice.port.Preferences;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The host's preferences, with the addresses from which mail came back. These are few, so all of them are read at once and kept for a
 * minute: a run over a school asks for each person. What this process writes it sees at once. Safe for use by several threads.
 */
public final class SuppressedAddresses implements Preferences {
    private static final Duration AGE = Duration.ofMinutes(1);

    private final Preferences preferences;
    private final Cache suppressed;

    public SuppressedAddresses(Preferences preferences, Supplier<BounceStore> store, InstantSource time) {
        this(preferences, new Cache(store, time));
    }

    private SuppressedAddresses(Preferences preferences, Cache suppressed) {
        this.preferences = requireNonNull(preferences, "preferences");
        this.suppressed = suppressed;
    }

    @Override
    public Answer answer(Recipient person, Kind kind, Channel channel, Address address) {
        return isSuppressed(channel, address) ? Answer.BOUNCED : preferences.answer(person, kind, channel, address);
    }

    @Override
    public Optional<Locale> language(Recipient person) {
        return preferences.language(person);
    }

    @Override
    public Optional<QuietHours> quietHours(Recipient person) {
        return preferences.quietHours(person);
    }

    @Override
    public Preferences prefetched(Collection<Recipient> people, Collection<Address> addresses) {
        return new SuppressedAddresses(preferences.prefetched(people, addresses), suppressed);
    }

    private boolean isSuppressed(Channel channel, Address address) {
        return channel.equals(Channel.EMAIL)
                && address instanceof EmailAddress email
                && suppressed.addresses().contains(email);
    }

    /** Reads them again when they are next asked for. */
    public void refresh() {
        suppressed.read = null;
    }

    private static final class Cache {
        private final Supplier<BounceStore> store;
        private final InstantSource time;
        private volatile @Nullable Read read;

        Cache(Supplier<BounceStore> store, InstantSource time) {
            this.store = requireNonNull(store, "store");
            this.time = requireNonNull(time, "time");
        }

        Set<EmailAddress> addresses() {
            Instant now = time.instant();
            Read last = read;
            if (last == null || now.isBefore(last.at) || !now.isBefore(last.at.plus(AGE))) {
                last = new Read(store.get().suppressed(), now);
                read = last;
            }
            return last.addresses;
        }
    }

    private record Read(Set<EmailAddress> addresses, Instant at) {}
}
