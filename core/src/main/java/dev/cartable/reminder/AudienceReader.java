package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.Addressing;
import dev.cartable.notice.model.Recipient;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Decision.Audience;
import dev.cartable.school.Entitlements;
import dev.cartable.school.internal.ErasedPeople;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Invoices;
import dev.cartable.school.port.Roster;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the people whom decisions are for, a page of decisions at a time. Safe for use by several threads. */
final class AudienceReader {
    private final Roster roster;
    private final Entitlements entitlements;
    private final School school;
    private final ErasedPeople erased;
    private final Optional<Invoices> invoices;

    /**
     * Reads from these.
     *
     * @param erased guardians who are left out, though the host may still have them
     * @param entitlements the staff who supervise a promotion
     * @param invoices payers who are no guardians
     */
    AudienceReader(
            Roster roster, ErasedPeople erased, Entitlements entitlements, School school, Optional<Invoices> invoices) {
        this.roster = requireNonNull(roster, "roster");
        this.erased = requireNonNull(erased, "erased");
        this.entitlements = requireNonNull(entitlements, "entitlements");
        this.school = requireNonNull(school, "school");
        this.invoices = requireNonNull(invoices, "invoices");
    }

    /**
     * A person whom a decision is for.
     *
     * @param as what the person is to the pupil
     * @param address the lines of the postal address; empty if it is not known
     * @param person barred if the school lets the person know nothing about the pupil
     */
    record Member(Audience as, String name, List<String> address, Addressing.Person person) {
        Member(Audience as, String name, Addressing.Person person) {
            this(as, name, List.of(), person);
        }
    }

    /** A guardian who pays for pupils, and may know nothing about those who are barred; or another payer. */
    record Payer(Member member, Set<PupilId> barred) {
        Member of(PupilId pupil) {
            Addressing.Person person = member.person();
            return barred.contains(pupil)
                    ? new Member(
                            member.as(),
                            member.name(),
                            new Addressing.Person(
                                    person.recipient(), person.language(), person.contact(), person.phone(), true))
                    : member;
        }
    }

    /** Pupils and the people around them. */
    record People(
            Map<PupilId, Pupil> pupils,
            Map<PupilId, List<Member>> guardians,
            Map<PromotionId, List<Member>> staff,
            Map<Recipient, Payer> payers,
            School school) {
        /** The pupil, if enrolled. */
        @Nullable
        Pupil pupil(PupilId id) {
            Pupil pupil = pupils.get(id);
            return pupil == null || !pupil.active() ? null : pupil;
        }

        /** All of them, pupils too, some more than once. */
        Stream<Member> all() {
            return Stream.of(
                            pupils.values().stream().map(this::member),
                            guardians.values().stream().flatMap(List::stream),
                            staff.values().stream().flatMap(List::stream),
                            payers.values().stream().map(Payer::member))
                    .flatMap(members -> members);
        }

        private Member member(Pupil pupil) {
            return new Member(
                    Audience.PUPIL,
                    pupil.name().full(),
                    new Addressing.Person(Recipient.pupil(pupil.id()), school.language(), Contact.of(pupil), false));
        }

        /** Whom the decision is for. */
        List<Member> of(Decision decision) {
            List<Member> members = new ArrayList<>();
            Pupil pupil = pupil(decision.pupil());
            if (pupil != null && decision.audience().contains(Audience.PUPIL)) {
                members.add(member(pupil));
            }
            if (decision.audience().contains(Audience.GUARDIANS)) {
                members.addAll(guardians.getOrDefault(decision.pupil(), List.of()));
            }
            if (pupil != null
                    && pupil.promotion() != null
                    && decision.audience().contains(Audience.STAFF)) {
                members.addAll(staff.getOrDefault(pupil.promotion(), List.of()));
            }
            if (decision.audience().contains(Audience.PAYER)) {
                decision.only().stream()
                        .flatMap(recipient -> Stream.ofNullable(payers.get(recipient)))
                        .forEach(payer -> members.add(payer.of(decision.pupil())));
            }
            if (!decision.only().isEmpty()) {
                members.removeIf(
                        member -> !decision.only().contains(member.person().recipient()));
            }
            return members;
        }
    }

