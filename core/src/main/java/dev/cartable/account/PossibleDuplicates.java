package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.port.AccountStore;
import dev.cartable.school.model.PersonName;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The use case that lists accounts which share an address. Reads only; safe for use by several threads. */
final class PossibleDuplicates {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private final AccountPorts ports;

    PossibleDuplicates(AccountPorts ports) {
        this.ports = requireNonNull(ports, "ports");
    }

    Stream<AccountPlan.PossibleDuplicate<Account>> find() {
        Stream<AccountStore.SharedAddress> shared = ports.accounts().sharedAddresses();
        return shared.flatMap(one -> pairs(one.accounts())).onClose(shared::close);
    }

    static Stream<AccountPlan.PossibleDuplicate<Account>> pairs(List<Account> accounts) {
        List<Account> sorted = accounts.stream()
                .sorted(Comparator.comparing(PossibleDuplicates::folded).thenComparing(Account::id))
                .toList();
        return IntStream.range(1, sorted.size()).mapToObj(i -> {
            Account first = sorted.get(i - 1);
            Account second = sorted.get(i);
            return new AccountPlan.PossibleDuplicate<>(
                    first, second, folded(first).equals(folded(second)));
        });
    }

    private static String folded(Account account) {
        return foldedName(account.name());
    }

    static String foldedName(PersonName name) {
        String decomposed = Normalizer.normalize(name.full(), Normalizer.Form.NFKD);
        return MARKS.matcher(decomposed).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
