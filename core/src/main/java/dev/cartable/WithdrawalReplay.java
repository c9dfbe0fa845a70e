package dev.cartable;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.internal.Erasures;
import dev.cartable.account.port.Tombstones;
import dev.cartable.backup.model.BackupException;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.PreferenceStore;
import dev.cartable.privacy.Privacy;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import dev.cartable.work.HostKey;
import dev.cartable.work.RestoreLog;
import dev.cartable.work.RestoreLog.Withdrawal;
import dev.cartable.work.internal.Withdrawals;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the log of withdrawals with a database: adds to the log what the database has and the log has not, and applies to a restored
 * database what the log has.
 *
 * <p>After a crash between a commit and the log, the database has more than the log. It never has less, since the log is written after the
 * commit. That a person accepts messages again may be missing from the log; then a restore declines them once more.
 */
final class WithdrawalReplay {
    private final RestoreLog log;
    private final @Nullable HostKey key;
    private final InstantSource time;

    WithdrawalReplay(RestoreLog log, @Nullable HostKey key, InstantSource time) {
        this.log = requireNonNull(log, "log");
        this.key = key;
        this.time = requireNonNull(time, "time");
    }

    /** What the log comes to: the last wish of each person about each topic counts. */
    private record Wishes(Set<String> erased, Map<String, Set<String>> declined) {
        static Wishes of(List<Withdrawal> withdrawals) {
            Set<String> erased = new LinkedHashSet<>();
            Map<String, Set<String>> declined = new HashMap<>();
            for (Withdrawal one : withdrawals) {
                Set<String> topics = declined.computeIfAbsent(one.person(), any -> new HashSet<>());
                switch (one.type()) {
                    case ERASED -> erased.add(one.person());
                    case DECLINED -> topics.add(one.topic());
                    case ACCEPTED -> topics.remove(one.topic());
                }
            }
            return new Wishes(erased, declined);
        }

        Set<String> declined(List<String> hashes) {
            return hashes.stream()
                    .flatMap(hash -> declined.getOrDefault(hash, Set.of()).stream())
                    .collect(Collectors.toSet());
        }
    }

    /** Adds to the log what a database has and the log has not; creates the log. Without a key, nothing can be compared. */
    void copy(@Nullable Tombstones tombstones, @Nullable PreferenceStore preferences) throws IOException {
        List<Withdrawal> missing = new ArrayList<>();
        if (key != null) {
            Wishes wishes = Wishes.of(log.read().withdrawals());
            Instant now = time.instant();
            String keyId = Withdrawals.idOf(key);
            if (tombstones != null) {
                try (Stream<String> all = tombstones.all()) {
                    all.filter(hash -> !wishes.erased().contains(hash))
                            .forEach(hash -> missing.add(new Withdrawal(now, Withdrawal.Type.ERASED, keyId, hash, "")));
                }
            }
            if (preferences != null) {
                try (Stream<PreferenceStore.Declined> all = preferences.declined()) {
                    all.forEach(one -> {
                        List<String> hashes =
                                Withdrawals.hashes(key, one.person().toString());
                        String topic = one.topic().toString();
                        if (!wishes.declined(hashes).contains(topic)) {
                            missing.add(new Withdrawal(now, Withdrawal.Type.DECLINED, keyId, hashes.get(0), topic));
                        }
                    });
                }
            }
        }
        log.add(missing);
    }

    /** Erases again in a restored database who was erased, and declines what was declined. */
    void apply(Parts staged) {
        Wishes wishes = Wishes.of(read().withdrawals());
        Instant now = time.instant();
        staged.transactions()
                .run(tx -> wishes.erased()
                        .forEach(hash -> staged.accountStores().tombstones().add(tx, hash, now)));
        if (key == null) {
            return;
        }
        List<Recipient> erased = new ArrayList<>();
        Map<Recipient, Set<String>> declined = new HashMap<>();
        try (Stream<Recipient> people = staged.privacyStores().personalData().people()) {
            people.forEach(person -> {
                if (tombstones(key, person).stream().anyMatch(wishes.erased()::contains)) {
                    erased.add(person);
                } else {
                    Set<String> topics = wishes.declined(Withdrawals.hashes(key, person.toString()));
                    if (!topics.isEmpty()) {
                        declined.put(person, topics);
                    }
                }
            });
        }
        erased.forEach(person -> erase(staged.privacy(), person));
        staged.transactions()
                .run(tx -> declined.forEach((person, topics) -> topics.forEach(
                        topic -> staged.noticeStores().preferences().decline(tx, person, Topic.parse(topic), now))));
    }

    private static List<String> tombstones(HostKey key, Recipient person) {
        return switch (person.type()) {
            case "guardian" -> Erasures.tombstones(key, new GuardianId(person.id()));
            case "pupil" -> Erasures.tombstones(key, new PupilId(person.id()));
            case "user" -> Erasures.tombstones(key, new UserId(person.id()));
            default -> List.of();
        };
    }

    private static void erase(Privacy privacy, Recipient person) {
        switch (person.type()) {
            case "guardian" -> privacy.erase(new GuardianId(person.id()));
            case "pupil" -> privacy.erase(new PupilId(person.id()));
            default -> privacy.erase(new UserId(person.id()));
        }
    }

    RestoreLog.Contents read() {
        try {
            return log.read();
        } catch (IOException e) {
            throw new BackupException(
                    "RESTORE_LOG_UNREADABLE",
                    Map.of("path", log.location(), "reason", e.toString()),
                    "what people have withdrawn cannot be read from " + log.location() + "; nothing was restored",
                    e);
        }
    }

    /** How many entries were written with a key that is not known here. */
    long withAnotherKey(RestoreLog.Contents contents) {
        Set<String> known = key == null
                ? Set.of()
                : key.all().stream().map(Withdrawals::idOf).collect(Collectors.toSet());
        return contents.withdrawals().stream()
                .filter(one -> !known.contains(one.key()))
                .count();
    }
}
