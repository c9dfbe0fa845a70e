package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.CheckEntitlement.Entitlement;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.port.AccountStore;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.school.model.School;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
        return sample().keySet();
    }

    /** What a person wrote is sent once or not at all; they can see which, and write again. */
    @Override
    public WhenUncertain whenUncertain() {
        return WhenUncertain.LEAVE;
    }

    @Override
    public Map<NoticeId, Verdict> check(Collection<Notice> notices) {
        Map<AccountId, Account> known =
                accounts.byId(notices.stream().map(ParentNotice::account).toList());
        Map<AccountId, Entitlement> entitlements = entitlement.of(known.values());
        return notices.stream().collect(Collectors.toMap(Notice::id, notice -> verdict(known, entitlements, notice)));
    }

    private Verdict verdict(Map<AccountId, Account> known, Map<AccountId, Entitlement> entitlements, Notice notice) {
        Account account = known.get(account(notice));
        if (account == null || account.state() == Account.State.ERASED) {
            return new Verdict.Suppress(SuppressReason.ACCOUNT_GONE.name());
        }
        Entitlement entitled = entitlements.getOrDefault(account.id(), Entitlement.NONE);
        return addressing.verdict(
                entitled.person(account), notice, Map.of("name", account.name().full(), "school", school.name()));
    }

    @Override
    public Map<String, String> sample() {
        return Map.of(
                "name", "Prénom NOM", "school", school.name(), "subject", "Exemple", "message", "Ceci est un exemple.");
    }

    private static AccountId account(Notice notice) {
        return AccountId.parse(notice.subject().id());
    }
}
