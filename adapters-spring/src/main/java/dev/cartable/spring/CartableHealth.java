package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.Cartable;
import dev.cartable.backup.BackupReview;
import dev.cartable.backup.Backups;
import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupLedger.Proof;
import dev.cartable.backup.model.BackupState;
import dev.cartable.notice.model.NoticeStatistics.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * How Cartable is: what waits, whether something ticks, and how old the latest backup and the last proofs are. It is never {@code DOWN}: an
 * application that is started anew gets neither a mail server nor a younger backup. What it shows names no person, no message and no file.
 * Safe for use by several threads.
 */
final class CartableHealth {
    private static final Logger LOG = LoggerFactory.getLogger(CartableHealth.class);

    private final ObjectProvider<Cartable> cartable;
    private final ObjectProvider<Backups> backups;
    private final ObjectProvider<InstantSource> time;
    private final ObjectProvider<CartableHealthProperties> limits;

    CartableHealth(
            ObjectProvider<Cartable> cartable,
            ObjectProvider<Backups> backups,
            ObjectProvider<InstantSource> time,
            ObjectProvider<CartableHealthProperties> limits) {
        this.cartable = requireNonNull(cartable, "cartable");
        this.backups = requireNonNull(backups, "backups");
        this.time = requireNonNull(time, "time");
        this.limits = requireNonNull(limits, "limits");
    }

    /**
     * What a health indicator answers.
     *
     * @param status {@code UP}; {@code DEGRADED} if a person has to look at something; {@code UNKNOWN} if a part could not be read
     */
    record Answer(String status, Map<String, Object> details) {}

    Answer look() {
        Look look = new Look(time.getIfAvailable(InstantSource::system).instant());
        look.part("outbox", look::outbox);
        look.part("tasks", look::tasks);
        look.part("backups", look::backups);
        return look.answer();
    }

    /** One answer. */
    private final class Look {
        private final Instant now;
        private final Map<String, Object> details = new LinkedHashMap<>();
        private final Set<String> problems = new TreeSet<>();
        private final Set<String> unreadable = new TreeSet<>();

        private Look(Instant now) {
            this.now = now;
        }

        /** A part that the host has left out, or that cannot be read now, says nothing about the others. */
        void part(String name, Runnable part) {
            try {
                part.run();
            } catch (RuntimeException e) {
                LOG.debug("the health of the {} cannot be read", name, e);
                unreadable.add(name);
            }
        }

        void outbox() {
            Backlog backlog = cartable.getObject().notices().backlog();
            Instant oldest = backlog.oldestWaiting();
            if (oldest != null) {
                age("oldestMessage", oldest);
            }
            if (isOlder(oldest, limits.getObject().outboxAge())) {
                problems.add("OUTBOX_OLD");
            }
            Set<String> paused = new TreeSet<>();
            backlog.pauses().stream()
                    .filter(one -> one.domain().isEmpty() && one.until().isAfter(now))
                    .forEach(one -> paused.add(one.channel().toString()));
            if (!paused.isEmpty()) {
                details.put("pausedChannels", paused);
                problems.add("CHANNEL_PAUSED");
            }
        }

        void tasks() {
            cartable.getObject().tasks().lastTick().ifPresent(last -> age("lastTick", last));
            if (cartable.getObject().tasks().silentSince().isPresent()) {
                problems.add("TASKS_SILENT");
            }
        }

        void backups() {
            Backups kept = backups.getIfAvailable();
            if (kept == null) {
                return;
            }
            BackupReview review = kept.review();
            review.findings().stream()
                    .filter(finding -> finding.code().state() != BackupState.VERIFIED)
                    .forEach(finding -> problems.add(finding.code().name()));
            review.copy().ifPresent(copy -> age("latestCopy", copy.backup().createdAt()));
            BackupEntry latest = review.latest().orElse(null);
            if (latest == null) {
                return;
            }
            age("latestBackup", latest.createdAt());
            proof("lastRestore", review.restore());
            if (latest.database() != null
                    && isLate(review.restore(), limits.getObject().restoreAge())) {
                problems.add("RESTORE_NOT_PROVEN");
            }
            proof("lastKeyCheck", review.key());
            if (latest.file().isEncrypted()
                    && isLate(review.key(), limits.getObject().keyAge())) {
                problems.add("KEY_NOT_PROVEN");
            }
        }

        private void proof(String name, @Nullable Proof proof) {
            if (proof != null) {
                age(name, proof.at());
            }
        }

        private void age(String name, Instant since) {
            details.put(name, since.toString());
            details.put(name + "AgeSeconds", Duration.between(since, now).toSeconds());
        }

        private boolean isLate(@Nullable Proof proof, Duration limit) {
            return proof == null || isOlder(proof.at(), limit);
        }

        private boolean isOlder(@Nullable Instant since, Duration limit) {
            return since != null && since.plus(limit).isBefore(now);
        }

        Answer answer() {
            if (!problems.isEmpty()) {
                details.put("problems", problems);
            }
            if (!unreadable.isEmpty()) {
                details.put("unreadable", unreadable);
            }
            return new Answer(!problems.isEmpty() ? "DEGRADED" : unreadable.isEmpty() ? "UP" : "UNKNOWN", details);
        }
    }
}
