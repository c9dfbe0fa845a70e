package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.School;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads who is notified of documents about pupils: the pupils themselves, and those guardians of theirs who may see them that day. Safe
 * for use by several threads.
 */
final class FamilyReader {
    private final DocumentParts parts;
    private final School school;

    FamilyReader(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.school = parts.school();
    }

    /**
     * A person who is notified.
     *
     * @param address the lines of the postal address; empty if it is not known
     */
    record Member(boolean isPupil, String name, List<String> address, Addressing.Person person) {
        Member(boolean isPupil, String name, Addressing.Person person) {
            this(isPupil, name, List.of(), person);
        }

        Recipient recipient() {
            return person.recipient();
        }
    }

    /** A pupil who is enrolled, with the people who are notified. */
    record Household(Pupil pupil, List<Member> members) {
        @Nullable
        Member member(Recipient recipient) {
            return members.stream()
                    .filter(member -> member.recipient().equals(recipient))
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * The households of these pupils on a day, a date in the school's zone; pupils who have left or were erased have none. Reads once for
     * all of them.
     */
    Map<PupilId, Household> read(Collection<PupilId> pupils, LocalDate day) {
        Set<PupilId> erased = parts.erasedPeople().pupils(pupils);
        Map<PupilId, Pupil> enrolled = new HashMap<>();
        if (!pupils.isEmpty()) {
            parts.roster().pupils(pupils).forEach((id, pupil) -> {
                if (pupil.active() && !erased.contains(id)) {
                    enrolled.put(id, pupil);
                }
            });
        }
        if (enrolled.isEmpty()) {
            return Map.of();
        }
        Map<PupilId, List<Member>> guardians = guardians(enrolled.keySet(), day);
        Map<PupilId, Household> households = new HashMap<>();
        enrolled.forEach((id, pupil) -> {
            List<Member> members = new ArrayList<>();
            members.add(member(pupil));
            members.addAll(guardians.getOrDefault(id, List.of()));
            households.put(id, new Household(pupil, members));
        });
        return households;
    }

    /**
     * These guardians as payers: also of pupils who have left, unless the school has barred them from the pupil. Erased guardians, and those
     * whom the roster does not have any more, are left out.
     */
    Map<GuardianId, Payer> payers(Collection<GuardianId> guardians) {
        Map<GuardianId, Payer> payers = new HashMap<>();
        if (!guardians.isEmpty()) {
            Set<GuardianId> erased = parts.erasedPeople().guardians(guardians);
            parts.roster().families(guardians).forEach(family -> {
                if (!erased.contains(family.guardian().id())) {
                    payers.put(
                            family.guardian().id(),
                            new Payer(
                                    member(family),
                                    family.wards().stream()
                                            .map(Family.Ward::link)
                                            .filter(link -> !link.maySeePupil())
                                            .map(Guardianship::pupil)
                                            .collect(Collectors.toSet())));
                }
            });
        }
        return payers;
    }

    /**
     * A guardian who pays.
     *
     * @param barred the pupils whom the guardian may not see
     */
    record Payer(Member member, Set<PupilId> barred) {}

    private Map<PupilId, List<Member>> guardians(Set<PupilId> pupils, LocalDate day) {
        Map<GuardianId, Family> families = new LinkedHashMap<>();
        parts.roster()
                .familiesOf(pupils)
                .forEach(family -> families.put(family.guardian().id(), family));
        Set<GuardianId> erased = parts.erasedPeople().guardians(families.keySet());
        Map<PupilId, List<Member>> guardians = new HashMap<>();
        families.values().stream()
                .filter(family -> !erased.contains(family.guardian().id()))
                .sorted(Comparator.comparing(family -> family.guardian().id()))
                .forEach(family -> {
                    Set<PupilId> visible = family.visiblePupils(day).stream()
                            .map(Pupil::id)
                            .filter(pupils::contains)
                            .collect(Collectors.toSet());
                    visible.forEach(pupil -> guardians
                            .computeIfAbsent(pupil, id -> new ArrayList<>())
                            .add(member(family)));
                });
        return guardians;
    }

    /** A payer of an invoice who is no guardian. */
    Member member(Invoice invoice, Invoice.Payer payer) {
        return new Member(
                false,
                payer.name(),
                payer.address(),
                new Addressing.Person(
                        Recipient.payer(invoice.id(), payer.number()), school.language(), Contact.of(payer), false));
    }

    private Member member(Pupil pupil) {
        return new Member(
                true,
                pupil.name().full(),
                new Addressing.Person(Recipient.pupil(pupil.id()), school.language(), Contact.of(pupil), false));
    }

    private Member member(Family family) {
        return new Member(
                false,
                family.guardian().name().full(),
                new Addressing.Person(
                        Recipient.guardian(family.guardian().id()),
                        school.languageOf(family.guardian().language()),
                        Contact.of(family),
                        family.guardian().phone(),
                        false));
    }
}
