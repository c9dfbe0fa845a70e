package dev.cartable.spring.web;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.Accounts;
import dev.cartable.account.SignIn.Obstacle;
import dev.cartable.account.model.Account;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Users;
import dev.cartable.spring.ParentUser;
import dev.cartable.spring.web.Asker.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.util.ClassUtils;

/**
 * The built-in {@link CurrentPerson}. The roles decide where a name is looked up, so that a parent is never taken for a user of the network
 * who has the same name: a caller with the parents' role among the accounts, any other among the active users. Two users of one name are
 * nobody. An administrator need not be a user.
 */
final class PrincipalPerson implements CurrentPerson {
    private static final ClassLoader LOADER = PrincipalPerson.class.getClassLoader();
    private static final boolean SECURITY =
            ClassUtils.isPresent("org.springframework.security.core.userdetails.User", LOADER);
    private static final boolean CLAIMS =
            SECURITY && ClassUtils.isPresent("org.springframework.security.oauth2.core.ClaimAccessor", LOADER);

    private final Users users;
    private final Supplier<@Nullable Roster> roster;
    private final Supplier<@Nullable Accounts> accounts;
    private final CartableWebProperties properties;

    PrincipalPerson(
            Users users,
            Supplier<@Nullable Roster> roster,
            Supplier<@Nullable Accounts> accounts,
            CartableWebProperties properties) {
        this.users = requireNonNull(users, "users");
        this.roster = requireNonNull(roster, "roster");
        this.accounts = requireNonNull(accounts, "accounts");
        this.properties = requireNonNull(properties, "properties");
    }

    @Override
    public Optional<Asker> of(Principal principal, HttpServletRequest request) {
        Set<Role> roles = roles(request);
        if (roles.isEmpty()) {
            return Optional.empty();
        }
        String name = properties.claim() == null ? principal.getName() : claim(principal, properties.claim());
        return name == null || name.isBlank() || name.length() > 255 ? Optional.empty() : named(principal, name, roles);
    }

    private Optional<Asker> named(Principal principal, String name, Set<Role> roles) {
        if (roles.contains(Role.PARENT)) {
            return account(principal, name)
                    .filter(this::isOpen)
                    .map(account -> new Asker(name, Set.of(Role.PARENT), null, null, account.guardian()));
        }
        if (roles.contains(Role.ADMINISTRATOR)) {
            Supplier<@Nullable User> user = new Asker.Once<>(() -> user(name).orElse(null));
            return Optional.of(Asker.lookedUp(name, roles, () -> id(user.get()), () -> pupil(roles, user.get())));
        }
        return user(name).map(user -> Asker.lookedUp(name, roles, user::id, () -> pupil(roles, user)));
    }

    private static @Nullable UserId id(@Nullable User user) {
        return user == null ? null : user.id();
    }

    private Set<Role> roles(HttpServletRequest request) {
        CartableWebProperties.Roles named = properties.roles();
        Set<Role> roles = EnumSet.noneOf(Role.class);
        add(roles, Role.ADMINISTRATOR, named.administrator(), request);
        add(roles, Role.STAFF, named.staff(), request);
        add(roles, Role.PARENT, named.parent(), request);
        add(roles, Role.PUPIL, named.pupil(), request);
        return roles;
    }

    private static void add(Set<Role> roles, Role role, Set<String> names, HttpServletRequest request) {
        if (names.stream().anyMatch(request::isUserInRole)) {
            roles.add(role);
        }
    }

    private Optional<User> user(String name) {
        List<User> named = users.named(name).stream().filter(User::active).toList();
        return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
    }

    /** The active pupil with the user's id and promotion, if the user asks as a pupil. */
    private @Nullable PupilId pupil(Set<Role> roles, @Nullable User user) {
        Roster known = roster.get();
        if (user == null || known == null || !roles.contains(Role.PUPIL) || !properties.pupilsAreUsers()) {
            return null;
        }
        PupilId same = new PupilId(user.id().value());
        return Optional.ofNullable(known.pupils(Set.of(same)).get(same))
                .filter(Pupil::active)
                .filter(pupil -> RolePolicy.samePromotion(pupil, user))
                .map(Pupil::id)
                .orElse(null);
    }

    private Optional<Account> account(Principal principal, String name) {
        Accounts known = accounts.get();
        if (known == null) {
            return Optional.empty();
        }
        return SECURITY && Signed.isParent(principal) ? Signed.account(principal, known) : known.named(name);
    }

    /** An account whose guardian may see a pupil now. */
    private boolean isOpen(Account account) {
        Accounts known = accounts.get();
        return known != null
                && known.obstacle(account)
                        .filter(obstacle -> obstacle == Obstacle.ACCOUNT_CLOSED || obstacle == Obstacle.NO_PUPIL)
                        .isEmpty();
    }

    private static @Nullable String claim(Principal principal, String claim) {
        return CLAIMS ? Claims.of(principal, claim) : null;
    }

    /** Loaded only where Spring Security is there. */
    private static final class Signed {
        private Signed() {}

        static boolean isParent(Principal principal) {
            return principal instanceof Authentication signed && signed.getPrincipal() instanceof ParentUser;
        }

        /** The parent's account, as long as its credential is that of the session. */
        static Optional<Account> account(Principal principal, Accounts accounts) {
            return principal instanceof Authentication signed && signed.getPrincipal() instanceof ParentUser parent
                    ? accounts.find(parent.accountId().toString())
                            .filter(account -> account.credential().revision() == parent.credentialRevision())
                    : Optional.empty();
        }
    }

    /** Loaded only where there are tokens with claims. */
    private static final class Claims {
        private Claims() {}

        static @Nullable String of(Principal principal, String claim) {
            return principal instanceof Authentication signed
                            && signed.getPrincipal() instanceof ClaimAccessor claims
                            && claims.getClaim(claim) instanceof String text
                    ? text
                    : null;
        }
    }
}
