package dev.cartable.quota;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.model.AuditFinding.WrongFigure;
import dev.cartable.quota.model.AuditFinding.WrongFigure.Figure;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.quota.port.UsageLedger;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Keeps counters and ledger together where a later word takes use from a window. A reset, or another profile, may have taken the
 * same bytes away before: they cannot be taken twice, and what is used from then on has to count in full. So what was taken in
 * excess is given back to the ledger. And the bytes may have been charged to another cycle than the one that the user is in
 * now, which then must not pay for them.
 */
final class LedgerReconciliation {
    private static final String CAUSE = "use that was reported for another time";

    private final QuotaPorts ports;
    private final UsageLedger ledger;
    private final UsageRepair repair;
    private final QuotaReader reader;

    LedgerReconciliation(QuotaPorts ports, UsageLedger ledger, QuotaReader reader) {
        this.ports = ports;
        this.ledger = ledger;
        this.repair = new UsageRepair(ports, ledger, reader);
        this.reader = reader;
    }

    /**
     * Settles users from whom something was taken in this transaction.
     *
     * @param known these users, as they stood when it was worked out
     */
    void reconcile(Tx tx, Collection<UserId> users, Map<UserId, ResolvedProfile> known, Instant now) {
        if (users.isEmpty()) {
            return;
        }
        UserLedger.Span span = reader.span(now);
        Map<UserId, UserLedger> ledgers = ledger.lock(tx, users, span);
        List<UsageAdjustment> given = ledgers.values().stream()
                .flatMap(one -> overdrawn(one, now).stream())
                .toList();
        if (!given.isEmpty()) {
            ports.usage().adjust(tx, given);
            ledgers = ledger.lock(tx, users, span);
        }
        List<Usage> changed = new ArrayList<>();
        ledgers.forEach((user, one) -> {
            Usage usage = one.usage();
            List<WrongFigure> cycle = repair.faults(one, known.get(user), now).stream()
                    .filter(fault -> fault.figure() == Figure.CYCLE)
                    .toList();
            if (usage != null && !cycle.isEmpty()) {
                changed.add(LedgerRules.repaired(usage, cycle));
            }
        });
        ports.usage().put(tx, changed);
    }

    private static List<UsageAdjustment> overdrawn(UserLedger one, Instant now) {
        Usage usage = one.usage();
        List<UsageAdjustment> given = new ArrayList<>();
        if (usage != null) {
            LedgerRules.overdrawn(one, usage)
                    .forEach((window, over) -> given.add(new UsageAdjustment(
                            TimeOrderedIds.next(now), one.user(), usage.key(window), over.clamped(), CAUSE, "", now)));
        }
        return given;
    }
}
