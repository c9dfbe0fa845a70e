package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.RosterRelation.Decision;
import dev.cartable.school.RosterRelation.Item;
import dev.cartable.school.internal.ErasedPeople;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RosterSource;
import dev.cartable.school.port.RosterStore;
import dev.cartable.school.port.RosterStore.Link;
import dev.cartable.work.Brake;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.ContentDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a roster: its four relations, what is missing from it, and the rows that cannot be used. The first pass of a run
 * finds what is missing; the pass that writes takes that over, if the roster is still the same.
 */
final class RosterPass implements BulkPass<Item<?, ?>, Decision<?, ?>, ImportRoster.Counts> {
    static final int CHUNK = 1_000;

    /** More roles than a school has; a broken file may have any number. */
    private static final int MAX_ROLES = 50;

    private static final String OTHER_ROLES = "…";

    final RosterRelation<PromotionId, Promotion> promotions;
    final RosterRelation<PupilId, Pupil> pupils;
    final RosterRelation<GuardianId, Guardian> guardians;
    final RosterRelation<Link, Guardianship> links;

    private final RosterSource source;
    private final Brake brake;
    private final RosterStore store;
    private final ErasedPeople erased;
    private final @Nullable RosterPass survey;
    private final ContentDigest digest = new ContentDigest();
    private final List<RowError> errors = new ArrayList<>();
    private final Set<String> unreadable = new HashSet<>();
    private final TreeMap<String, Long> linksLeftOut = new TreeMap<>();
    private long errorCount;
    private @Nullable MissingPeople missing;
    private @Nullable PlanDigest rows;

    /** @param survey the pass that came before; null for the first */
    RosterPass(RosterSource source, Brake brake, RosterStore store, ErasedPeople erased, @Nullable RosterPass survey) {
        this.source = source;
        this.brake = brake;
        this.store = store;
        this.erased = erased;
        this.survey = survey;
        promotions = new RosterRelation<>(new RosterRelation.Access<>(
                "promotion",
                Promotion::id,
                store::promotions,
                store::savePromotions,
                store::retirePromotions,
                (tx, ids) -> {},
                keys -> Set.of(),
                p -> true,
                p -> new Object[] {p.id(), p.name()}));
        pupils = new RosterRelation<>(new RosterRelation.Access<>(
                "pupil",
                Pupil::id,
                store::pupils,
                store::savePupils,
                store::retirePupils,
                (tx, ids) -> {},
                erased::pupils,
                Pupil::active,
                RosterPass::fields));
        guardians = new RosterRelation<>(new RosterRelation.Access<>(
                "guardian",
                Guardian::id,
                store::guardians,
                store::saveGuardians,
                store::retireGuardians,
                this::erase,
                erased::guardians,
                g -> true,
                RosterPass::fields));
        links = new RosterRelation<>(new RosterRelation.Access<>(
                "link",
                link -> new Link(link.guardian(), link.pupil()),
                keys -> store.guardianships(
                        keys.stream().map(Link::guardian).distinct().toList()),
                store::saveGuardianships,
                store::retireGuardianships,
                (tx, keys) -> {},
                this::erasedLinks,
                link -> true,
                RosterPass::fields));
    }

    /** Makes guardians unknown, and their links with them. */
    private void erase(Tx tx, Collection<GuardianId> ids) {
        ids.forEach(id -> store.eraseGuardian(tx, id, new GuardianId(ErasedPeople.PSEUDONYM + UUID.randomUUID())));
    }

    private Set<Link> erasedLinks(Collection<Link> some) {
        Set<GuardianId> them =
                erased.guardians(some.stream().map(Link::guardian).collect(Collectors.toSet()));
        Set<PupilId> gone = erased.pupils(some.stream().map(Link::pupil).collect(Collectors.toSet()));
        return some.stream()
                .filter(link -> them.contains(link.guardian()) || gone.contains(link.pupil()))
                .collect(Collectors.toSet());
    }

    private static @Nullable Object[] fields(Pupil p) {
        return new @Nullable Object[] {p.id(), p.name().given(), p.name().family(), p.promotion(), p.email(), p.active()
        };
    }

    private static @Nullable Object[] fields(Guardian g) {
        return new @Nullable Object[] {g.id(), g.name().given(), g.name().family(), g.email(), g.phone(), g.language()};
    }

    private static @Nullable Object[] fields(Guardianship l) {
        return new @Nullable Object[] {
            l.guardian(),
            l.pupil(),
            l.relation(),
            l.primaryContact(),
            l.maySeePupil(),
            l.emergencyContact(),
            l.validFrom(),
            l.validTo()
        };
    }

    @Override
    public int chunk() {
        return CHUNK;
    }