    /** The people around the pupils of these decisions on {@code today}, a date in the school's zone. */
    People read(Collection<Decision> decisions, LocalDate today) {
        Set<PupilId> pupils = decisions.stream().map(Decision::pupil).collect(Collectors.toSet());
        Set<PupilId> withGuardians = decisions.stream()
                .filter(decision -> decision.audience().contains(Audience.GUARDIANS))
                .map(Decision::pupil)
                .collect(Collectors.toSet());
        Map<PupilId, List<Member>> guardians = new HashMap<>();
        if (!withGuardians.isEmpty()) {
            Map<String, Family> families = new LinkedHashMap<>();
            roster.familiesOf(withGuardians)
                    .forEach(family -> families.put(family.guardian().id().value(), family));
            Set<GuardianId> gone = erased.guardians(families.values().stream()
                    .map(family -> family.guardian().id())
                    .collect(Collectors.toSet()));
            families.values().stream()
                    .filter(family -> !gone.contains(family.guardian().id()))
                    .sorted((a, b) -> a.guardian().id().compareTo(b.guardian().id()))
                    .forEach(family -> members(family, today, guardians));
        }
        boolean withStaff =
                decisions.stream().anyMatch(decision -> decision.audience().contains(Audience.STAFF));
        return new People(
                pupils.isEmpty() ? Map.of() : roster.pupils(pupils),
                guardians,
                withStaff ? staff() : Map.of(),
                payers(decisions),
                school);
    }

    /** Also guardians of none of these pupils. Erased ones, and those whom the roster does not have any more, are left out. */
    private Map<Recipient, Payer> payers(Collection<Decision> decisions) {
        Map<Boolean, List<Recipient>> asked = decisions.stream()
                .filter(decision -> decision.audience().contains(Audience.PAYER))
                .flatMap(decision -> decision.only().stream())
                .collect(Collectors.partitioningBy(Recipient::isPayer));
        Map<Recipient, Payer> payers = new LinkedHashMap<>(others(asked.getOrDefault(true, List.of())));
        Set<GuardianId> ids = asked.getOrDefault(false, List.of()).stream()
                .map(recipient -> new GuardianId(recipient.id()))
                .collect(Collectors.toSet());
        if (!ids.isEmpty()) {
            Set<GuardianId> gone = erased.guardians(ids);
            roster.families(ids).stream()
                    .filter(family -> !gone.contains(family.guardian().id()))
                    .forEach(family -> payers.put(
                            Recipient.guardian(family.guardian().id()),
                            new Payer(
                                    guardian(family, false),
                                    family.wards().stream()
                                            .filter(ward -> !ward.link().maySeePupil())
                                            .map(ward -> ward.pupil().id())
                                            .collect(Collectors.toSet()))));
        }
        return payers;
    }

    /** Those who are no guardians, as their invoices name them. */
    private Map<Recipient, Payer> others(Collection<Recipient> asked) {
        Map<Recipient, Payer> payers = new HashMap<>();
        if (asked.isEmpty() || invoices.isEmpty()) {
            return payers;
        }
        Set<String> ids = asked.stream().map(Recipient::invoice).collect(Collectors.toSet());
        for (Invoice invoice : invoices.get().invoices(ids)) {
            invoice.details().payers().stream()
                    .filter(payer -> payer.guardian() == null)
                    .forEach(payer -> {
                        Recipient recipient = Recipient.payer(invoice.id(), payer.number());
                        payers.put(
                                recipient,
                                new Payer(
                                        new Member(
                                                Audience.PAYER,
                                                payer.name(),
                                                payer.address(),
                                                new Addressing.Person(
                                                        recipient, school.language(), Contact.of(payer), false)),
                                        Set.of()));
                    });
        }
        return payers;
    }

    /** Who is notified of what happens in each promotion: the active users of its supervisors. */
    Map<PromotionId, List<Member>> staff() {
        Map<PromotionId, List<Member>> staff = new LinkedHashMap<>();
        entitlements
                .staff()
                .forEach((promotion, users) -> staff.put(
                        promotion,
                        users.stream()
                                .map(user ->
                                        new Member(Audience.STAFF, user.userName(), Addressing.Person.of(user, school)))
                                .toList()));
        return staff;
    }

    private void members(Family family, LocalDate today, Map<PupilId, List<Member>> guardians) {
        for (Family.Ward ward : family.wards()) {
            guardians
                    .computeIfAbsent(ward.pupil().id(), id -> new ArrayList<>())
                    .add(guardian(family, !ward.maySee(today)));
        }
    }

    private Member guardian(Family family, boolean barred) {
        return new Member(
                Audience.GUARDIANS,
                family.guardian().name().full(),
                new Addressing.Person(
                        Recipient.guardian(family.guardian().id()),
                        school.languageOf(family.guardian().language()),
                        Contact.of(family),
                        family.guardian().phone(),
                        barred));
    }
}
