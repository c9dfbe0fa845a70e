package dev.cartable.account;

import dev.cartable.account.model.Account;
import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Phrases;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.School;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What messages about accounts say in words: names, dates, lists. */
final class AccountWords {
    private final School school;

    AccountWords(School school) {
        this.school = school;
    }

    /** The names of these pupils in one text. */
    static String names(List<Pupil> pupils, Locale language) {
        return Phrases.list(
                pupils.stream().map(pupil -> pupil.name().full()).sorted().toList(), language);
    }

    /** The variables that every message about an account has; may be added to. */
    Map<String, String> about(Account account, List<Pupil> pupils) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("given", account.name().given());
        variables.put("family", account.name().family());
        variables.put("name", account.name().full());
        variables.put("username", account.username().value());
        variables.put("pupils", names(pupils, account.language()));
        variables.put("pupil_count", Integer.toString(pupils.size()));
        variables.put("school", school.name());
        return variables;
    }

    /** As {@link #about}, made up. */
    Map<String, String> sample(Locale language) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("given", SampleWords.given(language));
        variables.put("family", SampleWords.family(language));
        variables.put("name", SampleWords.name(language));
        variables.put("username", SampleWords.of(language, "prenom.nom", "first.last"));
        variables.put("pupils", SampleWords.of(language, "Élève Exemple", "Sample Pupil"));
        variables.put("pupil_count", "1");
        variables.put("school", school.name());
        return variables;
    }

    /** The day of an instant in the school's zone, in words. */
    String day(Instant instant, Locale language) {
        return Phrases.date(LocalDate.ofInstant(instant, school.zone()), language);
    }
}
