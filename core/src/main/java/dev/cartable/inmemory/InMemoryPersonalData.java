package dev.cartable.inmemory;

import dev.cartable.audit.model.AuditEntry;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.privacy.model.Person;
import dev.cartable.privacy.port.PersonalData;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one person in the stores in memory. Rows are records, so that all tables, and those that are added later,
 * are searched and changed in the same way: by the ids that stand in them. Safe for use by several threads.
 */
final class InMemoryPersonalData implements PersonalData {
    private final InMemoryStores stores;

    InMemoryPersonalData(InMemoryStores stores) {
        this.stores = stores;
    }

    @Override
    public Map<String, List<Map<String, @Nullable Object>>> of(Person person) {
        Replacement nothing = new Replacement(ids(person, person), Set.of(), "");
        return stores.unitOfWork.read(() -> {
            Map<String, List<Map<String, @Nullable Object>>> found = new TreeMap<>();
            for (InMemoryTable<?, ?> table : stores.unitOfWork.tables()) {
                table.entries().forEach((key, row) -> {
                    if (nothing.isAbout(key) || nothing.isAbout(row)) {
                        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
                        columns.put("key", String.valueOf(key));
                        if (row instanceof Record record) {
                            flatten(record, columns);
                        } else {
                            columns.put("value", row.toString());
                        }
                        if (row instanceof AuditEntry) {
                            columns.keySet().removeAll(List.of("actor", "from", "salt", "actorProof", "subjectProof"));
                        }
                        found.computeIfAbsent(row.getClass().getSimpleName(), name -> new ArrayList<>())
                                .add(columns);
                    }
                });
            }
            return found;
        });
    }

    @Override
    public Stream<Recipient> people() {
        return stores.unitOfWork.read(() -> {
            Set<Recipient> people = new HashSet<>();
            for (InMemoryTable<?, ?> table : stores.unitOfWork.tables()) {
                table.entries()
                        .forEach((key, row) -> Stream.concat(Replacement.parts(key), Replacement.parts(row))
                                .flatMap(InMemoryPersonalData::person)
                                .forEach(people::add));
            }
            return people.stream();
        });
    }

    private static Stream<Recipient> person(Object part) {
        if (part instanceof GuardianId id) {
            return Stream.of(Recipient.guardian(id));
        }
        if (part instanceof PupilId id) {
            return Stream.of(Recipient.pupil(id));
        }
        if (part instanceof UserId id) {
            return Stream.of(Recipient.user(id));
        }
        if (part instanceof Holder holder && holder.level().equals(Level.USER.name())) {
            return Stream.of(Recipient.user(new UserId(holder.id())));
        }
        return part instanceof Recipient recipient
                        && Set.of("guardian", "pupil", "user").contains(recipient.type())
                ? Stream.of(recipient)
                : Stream.empty();
    }

    private static void flatten(Record row, Map<String, @Nullable Object> columns) {
        for (RecordComponent component : row.getClass().getRecordComponents()) {
            Object value = Replacement.value(component, row);
            if (value instanceof Record inner && inner.getClass().getRecordComponents().length > 1) {
                flatten(inner, columns);
            } else {
                columns.put(
                        component.getName(),
                        value == null || value instanceof Number || value instanceof Boolean
                                ? value
                                : value.toString());
            }
        }
    }

