package dev.cartable.jdbc.school;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The rows of the roster's relations, by position, in the order of {@link RosterColumns}. */
public final class RosterRows {
    public static final Columns<Promotion> PROMOTIONS = Columns.of(
            Column.of("id", Type.TEXT, promotion -> promotion.id().value()),
            Column.of("name", Type.TEXT, Promotion::name),
            Column.of("active", Type.BOOLEAN, promotion -> true));
    public static final Columns<Promotion> KEPT_PROMOTIONS = Columns.of(
            Column.of("id", Type.TEXT, promotion -> promotion.id().value()),
            Column.of("name", Type.TEXT, Promotion::name),
            Column.of("active", Type.BOOLEAN, promotion -> true),
            Column.of("kept", Type.BOOLEAN, promotion -> true));
    public static final Columns<Pupil> PUPILS = Columns.of(
            Column.of("id", Type.TEXT, pupil -> pupil.id().value()),
            Column.of("given_name", Type.TEXT, pupil -> pupil.name().given()),
            Column.of("family_name", Type.TEXT, pupil -> pupil.name().family()),
            Column.of("promotion_id", Type.TEXT, RosterRows::promotionOf),
            Column.of("email", Type.TEXT, Pupil::email),
            Column.of("active", Type.BOOLEAN, Pupil::active));
    public static final Columns<Guardian> GUARDIANS = Columns.of(
            Column.of("id", Type.TEXT, guardian -> guardian.id().value()),
            Column.of("given_name", Type.TEXT, guardian -> guardian.name().given()),
            Column.of("family_name", Type.TEXT, guardian -> guardian.name().family()),
            Column.of("email", Type.TEXT, Guardian::email),
            Column.of("phone", Type.TEXT, Guardian::phone),
            Column.of("language", Type.TEXT, Guardian::language),
            Column.of("active", Type.BOOLEAN, guardian -> true));
    public static final Columns<Guardianship> GUARDIANSHIPS = Columns.of(
            Column.of("guardian_id", Type.TEXT, link -> link.guardian().value()),
            Column.of("pupil_id", Type.TEXT, link -> link.pupil().value()),
            Column.of("relation", Type.TEXT, link -> link.relation().name()),
            Column.of("primary_contact", Type.BOOLEAN, Guardianship::primaryContact),
            Column.of("may_see_pupil", Type.BOOLEAN, Guardianship::maySeePupil),
            Column.of("emergency_contact", Type.BOOLEAN, Guardianship::emergencyContact),
            Column.of("valid_from", Type.DATE, Guardianship::validFrom),
            Column.of("valid_to", Type.DATE, Guardianship::validTo),
            Column.of("active", Type.BOOLEAN, link -> true));

    public static final Columns<User> USERS = Columns.of(
            Column.of("id", Type.TEXT, user -> user.id().value()),
            Column.of("user_name", Type.TEXT, User::userName),
            Column.of("email", Type.TEXT, User::email),
            Column.of("language", Type.TEXT, User::language),
            Column.of("promotion_id", Type.TEXT, RosterRows::promotionOf),
            Column.of("active", Type.BOOLEAN, User::active));

    private static final int GUARDIAN_COLUMNS = 6;
    private static final int GUARDIANSHIP_COLUMNS = 8;

    private static final Map<String, Guardianship.Relation> RELATIONS = Stream.of(Guardianship.Relation.values())
            .collect(Collectors.toMap(Guardianship.Relation::name, Function.identity()));

    private RosterRows() {}

    private static @Nullable String promotionOf(Pupil pupil) {
        PromotionId promotion = pupil.promotion();
        return promotion == null ? null : promotion.value();
    }

    private static @Nullable String promotionOf(User user) {
        PromotionId promotion = user.promotion();
        return promotion == null ? null : promotion.value();
    }

    public static User user(ResultSet row, StatementContext context) throws SQLException {
        return readUser(row);
    }

    public static User readUser(ResultSet row) throws SQLException {
        try {
            String promotion = row.getString(5);
            return new User(
                    new UserId(row.getString(1)),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    promotion == null || promotion.isBlank() ? null : new PromotionId(promotion),
                    row.getBoolean(6));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw unusable("user", e);
        }
    }

    public static Promotion promotion(ResultSet row, StatementContext context) throws SQLException {
        return new Promotion(new PromotionId(row.getString(1)), row.getString(2));
    }

    public static Guardian guardian(ResultSet row, StatementContext context) throws SQLException {
        try {
            String id = row.getString(1);
            return new Guardian(
                    new GuardianId(id),
                    name(id, row.getString(2), row.getString(3)),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw unusable("guardian", e);
        }
    }

    public static Pupil pupil(ResultSet row, StatementContext context) throws SQLException {
        return pupil(row, 0);
    }

    private static Pupil pupil(ResultSet row, int before) throws SQLException {
        try {
            String id = row.getString(before + 1);
            String promotion = row.getString(before + 4);
            return new Pupil(
                    new PupilId(id),
                    name(id, row.getString(before + 2), row.getString(before + 3)),
                    promotion == null || promotion.isBlank() ? null : new PromotionId(promotion),
                    row.getString(before + 5),
                    row.getBoolean(before + 6));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw unusable("pupil", e);
        }
    }

    public static Guardianship guardianship(ResultSet row, StatementContext context) throws SQLException {
        return guardianship(row, 0);
    }

    private static Guardianship guardianship(ResultSet row, int before) throws SQLException {
        try {
            return new Guardianship(
                    new GuardianId(row.getString(before + 1)),
                    new PupilId(row.getString(before + 2)),
                    relation(row.getString(before + 3)),
                    row.getBoolean(before + 4),
                    row.getBoolean(before + 5),
                    row.getBoolean(before + 6),
                    row.getObject(before + 7, LocalDate.class),
                    row.getObject(before + 8, LocalDate.class));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw unusable("guardianship", e);
        }
    }

    /** A guardianship and then its pupil. */
    public static Family.Ward ward(ResultSet row, StatementContext context) throws SQLException {
        return ward(row, 0);
    }

    /** A guardianship and then its pupil, after a guardian; null where the row has none. */
    public static Family.@Nullable Ward wardOfGuardian(ResultSet row) throws SQLException {
        return row.getString(GUARDIAN_COLUMNS + GUARDIANSHIP_COLUMNS + 1) == null ? null : ward(row, GUARDIAN_COLUMNS);
    }

    private static Family.Ward ward(ResultSet row, int before) throws SQLException {
        return new Family.Ward(pupil(row, before + GUARDIANSHIP_COLUMNS), guardianship(row, before));
    }

    /** Cartable's own rows hold the constants' names; a host's hold words. */
    private static Guardianship.Relation relation(@Nullable String word) {
        Guardianship.Relation known = word == null ? null : RELATIONS.get(word);
        return known == null ? Guardianship.Relation.of(word) : known;
    }

    /** A person whose row has no name at all goes by their id. */
    private static PersonName name(String id, @Nullable String given, @Nullable String family) {
        boolean nameless = (given == null || given.isBlank()) && (family == null || family.isBlank());
        return nameless
                ? new PersonName("", id)
                : new PersonName(given == null ? "" : given, family == null ? "" : family);
    }

    private static JdbcStoreException unusable(String relation, RuntimeException cause) {
        return new JdbcStoreException("a row of the relation '" + relation + "' cannot be used: " + cause.getMessage()
                + ". Mend it in the host's data, or leave it out of the view");
    }
}
