package dev.cartable.jdbc.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.AnswerId;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.NoticeAnswer.State;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.AnswerStore;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** What people have answered to notices, in the table {@code answer}. */
public final class JdbcAnswers implements AnswerStore {
    private static final UUID LAST = new UUID(-1, -1);

    /** How often two answers to one notice that come at the same time can be in each other's way. */
    private static final int TRIES = 3;

    private static final Columns<NoticeAnswer> COLUMNS = Columns.of(
            Column.of("id", Type.UUID, answer -> answer.id().value()),
            Column.of("notice_id", Type.UUID, answer -> answer.notice().value()),
            Column.of("kind", Type.TEXT, answer -> answer.kind().name()),
            Column.of("subject", Type.TEXT, answer -> answer.subject().toString()),
            Column.of("pupil_id", Type.TEXT, answer -> answer.pupil().value()),
            Column.of("recipient", Type.TEXT, answer -> answer.recipient().toString()),
            Column.of("type", Type.TEXT, answer -> answer.type().name()),
            Column.of("body", Type.TEXT, NoticeAnswer::text),
            Column.of("answered_at", Type.TIME, NoticeAnswer::answeredAt),
            Column.of("state", Type.TEXT, answer -> answer.state().name()),
            Column.of("decided_at", Type.TIME, NoticeAnswer::decidedAt),
            Column.of("actor", Type.TEXT, NoticeAnswer::actor));

    private final Database database;
    private final String makeRoom;
    private final String add;
    private final String isAccepted;
    private final String find;
    private final String lock;
    private final String decide;
    private final String of;
    private final String in;
    private final String accepted;

    public JdbcAnswers(Database database) {
        this.database = database;
        this.makeRoom = database.sql("DELETE FROM {answer} WHERE notice_id = :notice AND state <> 'ACCEPTED'");
        this.add = database.dialect()
                .insertNew(database.names().qualified("answer"), COLUMNS, List.of("notice_id"), "notice_id");
        this.isAccepted = database.sql("SELECT 1 FROM {answer} WHERE notice_id = :notice AND state = 'ACCEPTED'");
        this.find = database.sql("SELECT * FROM {answer} WHERE id = :id");
        this.lock = database.sql("SELECT * FROM {answer} WHERE id = :id FOR UPDATE");
        this.decide = database.sql("""
                UPDATE {answer} SET state = :state, decided_at = :at, actor = :actor
                WHERE id = :id AND state = 'PENDING'""");
        this.of = database.sql("SELECT * FROM {answer} WHERE notice_id = :notice");
        this.in = database.sql(
                "SELECT * FROM {answer} WHERE state = ANY(:states) AND id < :before ORDER BY id DESC {PAGE}");
        this.accepted = database.sql("""
                SELECT * FROM {answer} WHERE subject = ANY(:subjects) AND kind = :kind AND state = 'ACCEPTED'""");
    }

    @Override
    public boolean put(Tx tx, NoticeAnswer pending) {
        return database.<Boolean>write(tx, h -> {
            for (int tried = 0; tried < TRIES; tried++) {
                h.createUpdate(makeRoom)
                        .bind("notice", pending.notice().value())
                        .execute();
                if (!database.dialect()
                        .insertNew(h, add, COLUMNS, List.of(pending), UUID.class)
                        .isEmpty()) {
                    return true;
                }
                if (isAccepted(h, pending.notice())) {
                    return false;
                }
            }
            throw new IllegalStateException("notice " + pending.notice()
                    + " is answered again and again at the same time; nothing was written");
        });
    }

    private boolean isAccepted(Handle handle, NoticeId notice) {
        return handle.createQuery(isAccepted)
                .bind("notice", notice.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    @Override
    public Optional<NoticeAnswer> lock(Tx tx, AnswerId id) {
        return database.<Optional<NoticeAnswer>>write(tx, h -> find(h, lock, id));
    }

    @Override
    public boolean decide(Tx tx, NoticeAnswer decided) {
        return database.<Boolean>write(
                tx,
                h -> h.createUpdate(decide)
                                .bind("state", decided.state().name())
                                .bind("at", Type.time(requireNonNull(decided.decidedAt(), "decidedAt")))
                                .bind("actor", decided.actor())
                                .bind("id", decided.id().value())
                                .execute()
                        == 1);
    }

    @Override
    public Optional<NoticeAnswer> find(AnswerId id) {
        return database.read(h -> find(h, find, id));
    }

    private static Optional<NoticeAnswer> find(Handle handle, String sql, AnswerId id) {
        return handle.createQuery(sql)
                .bind("id", id.value())
                .map(JdbcAnswers::read)
                .findOne();
    }

    @Override
    public Optional<NoticeAnswer> of(NoticeId notice) {
        return database.read(h -> h.createQuery(of)
                .bind("notice", notice.value())
                .map(JdbcAnswers::read)
                .findOne());
    }

    @Override
    public Stream<NoticeAnswer> in(Set<State> states) {
        return Pages.stream(last -> database.read(h -> h.createQuery(in)
                .bind("states", Arrays.texts(states))
                .bind("before", last == null ? LAST : last.id().value())
                .map(JdbcAnswers::read)
                .list()));
    }

    @Override
    public List<NoticeAnswer> accepted(Kind kind, Collection<Subject> subjects) {
        return subjects.isEmpty()
                ? List.of()
                : database.read(h -> h.createQuery(accepted)
                        .bind("subjects", Arrays.texts(subjects))
                        .bind("kind", kind.name())
                        .map(JdbcAnswers::read)
                        .list());
    }

    private static NoticeAnswer read(ResultSet row, StatementContext context) throws SQLException {
        return new NoticeAnswer(
                new AnswerId(Rows.uuid(row, "id")),
                new NoticeId(Rows.uuid(row, "notice_id")),
                Kind.of(row.getString("kind")),
                Subject.parse(row.getString("subject")),
                new PupilId(row.getString("pupil_id")),
                Recipient.parse(row.getString("recipient")),
                NoticeAnswer.Type.valueOf(row.getString("type")),
                row.getString("body"),
                Rows.time(row, "answered_at"),
                State.valueOf(row.getString("state")),
                Rows.timeOrNull(row, "decided_at"),
                row.getString("actor"));
    }
}
