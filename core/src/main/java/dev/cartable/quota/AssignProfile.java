package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.Chunks;
import dev.cartable.work.internal.Deed;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that gives a user, a promotion or everybody a profile, and takes it away. The history says who held what and
 * when; users whom another profile comes to serve have their counters reset, kept or prorated as the settings say. The
 * assignment is one transaction, the caller's if there is one; a promotion's users follow in chunks, and those that a crash
 * leaves out follow when they are next charged. Safe for use by several threads.
 */
public final class AssignProfile {
    private static final int CHUNK = 500;

    private final QuotaPorts ports;
    private final QuotaSettings settings;
    private final QuotaReader reader;
    private final AssignmentSync assignmentSync;
    private final InstantSource time;

    AssignProfile(QuotaPorts ports, QuotaSettings settings, WindowCalendar calendar, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.settings = requireNonNull(settings, "settings");
        this.reader = new QuotaReader(ports, settings, calendar);
        this.assignmentSync = new AssignmentSync(ports.usage(), reader);
        this.time = requireNonNull(time, "time");
    }

    /**
     * What was done.
     *
     * @param change what the history says of it; empty if the holder had this profile already, or none to be taken away
     * @param usages how many users' counters were opened, moved or disabled
     */
    public record Done(Optional<ProfileChange> change, int usages) {}

    Done assign(Holder holder, ProfileId profile, String actor) {
        Instant now = time.instant();
        requireKnown(holder);
        Profile wanted = named(profile);
        Optional<ProfileChange> change = ports.unitOfWork().call(tx -> assign(tx, holder, wanted, actor, now));
        return new Done(change, change.isEmpty() ? 0 : follow(holder, "assignment", actor, now));
    }

    private Optional<ProfileChange> assign(Tx tx, Holder holder, Profile wanted, String actor, Instant now) {
        Optional<Assignment> before = ports.profiles().lock(tx, holder);
        if (before.isPresent() && before.get().profile().equals(wanted.id())) {
            return Optional.empty();
        }
        ports.profiles().assign(tx, new Assignment(TimeOrderedIds.next(now), holder, wanted.id(), now));
        return Optional.of(note(
                tx,
                holder,
                before.isEmpty() ? ProfileChange.Type.ASSIGNED : ProfileChange.Type.UPDATED,
                before.map(b -> named(b.profile()).name()).orElse(null),
                wanted.name(),
                actor,
                now));
    }

    Done remove(Holder holder, String actor) {
        Instant now = time.instant();
        requireKnown(holder);
        Optional<ProfileChange> change = ports.unitOfWork().call(tx -> {
            Optional<Assignment> before = ports.profiles().lock(tx, holder);
            if (before.isEmpty()) {
                return Optional.<ProfileChange>empty();
            }
            ports.profiles().unassign(tx, holder);
            String name = named(before.get().profile()).name();
            return Optional.of(note(tx, holder, ProfileChange.Type.REMOVED, name, null, actor, now));
        });
        return new Done(change, change.isEmpty() ? 0 : follow(holder, "removal", actor, now));
    }

    private void requireKnown(Holder holder) {
        if (settings.levels().stream().noneMatch(level -> level.name().equals(holder.level()))) {
            throw new QuotaException(
                    QuotaProblem.UNKNOWN_LEVEL,
                    Map.of("level", holder.level(), "levels", String.join(", ", settings.levelNames())));
        }
        if (holder.level().equals(Level.USER.name())) {
            UserId user = new UserId(holder.id());
            if (ports.users().byId(List.of(user)).isEmpty()) {
                throw QuotaException.unknown(user);
            }
        }
        if (holder.level().equals(Level.PROMOTION.name())) {
            PromotionId promotion = new PromotionId(holder.id());
            if (ports.users().promotions(List.of(promotion)).isEmpty()) {
                throw new QuotaException(QuotaProblem.UNKNOWN_PROMOTION, Map.of("promotion", promotion.value()));
            }
        }
    }

    private Profile named(ProfileId id) {
        Profile profile = reader.profile(id);
        if (profile == null) {
            throw new QuotaException(QuotaProblem.UNKNOWN_PROFILE, Map.of("profile", id.toString()));
        }
        return profile;
    }

    private ProfileChange note(
            Tx tx,
            Holder holder,
            ProfileChange.Type type,
            @Nullable String before,
            @Nullable String after,
            String actor,
            Instant now) {
        ProfileChange change = new ProfileChange(TimeOrderedIds.next(now), holder, type, before, after, "", actor, now);
        ports.profiles().note(tx, List.of(change));
        Deed.of(
                        "profile." + type.name().toLowerCase(Locale.ROOT),
                        holder.level().toLowerCase(Locale.ROOT),
                        holder.id())
                .by(actor)
                .record(ports.unitOfWork(), tx);
        return change;
    }

    /** Brings the usages of a holder's users in step. Those of everybody follow when they are next charged, or by a repair. */
    private int follow(Holder holder, String cause, String actor, Instant now) {
        if (holder.level().equals(Level.USER.name())) {
            return sync(List.of(new UserId(holder.id())), cause, actor, now);
        }
        if (!holder.level().equals(Level.PROMOTION.name())) {
            return 0;
        }
        int written = 0;
        try (Stream<User> users = ports.users().of(new PromotionId(holder.id()))) {
            for (List<UserId> chunk :
                    (Iterable<List<UserId>>) () -> Chunks.of(users.map(User::id).iterator(), CHUNK)) {
                written += sync(chunk, cause, actor, now);
            }
        }
        return written;
    }

    private int sync(List<UserId> users, String cause, String actor, Instant now) {
        return ports.unitOfWork().<Integer>call(tx -> {
            List<ResolvedProfile> resolved = List.copyOf(reader.of(users, now).values());
            return assignmentSync.sync(tx, resolved, cause, actor, now);
        });
    }
}
