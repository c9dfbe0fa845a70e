package dev.cartable.cli.frame;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.school.ImportRoster;
import dev.cartable.school.RosterException;
import dev.cartable.school.port.RosterSource;
import dev.cartable.school.port.RosterStore;
import dev.cartable.work.Brake;
import dev.cartable.work.HostKey;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A dry run that begins with an import: the roster as it is stored is copied to a scratch database, the source is imported
 * there, and accounts are planned on that, so that the plan is the one that a real run would make. Nothing else is written.
 *
 * @param host plans on the imported roster
 * @param imported what the import would do
 */
public record DryRun(Host host, ImportRoster.Plan imported) implements AutoCloseable {
    private static final int CHUNK = 500;

    /** Imports the source on the side. */
    public static DryRun of(Frame frame, RosterSource source, Brake brake) {
        Host host = Host.planning(frame);
        try {
            if (!host.isEmpty() && !host.stores().rosterStore().writable()) {
                throw RosterException.notWritable();
            }
            HostKey key = Host.keys(frame, Host.database(frame)).existing().orElseGet(Keys::throwaway);
            Opened scratch = Opened.scratch();
            host.readRosterFrom(scratch, key);
            new Copy(host.stores(), scratch.stores(), Instant.EPOCH).run();
            try (Cartable beside =
                    Host.build(frame, scratch.stores(), scratch.stores().roster(), key)) {
                ImportRoster importRoster = beside.rosters().importRoster();
                ImportRoster.Plan plan = importRoster.plan(source, brake);
                importRoster.apply(plan);
                return new DryRun(host, plan);
            }
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    @Override
    public void close() {
        host.close();
    }

    /** Copies what is active, and who was erased. */
    private record Copy(Stores host, Stores scratch, Instant now) {
        void run() {
            UnitOfWork work = scratch.unitOfWork();
            RosterStore from = host.rosterStore();
            RosterStore to = scratch.rosterStore();
            work.run(tx ->
                    host.hostKeys().all().forEach(key -> scratch.hostKeys().add(tx, key)));
            each(
                    host.tombstones().all(),
                    keys -> work.run(
                            tx -> keys.forEach(key -> scratch.tombstones().add(tx, key, now))));
            each(from.promotionIds(), ids -> {
                var promotions = from.promotions(ids).values();
                work.run(tx -> to.savePromotions(tx, promotions));
            });
            each(from.keptPromotionIds(), ids -> {
                var promotions = from.promotions(ids).values();
                work.run(tx -> to.keepPromotions(tx, promotions));
            });
            each(from.pupilIds(), ids -> {
                var pupils = from.pupils(ids).values();
                work.run(tx -> to.savePupils(tx, pupils));
            });
            each(from.guardianIds(), ids -> {
                var guardians = from.guardians(ids).values();
                var links = from.guardianships(ids).values();
                var pupils = from.pupils(links.stream()
                                .map(link -> link.pupil())
                                .distinct()
                                .toList())
                        .values();
                work.run(tx -> {
                    to.savePupils(tx, pupils);
                    to.saveGuardians(tx, guardians);
                    to.saveGuardianships(tx, links);
                });
            });
        }

        private static <T> void each(Stream<T> ids, Consumer<Collection<T>> chunk) {
            try (ids) {
                List<T> some = new ArrayList<>();
                for (Iterator<T> all = ids.iterator(); all.hasNext(); ) {
                    some.add(all.next());
                    if (some.size() == CHUNK || !all.hasNext()) {
                        chunk.accept(List.copyOf(some));
                        some.clear();
                    }
                }
            }
        }
    }
}
