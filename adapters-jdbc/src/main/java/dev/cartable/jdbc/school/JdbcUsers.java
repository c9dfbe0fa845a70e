package dev.cartable.jdbc.school;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Failures;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Users;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Users as the relation {@code user} has them, Cartable's table or the host's view, and their promotions. All are read
 * {@value Pages#SIZE} at a time, by the order of their ids' bytes.
 */
public final class JdbcUsers implements Users {
    private final Database database;
    private volatile @Nullable Sql sql;

    public JdbcUsers(Database database) {
        this.database = database;
    }

    @Override
    public Map<UserId, User> byId(Collection<UserId> ids) {
        return ids.isEmpty()
                ? Map.of()
                : database.readByIndex(h -> h.createQuery(sql(h).byId)
                        .bind("ids", Arrays.texts(ids))
                        .map(RosterRows::user)
                        .collect(Collectors.toMap(User::id, Function.identity())));
    }

    @Override
    public List<User> named(String userName) {
        return database.read(h -> h.createQuery(sql(h).named)
                .bind("name", userName)
                .map(RosterRows::user)
                .list());
    }

    @Override
    public Stream<User> all() {
        return Pages.stream(last -> database.readByIndex(h -> h.createQuery(sql(h).page)
                .bind("after", last == null ? "" : last.id().value())
                .map(RosterRows::user)
                .list()));
    }

    @Override
    public Stream<User> of(PromotionId promotion) {
        return Pages.stream(last -> database.readByIndex(h -> h.createQuery(sql(h).pageOfPromotion)
                .bind("promotion", promotion.value())
                .bind("after", last == null ? "" : last.id().value())
                .map(RosterRows::user)
                .list()));
    }

    @Override
    public Map<PromotionId, Promotion> promotions(Collection<PromotionId> ids) {
        return ids.isEmpty()
                ? Map.of()
                : database.read(h -> h.createQuery(sql(h).promotions)
                        .bind("ids", Arrays.texts(ids))
                        .map(RosterRows::promotion)
                        .collect(Collectors.toMap(Promotion::id, Function.identity())));
    }

    @Override
    public List<Promotion> promotionsNamed(String name) {
        return database.read(h -> h.createQuery(sql(h).promotionsNamed)
                .bind("name", name)
                .map(RosterRows::promotion)
                .list());
    }

    private Sql sql(Handle handle) {
        Sql known = sql;
        if (known == null) {
            try {
                known = new Sql(database, RosterColumns.ofUsers(handle.getConnection(), database.names()));
            } catch (SQLException e) {
                throw Failures.of(e);
            }
            sql = known;
        }
        return known;
    }

    private static final class Sql {
        final String byId;
        final String named;
        final String page;
        final String pageOfPromotion;
        final String promotions;
        final String promotionsNamed;

        Sql(Database database, RosterColumns columns) {
            Names names = database.names();
            Dialect dialect = database.dialect();
            String id = dialect.byCode("u.id");
            String select = "SELECT " + columns.user("u") + " FROM ";
            String keys = Type.TEXT.array("ids");
            String order = " ORDER BY " + id;
            String page = " AND " + id + " > :after" + order + " FETCH FIRST " + Pages.SIZE + " ROWS ONLY";
            this.byId = names.in(select + "UNNEST(" + keys + ") AS k(id) JOIN {user} u ON u.id = k.id");
            this.named = names.in(select + "{user} u WHERE " + dialect.byCode("u.user_name") + " = :name" + order);
            this.page = names.in(select + "{user} u WHERE TRUE" + page);
            this.pageOfPromotion =
                    names.in(select + "{user} u WHERE " + columns.inPromotion(dialect, "user", "u") + page);
            String promotion = "SELECT p.id, p.name FROM ";
            String active = columns.active("promotion", "p");
            this.promotions = names.in(
                    promotion + "UNNEST(" + keys + ") AS k(id) JOIN {promotion} p ON p.id = k.id WHERE " + active);
            this.promotionsNamed = names.in(promotion + "{promotion} p WHERE " + dialect.byCode("p.name")
                    + " = :name AND " + active + " ORDER BY " + dialect.byCode("p.id"));
        }
    }
}