    @Override
    public void read(Consumer<? super Item<?, ?>> items) {
        source.read(new Reader(items));
    }

    @Override
    public void readRest(Consumer<? super Item<?, ?>> items) {
        rows = digest();
        if (survey == null) {
            missing = new MissingPeople(this, store, erased);
        } else if (rows.equals(survey.rows)) {
            missing = survey.missing;
        } else {
            throw RosterException.changed(source.name());
        }
        requireNonNull(missing, "missing").read(this, items);
    }

    private final class Reader implements RosterSource.Sink {
        private final Consumer<? super Item<?, ?>> items;

        Reader(Consumer<? super Item<?, ?>> items) {
            this.items = items;
        }

        @Override
        public void promotion(Promotion promotion) {
            items.accept(promotions.row(promotion));
        }

        @Override
        public void pupil(Pupil pupil) {
            items.accept(pupils.row(pupil));
        }

        @Override
        public void guardian(Guardian guardian) {
            items.accept(guardians.row(guardian));
        }

        @Override
        public void guardianship(Guardianship guardianship) {
            items.accept(links.row(guardianship));
        }

        @Override
        public void error(RowError error) {
            errorCount++;
            if (errors.size() < ImportRoster.MAX_ERRORS) {
                errors.add(error);
            }
        }

        @Override
        public void unreadable(String id) {
            unreadable.add(id);
        }

        @Override
        public void linkLeftOut(String role) {
            boolean listed = linksLeftOut.size() < MAX_ROLES || linksLeftOut.containsKey(role);
            linksLeftOut.merge(listed ? role : OTHER_ROLES, 1L, Long::sum);
        }
    }

    @Override
    public List<Decision<?, ?>> decide(List<Item<?, ?>> chunk) {
        List<Decision<?, ?>> decisions = new ArrayList<>();
        for (int from = 0; from < chunk.size(); ) {
            RosterRelation<?, ?> relation = chunk.get(from).relation();
            int to = from + 1;
            while (to < chunk.size() && chunk.get(to).relation() == relation) {
                to++;
            }
            decisions.addAll(decide(relation, chunk.subList(from, to)));
            from = to;
        }
        return decisions;
    }

    @SuppressWarnings("unchecked") // All these items are of this relation.
    private static <K, T> List<Decision<K, T>> decide(RosterRelation<K, T> relation, List<Item<?, ?>> items) {
        return relation.decide((List<Item<K, T>>) (List<?>) items);
    }

    @Override
    public boolean writes(Decision<?, ?> decision) {
        return decision.writes();
    }

    @Override
    public boolean keeps(Decision<?, ?> decision) {
        return !decision.writes();
    }

    /** A roster is one snapshot: what is missing from it would be wrong if a chunk of it were left out. */
    @Override
    public boolean retriesOneByOne() {
        return false;
    }

    @Override
    public List<Decision<?, ?>> write(List<Decision<?, ?>> decisions, UnitOfWork transactions) {
        List<Item<?, ?>> items = new ArrayList<>();
        decisions.forEach(decision -> items.add(decision.item()));
        return transactions.<List<Decision<?, ?>>>call(tx -> {
            List<Decision<?, ?>> again = decide(items);
            for (RosterRelation<?, ?> relation : List.of(promotions, pupils, guardians, links)) {
                write(tx, relation, again);
            }
            return again;
        });
    }

    @SuppressWarnings("unchecked") // Only decisions of this relation are left.
    private static <K, T> void write(Tx tx, RosterRelation<K, T> relation, List<Decision<?, ?>> decisions) {
        List<?> ours = decisions.stream()
                .filter(decision -> decision.item().relation() == relation)
                .toList();
        relation.write(tx, (List<Decision<K, T>>) ours);
    }

    @Override
    public void take(Decision<?, ?> decision) {
        decision.take(digest);
    }

    @Override
    public ImportRoster.Counts counts() {
        return new ImportRoster.Counts(promotions.counts(), pupils.counts(), guardians.counts(), links.counts());
    }

    /** The digest of all rows and of what becomes of them; the order of the rows does not matter. */
    @Override
    public PlanDigest digest() {
        ContentDigest all = new ContentDigest();
        all.addAll(digest);
        all.add("errors", errorCount);
        unreadable.forEach(id -> all.add("unreadable", id));
        return all.digest();
    }

    @Override
    public void checkBrake() {
        requireNonNull(missing, "missing").check(brake);
    }

    boolean isUnreadable(String id) {
        return unreadable.contains(id);
    }

    ImportRoster.Report report(ImportRoster.Counts done) {
        return new ImportRoster.Report(done, digest(), errors, errorCount, linksLeftOut);
    }
}
