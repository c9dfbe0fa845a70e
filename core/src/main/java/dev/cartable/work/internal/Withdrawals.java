package dev.cartable.work.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.HostKey;
import dev.cartable.work.RestoreLog;
import dev.cartable.work.RestoreLog.Withdrawal;
import dev.cartable.work.Tx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the log, after each commit, what the transaction has withdrawn. What a crash or a full disk keeps out of the log is added when
 * the log is next compared with the database; so the log never has what was rolled back. Safe for use by several threads.
 */
public final class Withdrawals {
    private static final Logger LOG = LoggerFactory.getLogger(Withdrawals.class);
    private static final String PERSON = "withdrawal.person";
    private static final int KEY_ID = 16;

    private final Optional<RestoreLog> log;
    private final Optional<HostKey> key;
    private final InstantSource time;

    /**
     * Writes to a log.
     *
     * @param log empty where this installation keeps no backups: another node adds it
     * @param key empty for none: then people cannot be named by a hash, and nothing is written
     */
    public Withdrawals(Optional<RestoreLog> log, Optional<HostKey> key, InstantSource time) {
        this.log = requireNonNull(log, "log");
        this.key = requireNonNull(key, "key");
        this.time = requireNonNull(time, "time");
    }

    /** The id of a key in the log. */
    public static String idOf(HostKey key) {
        return key.checkValue().substring(0, KEY_ID);
    }

    /**
     * The hashes under which a person's wishes may stand in the log, that of the current key first.
     *
     * @param person as {@code guardian:ID}
     */
    public static List<String> hashes(HostKey key, String person) {
        return key.candidates(PERSON, person);
    }

    /** A person was erased. */
    public void erased(Tx tx, String tombstone) {
        key.ifPresent(current -> add(tx, Withdrawal.Type.ERASED, current, tombstone, ""));
    }

    /** A person, as {@code guardian:ID}, declines messages about a topic. */
    public void declined(Tx tx, String person, String topic) {
        key.ifPresent(current -> add(tx, Withdrawal.Type.DECLINED, current, current.hmac(PERSON, person), topic));
    }

    /** A person, as {@code guardian:ID}, accepts messages about a topic again. */
    public void accepted(Tx tx, String person, String topic) {
        key.ifPresent(current -> add(tx, Withdrawal.Type.ACCEPTED, current, current.hmac(PERSON, person), topic));
    }

    private void add(Tx tx, Withdrawal.Type type, HostKey current, String person, String topic) {
        log.ifPresent(target -> {
            Withdrawal withdrawal = new Withdrawal(time.instant(), type, idOf(current), person, topic);
            tx.afterCommit(() -> write(target, withdrawal));
        });
    }

    private static void write(RestoreLog target, Withdrawal withdrawal) {
        try {
            target.add(List.of(withdrawal));
        } catch (IOException e) {
            LOG.warn(
                    "What a person has withdrawn is in the database and not yet in {}: {}. It is added with the next backup,"
                            + " at the latest",
                    target.location(),
                    e.toString());
        }
    }
}
