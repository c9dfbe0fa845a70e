package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.Cartable;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.UsageReport;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.School;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A school with a network, in memory, whose clock the test sets. */
public final class QuotaWorld {
    public static final UserId JOHN = new UserId("john");
    public static final UserId AWA = new UserId("awa");
    public static final PromotionId L3 = new PromotionId("L3 Info");
    public static final ZoneId ZONE = ZoneId.of("Africa/Conakry");

    private final InMemoryStores stores;
    private final Cartable cartable;
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private int events;

    public QuotaWorld() {
        this(QuotaSettings.defaults());
    }

    public QuotaWorld(QuotaSettings settings) {
        this(settings, ZONE);
    }

    public QuotaWorld(QuotaSettings settings, ZoneId zone) {
        stores = new InMemoryStores(() -> now);
        cartable = Cartable.builder()
                .stores(stores)
                .zone(zone)
                .time(() -> now)
                .quotas(settings)
                .build();
        stores.unitOfWork().run(tx -> {
            stores.rosterStore().savePromotions(tx, List.of(new Promotion(L3, "L3 Info")));
            stores.userStore()
                    .save(
                            tx,
                            List.of(
                                    new User(JOHN, "john", "john@example.org", null, L3, true),
                                    new User(AWA, "awa", null, "en", L3, true)));
        });
    }

    public Cartable cartable() {
        return cartable;
    }

    public InMemoryStores stores() {
        return stores;
    }

    /** The school, which signs as Cartable. */
    public School school() {
        return new School("Cartable", ZONE, Locale.FRENCH);
    }

    public Instant now() {
        return now;
    }

    public void set(String instant) {
        now = Instant.parse(instant);
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    public Profile profile(String name, UnaryOperator<Profile.Builder> change) {
        return cartable.quotas().profiles().add(name, change);
    }

    public void assign(Holder holder, Profile profile) {
        cartable.quotas().assign(holder, profile.id(), "test");
    }

    /** Uses so much now. */
    public UsageReport use(UserId user, long bytes) {
        return use(user, bytes, now);
    }

    public UsageReport use(UserId user, long bytes, Instant at) {
        events++;
        return record(event("event-" + events, user, bytes, at));
    }

    public UsageReport record(UsageEvent... told) {
        return cartable.quotas().record(List.of(told));
    }

    public static UsageEvent event(String id, UserId user, long bytes, Instant at) {
        return new UsageEvent(new EventId(id), user, new Traffic(0, bytes), at);
    }

    public long used(UserId user, Window window) {
        return cartable.quotas().check(user).window(window).used().total().bytes();
    }

    /** Changes a user's counters by hand, past all rules. */
    public void tamper(UserId user, UnaryOperator<Usage> change) {
        stores.unitOfWork().run(tx -> stores.usage().put(tx, List.of(change.apply(usage(tx, user)))));
    }

    public Usage usage(UserId user) {
        return stores.unitOfWork().<Usage>call(tx -> usage(tx, user));
    }

    private Usage usage(Tx tx, UserId user) {
        return requireNonNull(stores.usage().lock(tx, List.of(user)).get(user));
    }

    /** The same counters, one of which is another. */
    public static Usage with(Usage usage, Counter counter) {
        return usage.with(PerWindow.of(window -> window == counter.key().window() ? counter : usage.counter(window)));
    }
}
