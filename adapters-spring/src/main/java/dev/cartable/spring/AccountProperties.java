package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.NamingRule;
import dev.cartable.school.model.School;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Parent accounts.
 *
 * @param namingRule How usernames are made: {given}, {family}, their first letters {g} and {f}, {id}, and fixed letters,
 *     digits and separators.
 * @param usernameMaxLength Greatest length of a username, 8 to 64.
 * @param activationValidity How long an activation link can be used.
 * @param inactiveAfter How long after the last sign-in an account counts as inactive.
 * @param firstCredential What a new account starts with.
 * @param codePage Page of the portal for the links in short messages, where parents enter their code; a short address saves
 *     a segment. Without it, they lead to cartable.activation-page.
 */
public record AccountProperties(
        @DefaultValue("{given}.{family}") String namingRule,

        @DefaultValue("" + NamingRule.DEFAULT_MAX_LENGTH) int usernameMaxLength,

        @DefaultValue("30d") Duration activationValidity,
        @DefaultValue("180d") Duration inactiveAfter,
        @DefaultValue("activation-link") FirstCredential firstCredential,
        @Nullable URI codePage) {

    public AccountProperties {
        requireNonNull(firstCredential, "firstCredential");
        CartableProperties.checked(
                "cartable.accounts.naming-rule", () -> new NamingRule(namingRule, usernameMaxLength));
        CartableProperties.positive("cartable.accounts.activation-validity", activationValidity);
        CartableProperties.positive("cartable.accounts.inactive-after", inactiveAfter);
        if (codePage != null) {
            School anywhere = new School("-", ZoneOffset.UTC, Locale.ROOT);
            CartableProperties.checked("cartable.accounts.code-page", () -> AccountSettings.of(anywhere, codePage));
        }
    }

    AccountSettings settings(School school, URI activationPage) {
        AccountSettings settings = new AccountSettings(
                school,
                activationPage,
                activationValidity,
                inactiveAfter,
                new NamingRule(namingRule, usernameMaxLength),
                firstCredential);
        return codePage == null ? settings : settings.withCodePage(codePage);
    }
}