    @Override
    public int erase(Tx tx, Person person, String pseudonym, String reason, Instant now) {
        stores.unitOfWork.own(tx);
        int erased = 0;
        Set<NoticeId> about = person.pupil() == null ? Set.of() : stores.reminders.noticesAbout(person.pupil());
        stores.outbox.forget(
                tx,
                notice -> person.recipients().contains(notice.recipient()) || about.contains(notice.id()),
                reason,
                now);
        person.recipients().forEach(recipient -> stores.inbox.clear(tx, recipient));
        for (Recipient recipient : person.recipients()) {
            erased += stores.bounces.clear(tx, recipient);
        }
        erased += stores.answers.forget(tx, person);
        erased += stores.preferences.forget(tx, person.recipients());
        if (person.account() != null) {
            erased += stores.accounts.forgetLinks(tx, person.account());
        }
        UserId user = person.user();
        if (user != null) {
            stores.alerts.supervisors().forEach((promotion, users) -> {
                if (users.contains(user)) {
                    stores.alerts.supervise(
                            tx,
                            promotion,
                            users.stream().filter(one -> !one.equals(user)).collect(Collectors.toSet()));
                }
            });
            erased += stores.profiles.unassign(tx, Holder.of(user)) ? 1 : 0;
        }
        Map<Object, Object> ids = ids(person, person.under(pseudonym));
        Set<NoticeId> notices = stores.outbox.forgetKeys(tx, Set.copyOf(person.recipients()), about);
        erased += notices.size();
        if (person.pupil() != null) {
            erased += forgetPupil(tx, person.pupil(), about, new PupilId(pseudonym), now);
        }
        if (person.guardian() != null) {
            erased += stores.documents.forget(tx, person.guardian(), now);
        }
        if (user != null) {
            replaceForeignIds(user, new UserId(pseudonym), ids);
        }
        stores.outbox.redact(tx, person::withoutWords);
        stores.inbox.redact(tx, person::withoutWords);
        stores.bounces.redact(tx, person::withoutWords);
        stores.answers.redact(tx, person::withoutWords);
        stores.records.redactReasons(tx, person::withoutWords);
        stores.reminders.redact(tx, person::withoutWords);
        Replacement replacement = new Replacement(ids, person.names(), pseudonym);
        for (InMemoryTable<?, ?> table : stores.unitOfWork.tables()) {
            if (!stores.billing.keeps(table) && !stores.audit.keeps(table)) {
                erased += table.replace(tx, replacement::of);
            }
        }
        if (user != null) {
            retire(tx, new UserId(pseudonym));
        }
        if (person.pupil() != null) {
            stores.school.empty(tx, new PupilId(pseudonym));
        }
        return erased;
    }

    private int forgetPupil(Tx tx, PupilId pupil, Set<NoticeId> about, PupilId pseudonym, Instant now) {
        stores.outbox.rename(tx, about, new Subject("pupil", pseudonym.value()));
        return stores.reminders.forget(tx, pupil)
                + stores.school.forgetLinks(tx, pupil)
                + stores.records.forget(tx, pupil)
                + stores.billing.forget(tx, pupil)
                + stores.documents.forget(tx, pupil, now);
    }

    /** The counters and the row of a user who is erased are those of nobody. */
    private void retire(Tx tx, UserId pseudonym) {
        Map<UserId, Usage> usages = stores.usage.lock(tx, List.of(pseudonym));
        stores.usage.put(tx, usages.values().stream().map(Usage::disabled).toList());
        if (stores.users.byId(List.of(pseudonym)).containsKey(pseudonym)) {
            stores.users.save(tx, List.of(new User(pseudonym, pseudonym.value(), null, null, null, false)));
        }
    }

    private static Map<Object, Object> ids(Person person, Person other) {
        Map<Object, Object> ids = new HashMap<>();
        put(ids, person.guardian(), other.guardian());
        put(ids, person.user(), other.user());
        put(ids, person.account(), other.account());
        put(ids, person.pupil(), other.pupil());
        put(ids, person.holder(), other.holder());
        for (int i = 0; i < person.recipients().size(); i++) {
            Recipient from = person.recipients().get(i);
            Recipient to = other.recipients().get(i);
            ids.put(from, to);
            ids.put(from.toString(), to.toString());
            ids.put(new Subject(from.type(), from.id()), new Subject(to.type(), to.id()));
        }
        return ids;
    }

    private static void put(Map<Object, Object> ids, @Nullable Object from, @Nullable Object to) {
        if (from != null && to != null) {
            ids.put(from, to);
        }
    }

