package dev.cartable.privacy;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.notice.port.Outbox;
import dev.cartable.privacy.model.Person;
import dev.cartable.privacy.port.PersonalData;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Users;
import dev.cartable.work.internal.Deed;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The use case that gives a person all that is kept about them (GDPR, articles 15 and 20): a guardian with their account, a
 * user of the network, or a pupil, with every row of every relation, the host's views included. Left out are secrets (hashes of passwords
 * and tokens) and keyed hashes, which cannot be assigned to a person without the host's key: reserved usernames, tombstones,
 * counters of failed sign-ins. Only the audit trail is written to. Safe for use by several threads.
 */
final class ExportPerson {
    private static final Set<String> SECRETS =
            Set.of("password_hash", "passwordHash", "token_sha256", "token", "key_sha256", "key", "source");

    private final AccountPorts ports;
    private final People people;
    private final PersonalData data;
    private final InstantSource time;

    ExportPerson(AccountPorts ports, Users users, Outbox outbox, PersonalData data, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.people = new People(ports.accounts(), ports.roster(), users, outbox);
        this.data = requireNonNull(data, "data");
        this.time = requireNonNull(time, "time");
    }

    Optional<Person.Export> export(AccountId id) {
        Account account = ports.accounts().byId(List.of(id)).get(id);
        return account == null ? Optional.empty() : export(account.guardian());
    }

    Optional<Person.Export> export(GuardianId id) {
        return export(people.guardian(id), "guardian:" + id);
    }

    Optional<Person.Export> export(UserId id) {
        return export(people.user(id), "user:" + id);
    }

    Optional<Person.Export> export(PupilId id) {
        return export(people.pupil(id), "pupil:" + id);
    }

    private Optional<Person.Export> export(Person person, String name) {
        Map<String, List<Map<String, @Nullable Object>>> tables = data.of(person);
        if (tables.isEmpty()) {
            return Optional.empty();
        }
        tables.values().forEach(rows -> rows.forEach(row -> row.keySet().removeAll(SECRETS)));
        Deed read = new Deed("person.export", name, "", Deed.Outcome.DONE, null, Map.of());
        ports.unitOfWork().run(tx -> read.record(ports.unitOfWork(), tx));
        return Optional.of(new Person.Export(name, time.instant(), tables));
    }

    boolean knows(GuardianId id) {
        return !data.of(people.guardian(id)).isEmpty();
    }

    boolean knows(UserId id) {
        return !data.of(people.user(id)).isEmpty();
    }

    boolean knows(PupilId id) {
        return !data.of(people.pupil(id)).isEmpty();
    }
}
