package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.School;
import dev.cartable.work.internal.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the roster says about a family, as far as it matters to the guardian's account.
 *
 * @param pupils the pupils that the guardian may see today
 * @param hasActivePupil whether there is an active pupil at all, seen or not
 * @param phone the number to which a credential goes by short message; null if it does not: there is a usable e-mail address, or no
 *     such number, or no gateway
 */
record AccountSource(
        Guardian guardian,
        SortedSet<PupilId> pupils,
        boolean hasActivePupil,
        Contact contact,
        @Nullable PhoneNumber phone,
        Locale language) {

    AccountSource {
        requireNonNull(guardian, "guardian");
        pupils = Collections.unmodifiableSortedSet(new TreeSet<>(pupils));
        requireNonNull(contact, "contact");
        requireNonNull(language, "language");
    }

    /**
     * The families of a page as they stand on {@code today}, a date in the school's zone, in their order.
     *
     * @param addressing whether a credential may go to a guardian's address
     * @param credential the kind of message that brings a credential
     */
    static List<AccountSource> of(
            Collection<Family> page, Addressing addressing, Kind credential, School school, LocalDate today) {
        Addressing forPage = addressing.prefetched(
                page.stream()
                        .map(family -> Recipient.guardian(family.guardian().id()))
                        .toList(),
                page.stream()
                        .<Address>flatMap(family -> Stream.concat(
                                Stream.ofNullable(Contact.of(family).address()),
                                addressing.telephone(family.guardian().phone()).stream()))
                        .toList());
        return page.stream()
                .map(family -> of(family, forPage, credential, school, today))
                .toList();
    }

    private static AccountSource of(
            Family family, Addressing addressing, Kind credential, School school, LocalDate today) {
        SortedSet<PupilId> visible = new TreeSet<>();
        Recipient guardian = Recipient.guardian(family.guardian().id());
        family.visiblePupils(today).forEach(pupil -> visible.add(pupil.id()));
        Contact contact = addressing.byEmail(guardian, credential, Contact.of(family));
        Locale language = addressing.language(
                guardian, school.languageOf(family.guardian().language()));
        return new AccountSource(
                family.guardian(),
                visible,
                family.wards().stream().anyMatch(ward -> ward.pupil().active()),
                contact,
                contact instanceof Contact.Unreachable unreachable && unreachable.reason() != Contact.Reason.DECLINED
                        ? addressing
                                .byTelephone(
                                        new Addressing.Person(
                                                guardian,
                                                language,
                                                contact,
                                                family.guardian().phone(),
                                                false),
                                        AccountKinds.ACTIVATION)
                                .orElse(null)
                        : null,
                language);
    }

    /** Where a credential goes: the usable e-mail address, else the number; null if there is neither. */
    @Nullable
    Address address() {
        Address email = contact.address();
        return email == null ? phone : email;
    }

    /** Why a credential goes nowhere; null if it goes somewhere. */
    Contact.@Nullable Unreachable unreachable() {
        return phone == null && contact instanceof Contact.Unreachable unreachable ? unreachable : null;
    }

    /** Changes whenever the account would have to. */
    Account.Fingerprint fingerprint() {
        MessageDigest digest = Sha256.begin();
        add(digest, guardian.name().given());
        add(digest, guardian.name().family());
        add(digest, language.toLanguageTag());
        add(
                digest,
                contact instanceof Contact.Reachable reachable
                        ? reachable.address().value()
                        : "");
        if (phone != null) {
            add(digest, "sms");
            add(digest, phone.value());
        }
        pupils.forEach(pupil -> add(digest, pupil.value()));
        return new Account.Fingerprint(HexFormat.of().formatHex(digest.digest(), 0, 16));
    }

    private static void add(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((byte) (bytes.length >>> 8));
        digest.update((byte) bytes.length);
        digest.update(bytes);
    }
}
