package dev.cartable.account;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.notice.model.Phrases;
import dev.cartable.school.model.Entitlements;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Roster;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What messages about accounts say in words: names, dates, lists. */
final class AccountWords {
    private final Roster roster;
    private final School school;

    AccountWords(Roster roster, School school) {
        this.roster = roster;
        this.school = school;
    }

    /** The names of the pupils that each account's guardian may see today, as one text each. */
    Map<AccountId, String> pupils(Collection<Account> accounts, Instant now) {
        Map<GuardianId, Account> byGuardian = new HashMap<>();
        accounts.forEach(account -> byGuardian.put(account.guardian(), account));
        LocalDate today = school.today(now);
        Map<AccountId, String> names = new HashMap<>();
        for (Family family : roster.families(byGuardian.keySet())) {
            Account account = byGuardian.get(family.guardian().id());
            if (account != null) {
                List<String> pupils = Entitlements.visiblePupils(family, today).stream()
                        .map(pupil -> pupil.name().full())
                        .sorted()
                        .toList();
                names.put(account.id(), Phrases.list(pupils, account.language()));
            }
        }
        return names;
    }

    /** The variables that every message about an account has; may be added to. */
    Map<String, String> about(Account account, String pupils) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("given", account.name().given());
        variables.put("family", account.name().family());
        variables.put("name", account.name().full());
        variables.put("username", account.username().value());
        variables.put("pupils", pupils);
        variables.put("school", school.name());
        return variables;
    }

    /** As {@link #about}, made up. */
    Map<String, String> sample() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("given", "Prénom");
        variables.put("family", "NOM");
        variables.put("name", "Prénom NOM");
        variables.put("username", "prenom.nom");
        variables.put("pupils", "Élève Exemple");
        variables.put("school", school.name());
        return variables;
    }

    /** The day of an instant in the school's zone, in words. */
    String day(Instant instant, Locale language) {
        return Phrases.date(LocalDate.ofInstant(instant, school.zone()), language);
    }
}
