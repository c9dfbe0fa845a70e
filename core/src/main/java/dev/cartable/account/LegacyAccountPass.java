package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.LegacyAccountPass.Read;
import dev.cartable.account.LegacyAccountPass.Row;
import dev.cartable.account.LegacyAccountWriter.Decided;
import dev.cartable.account.LegacyAccountWriter.Item;
import dev.cartable.account.MigrateAccounts.Counts;
import dev.cartable.account.MigrateAccounts.Listener;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.NamingRule;
import dev.cartable.account.port.LegacyAccounts;
import dev.cartable.account.port.LegacyAccounts.LegacyAccount;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.RowError;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.ContentDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an older system's accounts, decides about them and takes them over. Which guardians and usernames there were is kept, so that a
 * second row of one is an error.
 */
final class LegacyAccountPass implements BulkPass<Read, Row, Counts> {
    private final LegacyAccounts source;
    private final LegacyAccountWriter writer;
    private final InstantSource time;
    private final Instant now;
    private final ContentDigest digest;
    private final Set<GuardianId> guardians = new HashSet<>();
    private final Set<String> skeletons = new HashSet<>();
    private Counts counts = Counts.ZERO;

    LegacyAccountPass(LegacyAccounts source, AccountSettings settings, LegacyAccountWriter writer, InstantSource time) {
        this.source = source;
        this.writer = writer;
        this.time = time;
        this.now = time.instant();
        this.digest = AccountPass.digest("migrate accounts", settings);
    }

    @Override
    public void read(Consumer<? super Read> items) {
        source.read(row -> items.accept(read(row)));
    }

    private Read read(LegacyAccounts.Row row) {
        if (row instanceof LegacyAccounts.Row.Usable usable) {
            Item item = new Item(source.name(), usable.line(), usable.account());
            RowError twice = twice(item);
            return twice == null ? new Read(item, null) : new Read(null, twice);
        }
        return new Read(null, ((LegacyAccounts.Row.Unusable) row).error());
    }

    private @Nullable RowError twice(Item item) {
        LegacyAccount account = item.account();
        if (!guardians.add(account.guardian())) {
            return item.error("guardian", "DUPLICATE_GUARDIAN");
        }
        return skeletons.add(NamingRule.skeleton(account.username().value()))
                ? null
                : item.error("username", "DUPLICATE_USERNAME");
    }

    @Override
    public List<Row> decide(List<Read> chunk) {
        List<Item> usable = new ArrayList<>();
        chunk.forEach(read -> Optional.ofNullable(read.item()).ifPresent(usable::add));
        Iterator<Decided> decided = usable.isEmpty()
                ? Collections.emptyIterator()
                : writer.decide(usable, now).iterator();
        return chunk.stream()
                .map(read -> read.item() == null ? new Row(null, read.unusable()) : new Row(decided.next(), null))
                .toList();
    }

    @Override
    public boolean writes(Row row) {
        return row.migrates();
    }

    @Override
    public boolean keeps(Row row) {
        return row.decided() != null && !row.migrates() && row.skip() == null && row.error() == null;
    }

    @Override
    public List<Row> write(List<Row> rows, UnitOfWork transactions) {
        List<Item> items = rows.stream()
                .map(row -> requireNonNull(row.decided(), "decided").item())
                .toList();
        return transactions.<List<Decided>>call(tx -> writer.write(tx, items, time.instant())).stream()
                .map(decided -> new Row(decided, null))
                .toList();
    }

    @Override
    public Row failed(Row row, RuntimeException failure) {
        if (failure instanceof HostKeyMismatchException) {
            throw failure;
        }
        Item item = requireNonNull(row.decided(), "decided").item();
        return new Row(
                null,
                new RowError(
                        item.file(),
                        item.line(),
                        "guardian",
                        "STORE_REFUSED",
                        Map.of("detail", String.valueOf(failure.getMessage()))));
    }

    @Override
    public void take(Row row) {
        counts = counts.plus(row.counts());
        RowError unusable = row.unusable();
        if (row.decided() != null) {
            digest.add(row.decided().digestLine());
        } else if (unusable != null) {
            digest.add(unusable.line(), unusable.code());
        }
    }

    @Override
    public Counts counts() {
        return counts;
    }

    @Override
    public PlanDigest digest() {
        return digest.digest();
    }

    /** A row that was decided about, or that cannot be used. */
    record Row(@Nullable Decided decided, @Nullable RowError unusable) {
        @Nullable
        RowError error() {
            return decided == null ? unusable : decided.error();
        }

        boolean migrates() {
            return decided != null && decided.migrates();
        }

        AccountStep.@Nullable Reason skip() {
            return decided == null ? null : decided.skip();
        }

        Counts counts() {
            boolean kept = !migrates() && skip() == null && error() == null;
            return new Counts(
                    1,
                    one(migrates()),
                    one(kept),
                    one(skip() != null),
                    one(error() != null),
                    one(decided != null
                            && migrates()
                            && decided.item().account().passwordHash() == null));
        }

        void report(Listener each) {
            RowError error = error();
            if (error != null) {
                each.failed(error);
            } else if (decided != null) {
                LegacyAccount account = decided.item().account();
                if (decided.skip() != null) {
                    each.skipped(account.guardian(), decided.skip());
                } else if (decided.migrates()) {
                    each.migrated(account.guardian(), account.username());
                }
            }
        }
    }

    /** An item as it is read: an account, or the error of a row. */
    record Read(@Nullable Item item, @Nullable RowError unusable) {}

    private static long one(boolean counts) {
        return counts ? 1 : 0;
    }
}
