package dev.cartable.cli.frame;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.Stores;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.notice.Placeholders;
import dev.cartable.school.port.Roster;
import dev.cartable.work.HostKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The host that the command line is: a database, a key, a courier, and Cartable put together from them. */
public final class Host implements AutoCloseable {
    private final Frame frame;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final HostKey key;
    private final Opened opened;
    private Stores stores;
    private Roster roster;
    private Cartable cartable;
    private boolean empty;
    private boolean courier;

    private Host(Frame frame, Opened opened, HostKey key, Roster roster, boolean empty) {
        this.frame = frame;
        this.key = key;
        this.opened = opened;
        this.stores = opened.stores();
        this.roster = roster;
        this.empty = empty;
        this.cartable = HostBuilder.built(
                frame.words(),
                BackupOptions.in(frame, HostBuilder.of(frame, stores, roster).key(key), this::dump));
        frame.report().nameBy(names());
        open.push(opened);
        open.push(cartable);
    }

    private Names names() {
        return new Names(
                roster,
                stores.users(),
                () -> InvoiceOptions.settings(frame).isPresent() ? stores.issuedInvoices() : stores.invoices());
    }

    /** What dumps the database; empty if there is none yet. */
    private Optional<DatabaseDump> dump() {
        return empty ? Optional.empty() : Optional.of(database(frame).dump(opened, BackupOptions.programs(frame)));
    }

    /** With the database and the key as they are after the first run that writes: what is missing is made. */
    public static Host writing(Frame frame) {
        BackupHost.recover(frame);
        Database database = database(frame);
        return withKey(frame, database, database.open());
    }

