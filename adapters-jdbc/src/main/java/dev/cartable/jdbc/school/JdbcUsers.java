package dev.cartable.jdbc.school;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Users;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Users as the relation {@code user} has them, Cartable's table or the host's view, and their promotions. All are read
 * {@value Pages#SIZE} at a time, by the order of their ids' bytes.
 */
public final class JdbcUsers implements Users {
    private final Database database;
    private final RosterStatements statements;

    public JdbcUsers(Database database) {
        this.database = database;
        this.statements = RosterStatements.ofUsers(database);
    }

    @Override
    public Map<UserId, User> byId(Collection<UserId> ids) {
        if (ids.size() == 1) {
            return one(ids.iterator().next());
        }
        return ids.isEmpty()
                ? Map.of()
                : database.readByIndex(h -> h.createQuery(statements.sql(h, """
                                SELECT {USER(t)} FROM {KEYS(TEXT ids)} JOIN {user} t ON t.id = u.k"""))
                        .bind("ids", Arrays.texts(ids))
                        .map(RosterRows::user)
                        .collect(Collectors.toMap(User::id, Function.identity())));
    }

    /** By its key, as requests ask for it: without the round trips of a transaction that prefers indexes. */
    private Map<UserId, User> one(UserId id) {
        return asked("SELECT {USER(u)} FROM {user} u WHERE {CODE(u.id)} = ?", id.value()).stream()
                .collect(Collectors.toMap(User::id, Function.identity()));
    }

    @Override
    public List<User> named(String userName) {
        return asked("SELECT {USER(u)} FROM {user} u WHERE {CODE(u.user_name)} = ? ORDER BY {CODE(u.id)}", userName);
    }

    /** What each request asks, so without Jdbi. */
    private List<User> asked(String statement, String key) {
        return database.readBare(connection -> {
            try (PreparedStatement query = connection.prepareStatement(statements.sql(connection, statement))) {
                query.setString(1, key);
                try (ResultSet rows = query.executeQuery()) {
                    List<User> found = new ArrayList<>(1);
                    while (rows.next()) {
                        found.add(RosterRows.readUser(rows));
                    }
                    return found;
                }
            }
        });
    }

    @Override
    public Stream<User> all() {
        return Pages.stream(last -> database.readByIndex(h -> h.createQuery(statements.sql(h, """
                        SELECT {USER(u)} FROM {user} u WHERE {CODE(u.id)} > :after ORDER BY {CODE(u.id)} {PAGE}"""))
                .bind("after", last == null ? "" : last.id().value())
                .map(RosterRows::user)
                .list()));
    }

    @Override
    public Stream<User> of(PromotionId promotion) {
        return Pages.stream(last -> database.readByIndex(h -> h.createQuery(statements.sql(h, """
                        SELECT {USER(u)} FROM {user} u WHERE {IN_PROMOTION(user u)} AND {CODE(u.id)} > :after
                        ORDER BY {CODE(u.id)} {PAGE}"""))
                .bind("promotion", promotion.value())
                .bind("after", last == null ? "" : last.id().value())
                .map(RosterRows::user)
                .list()));
    }

    @Override
    public Map<PromotionId, Promotion> promotions(Collection<PromotionId> ids) {
        return ids.isEmpty()
                ? Map.of()
                : database.read(h -> h.createQuery(statements.sql(h, """
                                SELECT p.id, p.name FROM {KEYS(TEXT ids)} JOIN {promotion} p ON p.id = u.k
                                WHERE {ACTIVE(promotion p)}"""))
                        .bind("ids", Arrays.texts(ids))
                        .map(RosterRows::promotion)
                        .collect(Collectors.toMap(Promotion::id, Function.identity())));
    }

    @Override
    public List<Promotion> promotionsNamed(String name) {
        return database.read(h -> h.createQuery(statements.sql(h, """
                        SELECT p.id, p.name FROM {promotion} p WHERE {CODE(p.name)} = :name AND {ACTIVE(promotion p)}
                        ORDER BY {CODE(p.id)}"""))
                .bind("name", name)
                .map(RosterRows::promotion)
                .list());
    }
}
