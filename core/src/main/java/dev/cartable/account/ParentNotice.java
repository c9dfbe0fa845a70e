package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.port.AccountStore;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.school.model.School;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The type of the kind {@link AccountKinds#NOTICE}: it is sent while the person is not erased and still has the address. Safe for use
 * by several threads.
 */
final class ParentNotice implements NoticeType {
    private final AccountStore accounts;
    private final School school;
    private final CheckEntitlement entitlement;
    private final Addressing addressing;

    ParentNotice(AccountStore accounts, School school, CheckEntitlement entitlement, Addressing addressing) {
        this.accounts = requireNonNull(accounts, "accounts");
        this.school = requireNonNull(school, "school");
        this.entitlement = requireNonNull(entitlement, "entitlement");
        this.addressing = requireNonNull(addressing, "addressing");
    }

    @Override
    public Kind kind() {
        return AccountKinds.NOTICE;
    }

    @Override
    public Set<String> variables() {
        return sample(Locale.ROOT).keySet();
    }

    /** What a person wrote is sent once or not at all; they can see which, and write again. */
    @Override
    public WhenUncertain whenUncertain() {
        return WhenUncertain.LEAVE;
    }

    @Override
    public Verdict check(Notice notice) {
        AccountId id = account(notice);
        Account account = accounts.byId(List.of(id)).get(id);
        if (account == null || account.state() == Account.State.ERASED) {
            return new Verdict.Suppress(SuppressReason.ACCOUNT_GONE.name());
        }
        return addressing.verdict(
                entitlement.of(account).person(account),
                notice,
                Map.of("name", account.name().full(), "school", school.name()));
    }

    @Override
    public Map<String, String> sample(Locale language) {
        return Map.of(
                "name", SampleWords.name(language),
                "school", school.name(),
                "subject", SampleWords.of(language, "Exemple", "Example"),
                "message", SampleWords.of(language, "Ceci est un exemple.", "This is an example."));
    }

    private static AccountId account(Notice notice) {
        return AccountId.parse(notice.subject().id());
    }
}
