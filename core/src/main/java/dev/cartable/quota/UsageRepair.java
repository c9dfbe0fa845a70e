package dev.cartable.quota;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.model.AuditFinding;
import dev.cartable.quota.model.AuditFinding.OutdatedCounters;
import dev.cartable.quota.model.AuditFinding.Step;
import dev.cartable.quota.model.AuditFinding.WrongFigure;
import dev.cartable.quota.model.AuditFinding.WrongFigure.Figure;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Resolution;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.UsageLedger;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds numbers that are wrong, and puts those right that are still wrong by as much when nobody else can count. */
final class UsageRepair {
    /** How many numbers the history names for a user; it says how many more there were. */
    private static final int NAMED = 8;

    private final QuotaPorts ports;
    private final UsageLedger ledger;
    private final QuotaReader reader;

    UsageRepair(QuotaPorts ports, UsageLedger ledger, QuotaReader reader) {
        this.ports = ports;
        this.ledger = ledger;
        this.reader = reader;
    }

    /**
     * The numbers that are wrong.
     *
     * @param user null if the host does not know them
     */
    List<WrongFigure> faults(UserLedger one, @Nullable ResolvedProfile user, Instant now) {
        if (user == null && one.usage() == null) {
            return List.of();
        }
        Usage usage = usage(one, user, now);
        return LedgerRules.faults(one, usage, user != null && isCertain(user.resolution(), usage, now));
    }

    /** The counters, or those that the user should have. */
    private Usage usage(UserLedger one, @Nullable ResolvedProfile user, Instant now) {
        Usage usage = one.usage();
        if (usage != null) {
            return usage;
        }
        Candidate effective = user == null ? null : user.resolution().effective();
        Instant cycle = user == null ? null : user.resolution().cycleKey();
        return Usage.none(
                one.user(),
                effective == null ? null : effective.assignment(),
                reader.calendar().keys(now).withCycle(cycle));
    }

    /** Whether all that is recorded of the cycle is charged to it: it is the one that serves, and does not end in this moment. */
    private static boolean isCertain(Resolution resolution, Usage usage, Instant now) {
        Candidate effective = resolution.effective();
        WindowCalendar.Span cycle = resolution.cycle();
        Instant end = cycle == null ? null : cycle.end();
        return effective != null
                && usage.active()
                && effective.assignment().id().equals(usage.assignment())
                && usage.key(Window.CYCLE).start().equals(resolution.cycleKey())
                && (end == null || now.plus(QuotaSettings.AHEAD).isBefore(end));
    }

    List<AuditFinding> repair(
            Tx tx,
            Map<UserId, List<WrongFigure>> planned,
            UserLedger.Span span,
            String cause,
            String actor,
            Instant now) {
        if (planned.isEmpty()) {
            return List.of();
        }
        List<AuditFinding> repaired = new ArrayList<>();
        List<ProfileChange> notes = new ArrayList<>();
        Map<UserId, Map<LocalDate, Traffic>> days = new LinkedHashMap<>();
        List<Usage> changed = new ArrayList<>();
        Map<UserId, UserLedger> locked = ledger.lock(tx, planned.keySet(), span);
        Map<UserId, ResolvedProfile> known = reader.of(planned.keySet(), now);
        planned.forEach((id, faults) -> {
            UserLedger fresh = locked.get(id);
            if (fresh == null) {
                return;
            }
            boolean missing = fresh.usage() == null;
            if (missing) {
                Usage opened = usage(fresh, known.get(id), now);
                if (ports.usage().open(tx, List.of(opened)).isEmpty()) {
                    return;
                }
                if (opened.active()) {
                    repaired.add(new OutdatedCounters(id, Step.OPEN));
                }
                fresh = Objects.requireNonNull(
                        ledger.lock(tx, List.of(id), span).get(id));
            }
            Usage before = usage(fresh, known.get(id), now);
            List<WrongFigure> still =
                    missing ? LedgerRules.lost(fresh, before) : still(faults, faults(fresh, known.get(id), now));
            if (still.isEmpty()) {
                return;
            }
            changed.add(LedgerRules.repaired(before, still));
            still.stream()
                    .filter(fault -> fault.figure() == Figure.DAYS)
                    .forEach(fault -> days.computeIfAbsent(id, user -> new LinkedHashMap<>())
                            .put(fault.key().firstDay(), fault.expected()));
            repaired.addAll(still);
            notes.add(note(id, still, cause, actor, now));
        });
        ledger.putDays(tx, days);
        ports.usage().put(tx, changed);
        ports.profiles().note(tx, notes);
        return repaired;
    }

    /** Those of the planned faults that are there still, wrong by as much. */
    private static List<WrongFigure> still(List<WrongFigure> planned, List<WrongFigure> fresh) {
        return fresh.stream()
                .filter(fault -> planned.stream().anyMatch(fault::isAlso))
                .toList();
    }

    private static ProfileChange note(UserId user, List<WrongFigure> faults, String cause, String actor, Instant now) {
        String numbers = faults.stream()
                .limit(NAMED)
                .map(fault -> fault.figure() + " " + fault.key().value() + " by "
                        + fault.difference().up() + " bytes up and "
                        + fault.difference().down() + " down")
                .collect(Collectors.joining(", "));
        String more = faults.size() > NAMED ? " and " + (faults.size() - NAMED) + " more" : "";
        return new ProfileChange(
                TimeOrderedIds.next(now),
                Holder.of(user),
                ProfileChange.Type.REPAIRED,
                null,
                null,
                cause + " of " + numbers + more,
                actor,
                now);
    }

    /** The host does not know these users any more. What they have used stays. */
    List<AuditFinding> disable(Tx tx, Collection<UserId> gone) {
        if (gone.isEmpty()) {
            return List.of();
        }
        Set<UserId> back = ports.users().byId(gone).keySet();
        List<Usage> disabled = ports.usage().lock(tx, gone).values().stream()
                .filter(usage -> usage.active() && !back.contains(usage.user()))
                .map(Usage::disabled)
                .toList();
        ports.usage().put(tx, disabled);
        return disabled.stream()
                .<AuditFinding>map(usage -> new OutdatedCounters(usage.user(), Step.DISABLE_UNKNOWN))
                .toList();
    }
}
