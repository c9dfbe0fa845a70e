package dev.cartable.spring.web.person;

import dev.cartable.account.Accounts;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.GuardianId;
import dev.cartable.spring.web.Asker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** As whom a caller gets notices. */
final class Recipients {
    private final Supplier<@Nullable Accounts> accounts;

    Recipients(Supplier<@Nullable Accounts> accounts) {
        this.accounts = accounts;
    }

    /** A guardian, a pupil and a user, as far as the caller is these; without what only Cartable calls them. */
    static List<Recipient> people(Asker asker) {
        List<Recipient> people = new ArrayList<>();
        if (asker.guardian() != null) {
            people.add(Recipient.guardian(asker.guardian()));
        }
        if (asker.pupil() != null) {
            people.add(Recipient.pupil(asker.pupil()));
        }
        if (asker.user() != null) {
            people.add(Recipient.user(asker.user()));
        }
        return people;
    }

    /** The same, and the account of a guardian, which has messages of its own. */
    List<Recipient> all(Asker asker) {
        List<Recipient> all = new ArrayList<>(people(asker));
        GuardianId guardian = asker.guardian();
        Accounts known = accounts.get();
        if (guardian != null && known != null) {
            known.of(guardian)
                    .ifPresent(account ->
                            all.add(new Recipient("account", account.id().toString())));
        }
        return all;
    }
}
