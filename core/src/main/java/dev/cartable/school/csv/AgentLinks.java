package dev.cartable.school.csv;

import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.RosterSource.Sink;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The links of the column agentSourcedIds in users.csv (OneRoster): lists with commas between, on the pupil's row, the
 * guardian's or both. The relation is the guardian's own role. An agent without a guardian's role is left out, unless any will
 * do: schools also name class teachers and counsellors here.
 */
final class AgentLinks extends Links {
    private static final String COLUMN = "agentSourcedIds";

    private final Table users;
    private final Sink sink;
    private final boolean anyAgent;
    private final Set<Long> leftOut = new HashSet<>();

    AgentLinks(Table users, PersonIndex people, Sink sink, boolean anyAgent) {
        super(people);
        this.users = users;
        this.sink = sink;
        this.anyAgent = anyAgent;
    }

    @Override
    void collect() throws IOException {
        users.again(row -> {
            int person = people.find(row.raw("sourcedId"));
            for (String agent : row.text(COLUMN).split(",", -1)) {
                if (!agent.isBlank()) {
                    try {
                        add(row.line(), person, agent.strip());
                    } catch (BadRowException e) {
                        report(row.line(), e);
                        sink.unreadable(people.id(person));
                    }
                }
            }
        });
        reportMisfits(this::report);
    }

    private void report(long line, BadRowException error) {
        sink.error(users.error(line, error));
    }

    private void add(long line, int person, String agentId) throws BadRowException {
        int agent = find(agentId, COLUMN);
        requireTwo(person, agent, COLUMN);
        if (fits(person, agent)) {
            addIfGuardian(person, agent);
        } else if (fits(agent, person)) {
            addIfGuardian(agent, person);
        } else {
            addMisfit(new Misfit(line, person, agent, COLUMN, COLUMN));
        }
    }

    private void addIfGuardian(int pupil, int agent) {
        if (anyAgent || people.is(agent, PersonIndex.GUARDIAN)) {
            add(pupil, agent);
        } else if (!people.is(agent, PersonIndex.GONE) && leftOut.add(pair(pupil, agent))) {
            sink.linkLeftOut(people.otherRole(agent));
        }
    }

    @Override
    void report() throws IOException {
        Set<Long> reported = new HashSet<>();
        users.again(row -> {
            int person = people.find(row.raw("sourcedId"));
            for (String id : row.text(COLUMN).split(",", -1)) {
                int agent = people.find(id.strip());
                if (agent >= 0 && agent != person) {
                    report(fits(person, agent) ? person : agent, fits(person, agent) ? agent : person, reported);
                }
            }
        });
    }

    private void report(int pupil, int guardian, Set<Long> reported) {
        if (fits(pupil, guardian) && people.isGuardian(guardian) && reported.add(pair(pupil, guardian))) {
            Guardianship.Relation relation = people.relation(guardian);
            sink.guardianship(new Guardianship(
                    new GuardianId(people.id(guardian)),
                    new PupilId(people.id(pupil)),
                    relation,
                    false,
                    relation != Guardianship.Relation.AIDE,
                    false,
                    null,
                    null));
        }
    }
}
