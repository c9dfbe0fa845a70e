package dev.cartable.spring.web.person;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.Accounts;
import dev.cartable.account.model.Account;
import dev.cartable.privacy.Privacy;
import dev.cartable.privacy.model.Person;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Users;
import dev.cartable.spring.web.AccessPolicy;
import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.Asker.Role;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The caller themselves: who they are here, their children, and what is stored about them. */
@ApiController(docs = PersonDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/me")
final class MeController {
    /** About a pupil, but seen under rules of its own, or about other people, too. */
    private static final Set<String> BY_THE_SCHOOL = Set.of(
            "grade",
            "appreciation",
            "document",
            "guardianship",
            "reminder",
            "invoice",
            "invoice_line",
            "invoice_payer",
            "instalment",
            "payment",
            "billing_invoice",
            "billing_line",
            "billing_instalment",
            "billing_payer",
            "billing_payment");

    private final Users users;
    private final Supplier<@Nullable Roster> roster;
    private final Supplier<@Nullable Accounts> accounts;
    private final Privacy privacy;
    private final AccessPolicy policy;

    MeController(
            Users users,
            Supplier<@Nullable Roster> roster,
            Supplier<@Nullable Accounts> accounts,
            Privacy privacy,
            AccessPolicy policy) {
        this.users = requireNonNull(users, "users");
        this.roster = requireNonNull(roster, "roster");
        this.accounts = requireNonNull(accounts, "accounts");
        this.privacy = requireNonNull(privacy, "privacy");
        this.policy = requireNonNull(policy, "policy");
    }

    @GetMapping({"", "/"})
    @Requires(Right.SELF)
    Answer me(Asker asker) {
        UserId user = asker.user();
        return Answer.ok(Row.of("name", asker.name())
                .and("roles", Stream.of(Role.values()).filter(asker::is).toList())
                .and(
                        "user",
                        Optional.ofNullable(user)
                                .map(id -> users.byId(Set.of(id)).get(id))
                                .map(UserController::row))
                .and("account", account(asker.guardian()))
                .and("pupil", asker.pupil()));
    }

    private @Nullable Row account(@Nullable GuardianId guardian) {
        Accounts known = accounts.get();
        Account account =
                guardian == null || known == null ? null : known.of(guardian).orElse(null);
        return account == null
                ? null
                : Row.of("id", account.id())
                        .and("username", account.username())
                        .and("guardian", account.guardian())
                        .and("state", account.state());
    }

    /** The pupils whom the caller may see today as their guardian; nobody for others. */
    @GetMapping({"/children", "/children/"})
    @Requires(Right.SELF)
    Answer children(Asker asker) {
        return Answer.ok(Row.of("next", null)
                .and(
                        "results",
                        wards(asker).stream()
                                .map(pupil -> Row.of("id", pupil.id())
                                        .and("givenName", pupil.name().given())
                                        .and("familyName", pupil.name().family())
                                        .and("promotion", pupil.promotion()))
                                .toList()));
    }

    private List<Pupil> wards(Asker asker) {
        GuardianId guardian = asker.guardian();
        Roster known = roster.get();
        if (guardian == null || known == null || !asker.is(Role.PARENT)) {
            return List.of();
        }
        List<Pupil> all = known.families(Set.of(guardian)).stream()
                .flatMap(family -> family.wards().stream())
                .map(Family.Ward::pupil)
                .toList();
        Set<PupilId> visible =
                policy.visiblePupils(asker, all.stream().map(Pupil::id).toList());
        return all.stream().filter(pupil -> visible.contains(pupil.id())).toList();
    }

    /**
     * What Cartable has stored about the caller, by table (GDPR, article 15). A pupil's grades before their release, and what names payers
     * and guardians, are given by the school alone; so is who made a change.
     */
    @GetMapping({"/data", "/data/"})
    @Requires(Right.SELF)
    Answer data(Asker asker) {
        Stream<Optional<Row>> exports = Stream.of(
                Optional.ofNullable(asker.guardian()).flatMap(privacy::export).map(all -> shown(all, Set.of())),
                Optional.ofNullable(asker.user()).flatMap(privacy::export).map(all -> shown(all, Set.of())),
                Optional.ofNullable(asker.pupil()).flatMap(privacy::export).map(all -> shown(all, BY_THE_SCHOOL)));
        return Answer.ok(Row.of("exports", exports.flatMap(Optional::stream).toList()));
    }

    /** @param hidden the tables that are left out */
    private static Row shown(Person.Export all, Set<String> hidden) {
        Map<String, List<Map<String, @Nullable Object>>> tables = new LinkedHashMap<>();
        all.tables().forEach((table, rows) -> {
            if (!hidden.contains(table)) {
                tables.put(table, withoutActors(rows));
            }
        });
        return Row.of("person", all.person()).and("at", all.at()).and("tables", tables);
    }

    private static List<Map<String, @Nullable Object>> withoutActors(
            List<? extends Map<String, ? extends @Nullable Object>> rows) {
        return rows.stream()
                .<Map<String, @Nullable Object>>map(row -> {
                    Map<String, @Nullable Object> own = new LinkedHashMap<>(row);
                    own.remove("actor");
                    return own;
                })
                .toList();
    }
}
