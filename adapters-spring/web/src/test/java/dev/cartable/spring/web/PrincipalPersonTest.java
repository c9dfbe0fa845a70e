package dev.cartable.spring.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Stores;
import dev.cartable.account.Accounts;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Users;
import dev.cartable.spring.web.Asker.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.core.ClaimAccessor;

/** Which person a principal is. */
class PrincipalPersonTest {
    private static final SchoolHost HOST = SchoolHost.shared();

    private static PrincipalPerson persons(@Nullable String claim) {
        return new PrincipalPerson(
                HOST.bean(Users.class),
                () -> HOST.bean(Roster.class),
                () -> HOST.bean(Accounts.class),
                new CartableWebProperties(
                        true,
                        "/api/core",
                        claim,
                        true,
                        true,
                        new CartableWebProperties.Roles(
                                Set.of("ADMIN"), Set.of("STAFF"), Set.of("PARENT"), Set.of("PUPIL"))));
    }

    private static HttpServletRequest withRole(String role) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                PrincipalPersonTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("isUserInRole")) {
                        return role.equals(arguments[0]);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private static Principal named(String name) {
        return new TestingAuthenticationToken(name, "");
    }

    @Test
    void theClaimOfATokenNamesThePersonAndTheSubjectDoesNot() {
        ClaimAccessor token = () -> Map.of("sub", "teacher", "preferred_username", "awa");
        Principal principal = new TestingAuthenticationToken(token, "");

        assertThat(persons("preferred_username").of(principal, withRole("PUPIL")))
                .hasValueSatisfying(asker -> {
                    assertThat(asker.user()).isEqualTo(new UserId("P1"));
                    assertThat(asker.roles()).containsExactly(Role.PUPIL);
                });
        assertThat(persons("employee_number").of(principal, withRole("PUPIL"))).isEmpty();
        assertThat(persons("preferred_username").of(named("awa"), withRole("PUPIL")))
                .as("a login without the claim is nobody")
                .isEmpty();
    }

    /** A parent and a user of the network may have one name. */
    @Test
    void theRoleSaysWhereANameIsLookedUp() {
        assertThat(persons(null).of(named("awa.ba"), withRole("PARENT")))
                .hasValueSatisfying(asker -> assertThat(asker.guardian()).isEqualTo(SchoolHost.PARENT));
        assertThat(persons(null).of(named("awa.ba"), withRole("STAFF"))).isEmpty();
        assertThat(persons(null).of(named("awa"), withRole("PARENT"))).isEmpty();
        assertThat(persons(null).of(named("awa"), withRole("OTHER"))).isEmpty();
    }

    /** A pupil and a member of the staff may have one id in two tables of the host, and neither a class. */
    @Test
    void aUserIsThePupilOfTheSameIdInTheSameClassAlone() {
        assertThat(persons(null).of(named("awa"), withRole("PUPIL")))
                .hasValueSatisfying(asker -> assertThat(asker.pupil()).isEqualTo(new PupilId("P1")));
        Stores stores = HOST.bean(Stores.class);
        User awa = requireNonNull(
                HOST.bean(Users.class).byId(List.of(SchoolHost.AWA)).get(SchoolHost.AWA));
        try {
            for (PromotionId other : Arrays.asList(SchoolHost.SIXTH, null)) {
                User namesake = new User(awa.id(), "awa", null, null, other, true);
                stores.unitOfWork().run(tx -> stores.userStore().save(tx, List.of(namesake)));

                assertThat(persons(null).of(named("awa"), withRole("PUPIL")))
                        .hasValueSatisfying(asker -> assertThat(asker.pupil()).isNull());
            }
        } finally {
            stores.unitOfWork().run(tx -> stores.userStore().save(tx, List.of(awa)));
        }
    }

    @Test
    void anAdministratorNeedNotUseTheNetwork() {
        assertThat(persons(null).of(named("chief"), withRole("ADMIN")))
                .hasValueSatisfying(asker -> assertThat(asker.user()).isNull());
    }
}