    private static Host withKey(Frame frame, Database database, Opened opened) {
        try {
            HostKey key = keys(frame, database).existingOrNew(opened.stores());
            Host host = new Host(frame, opened, key, opened.stores().roster(), false);
            host.cartable.accounts().hostKey().check();
            return host;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** With the database as it is, which cannot be written to; an empty one instead of one that is not there. */
    public static Host reading(Frame frame) {
        Host host = planning(frame);
        if (host.isEmpty()) {
            frame.report().warn("no-database", Map.of("db", database(frame).name()));
        }
        return host;
    }

    /** As {@link #reading}, where it is no wonder that there is nothing yet. */
    public static Host planning(Frame frame) {
        Database database = database(frame);
        Keys keys = keys(frame, database);
        HostKey key = keys.existing().orElseGet(Keys::throwaway);
        Optional<Opened> found = database.openReadOnly();
        try {
            if (found.isPresent() && !found.get().isWithoutTables()) {
                if (keys.existing().isEmpty()) {
                    frame.onHostKeyMismatch(keys.missing());
                }
                return new Host(frame, found.get(), key, found.get().stores().roster(), false);
            }
            return nothing(frame, database, found, key);
        } catch (RuntimeException e) {
            found.ifPresent(Opened::close);
            throw e;
        }
    }

    /** An empty database in place of one that has nothing of ours. */
    private static Host nothing(Frame frame, Database database, Optional<Opened> found, HostKey key) {
        Opened scratch = Opened.scratch();
        try {
            // A host may have defined its views before the first run.
            Roster roster = found.filter(opened -> database.hasRosterInViews())
                    .map(opened -> opened.stores().roster())
                    .orElse(scratch.stores().roster());
            Host host = new Host(frame, scratch, key, roster, true);
            found.ifPresent(host.open::push);
            return host;
        } catch (RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /** With the database and the key as they are, for changes to what is there; {@link #reading} if nothing is. */
    public static Host changing(Frame frame) {
        BackupHost.recover(frame);
        Database database = database(frame);
        Optional<Opened> found = database.openExisting();
        if (found.isEmpty()) {
            return reading(frame);
        }
        return withKey(frame, database, found.get());
    }

    /** As {@link #changing}, to send messages. Refused where placeholders would reach people. */
    public static Host sending(Frame frame) {
        return changing(frame).withCourier();
    }

    /** As {@link #changing}, to run what is due. Where placeholders would reach people, messages wait and the rest is done. */
    public static Host ticking(Frame frame) {
        Host host = changing(frame);
        try {
            Placeholders placeholders = host.placeholders();
            if (placeholders.refused()) {
                frame.report()
                        .warn("tick.placeholders", Map.of("settings", MessageOptions.settings(placeholders.found())));
                return host;
            }
            return host.withCourier();
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    /** Whether messages leave. */
    public boolean hasCourier() {
        return courier;
    }

    /** As {@link #reading}, to send test mails. Refused where placeholders would reach people. */
    public static Host testing(Frame frame) {
        return reading(frame).withCourier();
    }

    private Host withCourier() {
        try {
            Placeholders placeholders = placeholders();
            if (placeholders.refused()) {
                throw CommandException.failed(
                        "PLACEHOLDERS",
                        frame.words()
                                .text("error.PLACEHOLDERS", "settings", MessageOptions.settings(placeholders.found())));
            }
            if (!placeholders.found().isEmpty()) {
                frame.report().warn("placeholders", Map.of("settings", MessageOptions.settings(placeholders.found())));
            }
            cartable = HostBuilder.built(frame.words(), withCouriers());
            courier = true;
            open.push(cartable);
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * The same, to make report cards.
     *
     * @throws dev.cartable.CartableException if a layout or a picture cannot be used; the host is closed
     */
    public Host withReportCards() {
        return making(
                parts -> parts.reportCardRenderer(DocumentOptions.reportCards(frame, SchoolOptions.school(frame))));
    }

    /**
     * As {@link #withReportCards}, for invoices, receipts and statements.
     *
     * @throws dev.cartable.CartableException if a layout or a picture cannot be used; the host is closed
     */
    public Host withInvoices() {
        return making(parts -> parts.invoiceRenderer(DocumentOptions.invoices(frame, SchoolOptions.school(frame))));
    }

    private Host making(UnaryOperator<CartableBuilder> renderer) {
        try {
            Cartable making = HostBuilder.built(frame.words(), renderer.apply(parts()));
            open.push(making);
            cartable = making;
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Which settings still have values that only make a first try work, with the mail server that is named. */
    public Placeholders placeholders() {
        return withCouriers().placeholders();
    }

    private CartableBuilder withCouriers() {
        CartableBuilder parts = parts().courier(mailing(frame).courier());
        return texting(frame).courier().map(parts::courier).orElse(parts);
    }

    /** A school without parent accounts sends no links, so that it needs no page for them. */
    private CartableBuilder parts() {
        CartableBuilder parts =
                BackupOptions.in(frame, HostBuilder.of(frame, stores, roster).key(key), this::dump);
        return stores.accounts().counts().isEmpty() ? HostBuilder.withoutLinks(frame, parts) : parts;
    }

    /** Whether the database is a file that is not there yet. */
    public static boolean isMissing(Frame frame) {
        return database(frame).isMissing();
    }

    static Database database(Frame frame) {
        return new Database(frame.around(), frame.options(), frame.words());
    }

    static Keys keys(Frame frame, Database database) {
        return new Keys(frame.around(), frame.options(), database, frame.words());
    }

    public Cartable cartable() {
        return cartable;
    }

    public Stores stores() {
        return stores;
    }

    /** Where guardians and pupils are read. */
    public Roster roster() {
        return roster;
    }

    /** Takes what was deleted out of the files of an embedded database, too. Nothing may be read or written after it. */
    public void compact() {
        open.stream().filter(Opened.class::isInstance).map(Opened.class::cast).forEach(Opened::compact);
    }

    /** Whether there was nothing to read. */
    public boolean isEmpty() {
        return empty;
    }

    /** How mails leave. */
    public static Mailing mailing(Frame frame) {
        return new Mailing(frame.around(), frame.options(), frame.words());
    }

    /** How short messages leave. */
    public static Texting texting(Frame frame) {
        return new Texting(frame.around(), frame.options(), frame.words());
    }

    /** Cartable over some stores, with the settings of the command line. It sends nothing. */
    static Cartable build(Frame frame, Stores stores, Roster roster, HostKey key) {
        return HostBuilder.built(
                frame.words(), HostBuilder.of(frame, stores, roster).key(key));
    }

    /** Reads guardians and pupils from another store from now on; everything else stays. */
    void readRosterFrom(Opened other, HostKey key) {
        open.push(other);
        roster = other.stores().roster();
        frame.report().nameBy(names());
        cartable = build(frame, stores, roster, key);
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failure = e instanceof RuntimeException known ? known : new IllegalStateException(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
