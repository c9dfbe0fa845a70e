package dev.cartable.inmemory;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Roster.Enrolment;
import dev.cartable.school.port.RosterStore;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A school's pupils, guardians and links in memory, to be read and to be imported into. Safe for use by several threads. */
final class InMemorySchool implements Roster, RosterStore {
    private static final Comparator<Link> BY_GUARDIAN =
            Comparator.comparing(Link::guardian).thenComparing(Link::pupil);

    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryTable<PromotionId, Stored<Promotion>> promotions;
    private final InMemoryTable<PromotionId, Boolean> kept;
    private final InMemoryTable<PupilId, Pupil> pupils;
    private final InMemoryTable<GuardianId, Stored<Guardian>> guardians;
    private final InMemoryTable<Link, Stored<Guardianship>> links;
    private final NavigableMap<GuardianId, NavigableSet<PupilId>> linked = new TreeMap<>();

    public InMemorySchool(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.promotions = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.kept = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.pupils = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.guardians = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.links = new InMemoryTable<>(unitOfWork, BY_GUARDIAN);
    }

    /** A row, and whether its subject is still on the roster. */
    private record Stored<T>(T value, boolean active) {
        static <T> Optional<T> here(@Nullable Stored<T> stored) {
            return stored == null || !stored.active ? Optional.empty() : Optional.of(stored.value);
        }
    }

    @Override
    public Stream<Family> families() {
        return unitOfWork.read(
                () -> guardians.keys().stream().map(this::family).flatMap(Optional::stream).toList().stream());
    }

    @Override
    public Enrolment enrolment() {
        return unitOfWork.read(
                () -> Enrolment.of(pupils.all().stream().filter(Pupil::active).toList()));
    }

    @Override
    public Stream<Family> families(PromotionId promotion) {
        requireNonNull(promotion, "promotion");
        return families()
                .filter(family -> family.wards().stream()
                        .map(Family.Ward::pupil)
                        .anyMatch(pupil -> pupil.active() && promotion.equals(pupil.promotion())));
    }

    @Override
    public List<Family> families(Collection<GuardianId> ids) {
        return unitOfWork.read(() -> new LinkedHashSet<>(ids)
                .stream().map(this::family).flatMap(Optional::stream).toList());
    }

    @Override
    public List<Family> familiesOf(Collection<PupilId> ids) {
        Set<PupilId> wanted = Set.copyOf(ids);
        return families()
                .filter(family -> family.wards().stream()
                        .anyMatch(ward -> wanted.contains(ward.pupil().id())))
                .toList();
    }

    private Optional<Family> family(GuardianId id) {
        return Stored.here(guardians.get(id)).map(guardian -> new Family(guardian, wards(id)));
    }

    private List<Family.Ward> wards(GuardianId guardian) {
        return activeLinks(guardian)
                .flatMap(link ->
                        Optional.ofNullable(pupils.get(link.pupil()))
                                .map(pupil -> new Family.Ward(pupil, link))
                                .stream())
                .toList();
    }

