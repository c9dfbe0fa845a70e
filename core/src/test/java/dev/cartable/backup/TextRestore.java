package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.port.DatabaseRestore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** Restores what {@link TextDump} dumps. What is staged and kept outlives the use case, as in a database. */
class TextRestore implements DatabaseRestore {
    private final TextDump live;
    final Map<String, Long> staged = new TreeMap<>();
    final Map<String, Long> kept = new TreeMap<>();
    final List<Obstacle> obstacles = new ArrayList<>();
    RestoreJournal.Moments moments = RestoreJournal.Moments.NONE;
    InsertTrial.Outcome outcome = InsertTrial.Outcome.INSERTED;
    boolean canUndo = true;

    /** What is staged is in a transaction of the process, and gone with it. */
    boolean isTransaction;

    /** Whether room is set aside, and how often it was. */
    boolean hasRoom;

    int rooms;
    long sessions;
    long lost;
    Runnable duringSwap = () -> {};

    TextRestore(TextDump live) {
        this.live = live;
    }

    @Override
    public <T> T open(String id, Class<T> form) {
        throw new UnsupportedOperationException(form.getName());
    }

    @Override
    public List<Obstacle> check(DatabaseInfo dumped) {
        return obstacles;
    }

    @Override
    public Optional<Path> folder() {
        return Optional.empty();
    }

    @Override
    public void reserve() {
        hasRoom = true;
        rooms++;
    }

    @Override
    public void release() {
        hasRoom = false;
    }

    @Override
    public void stage(String id, Path dump, boolean force, LongConsumer read) {
        reached("stage database");
        try (var lines = Files.lines(dump)) {
            staged.put(id, lines.filter(line -> line.startsWith("INSERT")).count());
            read.accept(Files.size(dump));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reached("database staged");
    }

    /** The process has ended. */
    void die() {
        if (isTransaction) {
            staged.clear();
        }
    }

    @Override
    public DatabaseContents staged(String id) {
        return TextDump.contents(requireNonNull(staged.get(id)) - lost);
    }

    @Override
    public String location(String id) {
        return "staged-" + id;
    }

    @Override
    public List<InsertTrial> tryInserts(String id) {
        return List.of(new InsertTrial("public.payment.id", outcome));
    }

    @Override
    public void swap(String id, boolean force) {
        reached("swap database");
        if (sessions > 0 && !force) {
            throw new BackupException("DATABASE_IN_USE", Map.of("sessions", "1"), "in use");
        }
        if (staged.containsKey(id)) {
            kept.put(id, live.payments);
            live.payments = staged.remove(id);
        }
        duringSwap.run();
        reached("database swapped");
    }

    @Override
    public void undo(String id) {
        reached("undo database");
        if (canUndo && kept.containsKey(id)) {
            staged.put(id, live.payments);
            live.payments = kept.remove(id);
        }
        reached("database undone");
    }

    @Override
    public void discard(String id) {
        reached("discard database");
        staged.remove(id);
        kept.remove(id);
        reached("database discarded");
    }

    @Override
    public State state(String id) {
        return kept.containsKey(id) ? State.SWAPPED : staged.containsKey(id) ? State.STAGED : State.ABSENT;
    }

    @Override
    public List<String> leftovers() {
        List<String> ids = new ArrayList<>(staged.keySet());
        ids.addAll(kept.keySet());
        return ids;
    }

    private void reached(String moment) {
        try {
            moments.reached(moment);
        } catch (IOException e) {
            throw new BackupException("RESTORE_FAILED", Map.of("reason", e.toString()), e.toString(), e);
        }
    }
}
