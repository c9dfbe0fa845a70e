package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.SignIn.Obstacle;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.Credential;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Roster;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The use case that says what an account's guardian is entitled to now, by the roster as it is at this moment. Dispatch,
 * activation and sign-in follow this one rule, so that a right or an address that the school withdraws counts at once, and not
 * only after the next {@link GenerateAccounts}. Reads only. Safe for use by several threads.
 */
final class CheckEntitlement {
    private final Roster roster;
    private final School school;
    private final Addressing addressing;
    private final InstantSource time;

    CheckEntitlement(Roster roster, School school, Addressing addressing, InstantSource time) {
        this.roster = requireNonNull(roster, "roster");
        this.school = requireNonNull(school, "school");
        this.addressing = requireNonNull(addressing, "addressing");
        this.time = requireNonNull(time, "time");
    }

    Optional<Obstacle> obstacle(Account account) {
        if (!account.isOpen()) {
            return Optional.of(Obstacle.ACCOUNT_CLOSED);
        }
        Entitlement now = of(account);
        if (!now.seesPupil()) {
            return Optional.of(Obstacle.NO_PUPIL);
        }
        if (account.credential().isExpired(time.instant())) {
            return Optional.of(Obstacle.PASSWORD_EXPIRED);
        }
        boolean sentElsewhere = account.credential().origin() == Credential.Origin.TEMPORARY
                && account.email() != null
                && !account.email().equals(now.address());
        return sentElsewhere ? Optional.of(Obstacle.ADDRESS_WITHDRAWN) : Optional.empty();
    }

    /**
     * What the roster grants the guardian of an account.
     *
     * @param pupils those whom the guardian may see today
     * @param contact the guardian's usable address, or why there is none
     * @param phone the telephone number as the host has it; null if there is none
     * @param number the same, if it can receive short messages; otherwise null
     */
    record Entitlement(
            List<Pupil> pupils,
            Contact contact,
            @Nullable String phone,
            @Nullable PhoneNumber number) {
        /** For a guardian whom the roster no longer has. */
        static final Entitlement NONE = new Entitlement(List.of(), Contact.none(), null, null);

        boolean seesPupil() {
            return !pupils.isEmpty();
        }

        /** The guardian's usable address; null if there is none. */
        @Nullable
        EmailAddress address() {
            return contact.address();
        }

        /** The guardian, to be notified of pupils: by the account's language, at the address that the roster has now. */
        Addressing.Person guardian(Account account) {
            return new Addressing.Person(
                    Recipient.guardian(account.guardian()), account.language(), contact, phone, pupils.isEmpty());
        }

        /** The guardian, to be notified of something that is not about pupils. */
        Addressing.Person person(Account account) {
            return new Addressing.Person(
                    Recipient.guardian(account.guardian()), account.language(), contact, phone, false);
        }
    }

    Entitlement of(Account account) {
        return of(List.of(account)).getOrDefault(account.guardian(), Entitlement.NONE);
    }

    /** What the roster grants the guardians of accounts; without those whom it no longer has. */
    Map<GuardianId, Entitlement> of(Collection<Account> accounts) {
        LocalDate today = school.today(time.instant());
        Map<GuardianId, Entitlement> granted = new HashMap<>();
        roster.families(accounts.stream().map(Account::guardian).toList())
                .forEach(family -> granted.put(family.guardian().id(), entitlement(family, today)));
        return granted;
    }

    private Entitlement entitlement(Family family, LocalDate today) {
        String phone = family.guardian().phone();
        return new Entitlement(
                family.visiblePupils(today),
                Contact.of(family),
                phone,
                addressing.telephone(phone).orElse(null));
    }
}
