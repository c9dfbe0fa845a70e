package dev.cartable.cli.grade;

import dev.cartable.school.model.PersonName;
import java.text.Collator;
import java.util.Comparator;
import java.util.Locale;

/** The order of pupils on paper: by family name and given name, as a dictionary of the school's language has them (É beside E). */
final class NameOrder {
    private NameOrder() {}

    static Comparator<PersonName> in(Locale language) {
        Collator collator = Collator.getInstance(language);
        return Comparator.comparing(PersonName::family, collator)
                .thenComparing(PersonName::given, collator)
                .thenComparing(PersonName::full);
    }
}
