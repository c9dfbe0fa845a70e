package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.AccountWriter.Decided;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountStep.Action;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds accounts that would share an address after a run, as {@link PossibleDuplicates} finds them afterwards. Reads everything
 * twice, so that its memory grows with the number of shared addresses and not with that of all.
 */
final class PlannedDuplicates {
    private static final int BITS = 1 << 24;

    private final Supplier<Stream<Decided>> decided;
    private final Supplier<Stream<Account>> accounts;

    /** @param accounts all accounts, also those that the run leaves alone */
    PlannedDuplicates(Supplier<Stream<Decided>> decided, Supplier<Stream<Account>> accounts) {
        this.decided = decided;
        this.accounts = accounts;
    }

    private record Person(GuardianId guardian, PersonName name, EmailAddress address) {}

    List<AccountPlan.PossibleDuplicate<GuardianId>> find() {
        BitSet seen = new BitSet();
        BitSet twice = new BitSet();
        each(person -> {
            int bit = bit(person.address());
            if (seen.get(bit)) {
                twice.set(bit);
            }
            seen.set(bit);
        });
        Map<String, List<Person>> byAddress = new TreeMap<>();
        each(person -> {
            if (twice.get(bit(person.address()))) {
                byAddress
                        .computeIfAbsent(person.address().folded(), address -> new ArrayList<>())
                        .add(person);
            }
        });
        return byAddress.values().stream().flatMap(PlannedDuplicates::pairs).toList();
    }

    private static int bit(EmailAddress address) {
        return Math.floorMod(address.folded().hashCode(), BITS);
    }

    private static Stream<AccountPlan.PossibleDuplicate<GuardianId>> pairs(List<Person> people) {
        List<Person> sorted = people.stream()
                .sorted(Comparator.comparing((Person person) -> PossibleDuplicates.foldedName(person.name()))
                        .thenComparing(Person::guardian))
                .toList();
        return IntStream.range(1, sorted.size()).mapToObj(i -> {
            Person first = sorted.get(i - 1);
            Person second = sorted.get(i);
            return new AccountPlan.PossibleDuplicate<>(
                    first.guardian(),
                    second.guardian(),
                    PossibleDuplicates.foldedName(first.name()).equals(PossibleDuplicates.foldedName(second.name())));
        });
    }

    private void each(Consumer<Person> each) {
        Set<GuardianId> looked = new HashSet<>();
        try (Stream<Decided> all = decided.get()) {
            all.forEach(d -> {
                if (d.account() != null) {
                    looked.add(d.guardian());
                }
                Person person = after(d);
                if (person != null) {
                    each.accept(person);
                }
            });
        }
        try (Stream<Account> all = accounts.get()) {
            all.filter(account -> account.isOpen() && account.email() != null && !looked.contains(account.guardian()))
                    .forEach(account -> each.accept(person(account)));
        }
    }

    /** The guardian with the address of the open account after the run; null if there is none. */
    private static @Nullable Person after(Decided d) {
        Account account = d.account();
        if (d.step().writes()) {
            EmailAddress address = d.source().contact().address();
            boolean open = account == null || account.isOpen() || d.step().action() == Action.RETURN;
            return open && address != null
                    ? new Person(d.guardian(), d.source().guardian().name(), address)
                    : null;
        }
        return account != null && account.isOpen() && account.email() != null ? person(account) : null;
    }

    private static Person person(Account account) {
        return new Person(account.guardian(), account.name(), requireNonNull(account.email(), "email"));
    }
}
