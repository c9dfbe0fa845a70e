package dev.cartable.school.port;

import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Roster.Enrolment;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A roster that is given once and stays. */
final class FixedRoster implements Roster {
    private final NavigableMap<GuardianId, Family> families = new TreeMap<>();

    FixedRoster(Collection<Family> given) {
        for (Family family : given) {
            if (families.put(family.guardian().id(), family) != null) {
                throw new IllegalArgumentException(
                        "guardian " + family.guardian().id() + " is given twice");
            }
        }
    }

    @Override
    public Stream<Family> families() {
        return families.values().stream();
    }

    @Override
    public Stream<Family> families(PromotionId promotion) {
        return families()
                .filter(family -> family.wards().stream()
                        .anyMatch(ward -> ward.pupil().active()
                                && Objects.equals(ward.pupil().promotion(), promotion)));
    }

    @Override
    public List<Family> families(Collection<GuardianId> guardians) {
        Set<GuardianId> wanted = new HashSet<>(guardians);
        return families()
                .filter(family -> wanted.contains(family.guardian().id()))
                .toList();
    }

    @Override
    public List<Family> familiesOf(Collection<PupilId> pupils) {
        Set<PupilId> wanted = new HashSet<>(pupils);
        return families()
                .filter(family -> family.wards().stream()
                        .anyMatch(ward -> wanted.contains(ward.pupil().id())))
                .toList();
    }

    @Override
    public Map<PupilId, Pupil> pupils(Collection<PupilId> ids) {
        Set<PupilId> wanted = new HashSet<>(ids);
        Map<PupilId, Pupil> found = new HashMap<>();
        families()
                .flatMap(family -> family.wards().stream())
                .map(Family.Ward::pupil)
                .filter(pupil -> wanted.contains(pupil.id()))
                .forEach(pupil -> found.put(pupil.id(), pupil));
        return found;
    }

    @Override
    public Enrolment enrolment() {
        Map<PupilId, Pupil> active = new HashMap<>();
        families()
                .flatMap(family -> family.wards().stream())
                .map(Family.Ward::pupil)
                .filter(Pupil::active)
                .forEach(pupil -> active.put(pupil.id(), pupil));
        return Enrolment.of(active.values());
    }
}