    private Stream<Guardianship> activeLinks(GuardianId guardian) {
        return linked.getOrDefault(guardian, new TreeSet<>()).stream()
                .map(pupil -> links.get(new Link(guardian, pupil)))
                .map(Stored::here)
                .flatMap(Optional::stream);
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public boolean guardiansWritable() {
        return true;
    }

    @Override
    public Map<PromotionId, Promotion> promotions(Collection<PromotionId> ids) {
        return active(promotions, ids);
    }

    @Override
    public Map<PupilId, Pupil> pupils(Collection<PupilId> ids) {
        return pupils.among(ids);
    }

    @Override
    public Map<GuardianId, Guardian> guardians(Collection<GuardianId> ids) {
        return active(guardians, ids);
    }

    private static <K, T> Map<K, T> active(InMemoryTable<K, Stored<T>> table, Collection<K> ids) {
        Map<K, T> found = new LinkedHashMap<>();
        table.among(ids).forEach((id, stored) -> Stored.here(stored).ifPresent(value -> found.put(id, value)));
        return found;
    }

    @Override
    public Map<Link, Guardianship> guardianships(Collection<GuardianId> ids) {
        return unitOfWork.read(() -> {
            Map<Link, Guardianship> found = new LinkedHashMap<>();
            Set.copyOf(ids).forEach(id -> activeLinks(id).forEach(link -> found.put(key(link), link)));
            return found;
        });
    }

    @Override
    public Stream<PromotionId> promotionIds() {
        return activeValues(promotions, Promotion::id);
    }

    @Override
    public Stream<PromotionId> keptPromotionIds() {
        return unitOfWork.read(() -> promotions(kept.keys()).keySet().stream());
    }

    @Override
    public Stream<PupilId> pupilIds() {
        return pupils.all().stream().filter(Pupil::active).map(Pupil::id);
    }

    @Override
    public Stream<GuardianId> guardianIds() {
        return activeValues(guardians, Guardian::id);
    }

    @Override
    public Stream<GuardianId> everyGuardianId() {
        return unitOfWork.read(() -> List.copyOf(guardians.keys()).stream());
    }

    @Override
    public Stream<Link> links() {
        return activeValues(links, InMemorySchool::key);
    }

    private static <K, T> Stream<K> activeValues(InMemoryTable<K, Stored<T>> table, Function<T, K> key) {
        return table.all().stream().map(Stored::here).flatMap(Optional::stream).map(key);
    }

    private static Link key(Guardianship link) {
        return new Link(link.guardian(), link.pupil());
    }

    @Override
    public void savePromotions(Tx tx, Collection<Promotion> saved) {
        saved.forEach(promotion -> promotions.put(tx, promotion.id(), new Stored<>(promotion, true)));
    }

    @Override
    public void keepPromotions(Tx tx, Collection<Promotion> saved) {
        savePromotions(tx, saved);
        saved.forEach(promotion -> kept.put(tx, promotion.id(), true));
    }

    @Override
    public void savePupils(Tx tx, Collection<Pupil> saved) {
        saved.forEach(pupil -> pupils.put(tx, pupil.id(), pupil));
    }

    @Override
    public void saveGuardians(Tx tx, Collection<Guardian> saved) {
        saved.forEach(guardian -> guardians.put(tx, guardian.id(), new Stored<>(guardian, true)));
    }

    @Override
    public void saveGuardianships(Tx tx, Collection<Guardianship> saved) {
        saved.forEach(link -> {
            links.put(tx, key(link), new Stored<>(link, true));
            linked.computeIfAbsent(link.guardian(), id -> new TreeSet<>()).add(link.pupil());
        });
    }

    @Override
    public void retirePromotions(Tx tx, Collection<PromotionId> ids) {
        retire(tx, promotions, ids);
    }

    @Override
    public void retirePupils(Tx tx, Collection<PupilId> ids) {
        pupils.among(ids)
                .forEach((id, pupil) ->
                        pupils.put(tx, id, new Pupil(id, pupil.name(), pupil.promotion(), pupil.email(), false)));
    }

    @Override
    public void retireGuardians(Tx tx, Collection<GuardianId> ids) {
        retire(tx, guardians, ids);
    }

    @Override
    public void retireGuardianships(Tx tx, Collection<Link> retired) {
        retire(tx, links, retired);
    }

    @Override
    public void eraseGuardian(Tx tx, GuardianId guardian, GuardianId pseudonym) {
        if (guardians.remove(tx, guardian)) {
            PersonName name = new PersonName("", pseudonym.value());
            guardians.put(tx, pseudonym, new Stored<>(new Guardian(pseudonym, name, null, null, null), false));
        }
        links.all().stream()
                .map(stored -> key(stored.value()))
                .filter(link -> link.guardian().equals(guardian))
                .toList()
                .forEach(link -> links.remove(tx, link));
    }

    /** Removes the links to a pupil. Returns how many there were. */
    int forgetLinks(Tx tx, PupilId pupil) {
        return links.removeWhere(tx, stored -> stored.value().pupil().equals(pupil), Integer.MAX_VALUE);
    }

    /** Leaves nothing of a pupil but the pseudonym, if there is such a pupil. */
    void empty(Tx tx, PupilId pseudonym) {
        if (pupils.has(pseudonym)) {
            PersonName name = new PersonName("", pseudonym.value());
            pupils.put(tx, pseudonym, new Pupil(pseudonym, name, null, null, false));
        }
    }

    private static <K, T> void retire(Tx tx, InMemoryTable<K, Stored<T>> table, Collection<K> keys) {
        table.among(keys).forEach((key, stored) -> table.put(tx, key, new Stored<>(stored.value(), false)));
    }
}
