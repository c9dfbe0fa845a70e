package dev.cartable.work.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.Counts;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has done, as the audit trail records it: ids and numbers, no names, addresses or values. Immutable.
 *
 * @param name such as {@code invoice.cancel}
 * @param subject what it was done to, as {@code invoice:2026-00017}; empty for many things at once
 * @param actor who did it, where the use case was told; empty if it was not
 * @param digest of the plan that was approved, or of what was seen; null for none
 * @param counts in numbers, in the order of their names
 */
public record Deed(
        String name,
        String subject,
        String actor,
        Outcome outcome,
        @Nullable String digest,
        Map<String, Long> counts) {
    public Deed {
        requireNonNull(name, "name");
        WellFormedText.require("the subject of a deed", subject);
        WellFormedText.require("the actor of a deed", actor);
        requireNonNull(outcome, "outcome");
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /** What became of it. The names stand in the database. */
    public enum Outcome {
        /** A run has written its first part. */
        STARTED,
        DONE,
        FAILED
    }

    /** Something that was done to many things, or to no certain one. */
    public static Deed of(String name) {
        return new Deed(name, "", "", Outcome.DONE, null, Map.of());
    }

    /** Something that was done to one thing. */
    public static Deed of(String name, String type, Object id) {
        return new Deed(name, type + ":" + id, "", Outcome.DONE, null, Map.of());
    }

    /** The same by somebody whom the use case was told of; empty for whoever acts at present. */
    public Deed by(String other) {
        return new Deed(name, subject, other, outcome, digest, counts);
    }

    /** The same with another outcome. */
    public Deed ended(Outcome other) {
        return new Deed(name, subject, actor, other, digest, counts);
    }

    /** The same with the digest of a plan; null for none. */
    public Deed planned(@Nullable PlanDigest plan) {
        return new Deed(name, subject, actor, outcome, plan == null ? null : plan.hex(), counts);
    }

    /** The same with the digest of something else. */
    public Deed digest(String other) {
        return new Deed(name, subject, actor, outcome, other, counts);
    }

    /** The same with one more number. */
    public Deed with(String count, long value) {
        Map<String, Long> more = new TreeMap<>(counts);
        more.put(count, value);
        return new Deed(name, subject, actor, outcome, digest, more);
    }

    /** The same with the numbers of a run that are not zero. */
    public Deed with(Counts run) {
        Deed more = this;
        for (Map.Entry<String, Long> count : run.values().entrySet()) {
            more = count.getValue() == 0 ? more : more.with(count.getKey(), count.getValue());
        }
        return more;
    }

    /** Records it in the trail that belongs to these transactions; the last step of the transaction. */
    public void record(UnitOfWork transactions, Tx tx) {
        if (transactions instanceof RunTransactions all) {
            all.record(tx, this);
        }
    }
}