    /** Events and sessions get random ids, each the same one in all tables. */
    private void replaceForeignIds(UserId user, UserId pseudonym, Map<Object, Object> ids) {
        for (InMemoryTable<?, ?> table : stores.unitOfWork.tables()) {
            table.entries().forEach((key, row) -> {
                Replacement.parts(key).forEach(part -> replaceForeignId(part, user, pseudonym, ids));
                Replacement.parts(row).forEach(part -> replaceForeignId(part, user, pseudonym, ids));
            });
        }
    }

    private static void replaceForeignId(Object part, UserId user, UserId pseudonym, Map<Object, Object> ids) {
        if (part instanceof Session.Key key && key.user().equals(user)) {
            ids.computeIfAbsent(
                    key, same -> new Session.Key(key.nas(), UUID.randomUUID().toString(), pseudonym));
        } else if (part instanceof UsageEvent event && event.user().equals(user)) {
            // As a whole: another user may have an event of the same id.
            if (!ids.containsKey(event)) {
                EventId id = new EventId(UUID.randomUUID().toString());
                ids.put(event.key(), new UsageEvent.Key(pseudonym, id));
                ids.put(event, new UsageEvent(id, pseudonym, event.traffic(), event.at()));
            }
        }
    }

    /** Replaces ids in rows of any shape, and the person where they acted themselves. */
    private record Replacement(Map<Object, Object> ids, Set<String> names, String pseudonym) {
        boolean isAbout(Object row) {
            return parts(row).anyMatch(ids::containsKey);
        }

        /** The row, and all that stands in it. */
        static Stream<Object> parts(@Nullable Object row) {
            Stream<Object> inner = Stream.empty();
            if (row instanceof Record record) {
                inner = Stream.of(record.getClass().getRecordComponents())
                        .flatMap(component -> parts(value(component, record)));
            } else if (row instanceof Collection<?> items) {
                inner = items.stream().flatMap(Replacement::parts);
            } else if (row instanceof Map<?, ?> map) {
                inner = Stream.concat(parts(map.keySet()), parts(map.values()));
            } else if (row instanceof Optional<?> some) {
                inner = some.stream().flatMap(Replacement::parts);
            }
            return row == null ? inner : Stream.concat(Stream.of(row), inner);
        }

        /** The same row, if nothing is to be replaced in it. */
        Object of(Object row) {
            Object other = ids.get(row);
            if (other != null) {
                return other;
            }
            if (row instanceof Record record && parts(record).anyMatch(this::isReplaced)) {
                return copy(record);
            }
            if (row instanceof Map<?, ?> map && parts(map).anyMatch(this::isReplaced)) {
                Map<Object, Object> copy = row instanceof TreeMap ? new TreeMap<>() : new LinkedHashMap<>();
                map.forEach((key, value) -> copy.put(of(key), of(value)));
                return copy;
            }
            if (row instanceof Collection<?> items && parts(items).anyMatch(this::isReplaced)) {
                Stream<Object> copies = items.stream().map(this::of);
                return row instanceof Set ? copies.collect(Collectors.toSet()) : copies.toList();
            }
            return row;
        }

        private boolean isReplaced(Object part) {
            return ids.containsKey(part) || (part instanceof String && names.contains(part));
        }

        private Record copy(Record row) {
            RecordComponent[] components = row.getClass().getRecordComponents();
            Class<?>[] types =
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            @Nullable Object[] values = new @Nullable Object[components.length];
            for (int i = 0; i < components.length; i++) {
                Object value = value(components[i], row);
                boolean acted = components[i].getName().equals("actor") && value != null && names.contains(value);
                values[i] = acted ? pseudonym : value == null ? null : of(value);
            }
            try {
                var constructor = row.getClass().getDeclaredConstructor(types);
                constructor.setAccessible(true);
                return (Record) constructor.newInstance(values);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot copy a row of " + row.getClass(), e);
            }
        }

        static @Nullable Object value(RecordComponent component, Record row) {
            try {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                return accessor.invoke(row);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read a row of " + row.getClass(), e);
            }
        }
    }
}
