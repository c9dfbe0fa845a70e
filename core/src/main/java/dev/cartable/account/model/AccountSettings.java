package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.School;
import java.net.URI;
import java.time.Duration;

/**
 * What a school decides about its parent accounts.
 *
 * @param school its name, zone and language
 * @param activationPage the page of the portal where a parent activates the account; the token is added to it after
 *     {@code #}, which browsers send to no server
 * @param activationValidity how long a link or a temporary password can be used
 * @param inactiveAfter how long after the last sign-in an active account counts as inactive
 * @param namingRule how usernames are made
 * @param firstCredential what a new account starts with
 * @param codePage the page of the links in short messages, where the code is entered; a short address saves a segment
 */
public record AccountSettings(
        School school,
        URI activationPage,
        Duration activationValidity,
        Duration inactiveAfter,
        NamingRule namingRule,
        FirstCredential firstCredential,
        URI codePage) {

    /** With one page for links and for codes. */
    public AccountSettings(
            School school,
            URI activationPage,
            Duration activationValidity,
            Duration inactiveAfter,
            NamingRule namingRule,
            FirstCredential firstCredential) {
        this(school, activationPage, activationValidity, inactiveAfter, namingRule, firstCredential, activationPage);
    }

    /** The same with another page for the links of short messages. */
    public AccountSettings withCodePage(URI page) {
        return new AccountSettings(
                school, activationPage, activationValidity, inactiveAfter, namingRule, firstCredential, page);
    }

    /** What a new account starts with. */
    public enum FirstCredential {
        /** A one-time link with which the parent chooses a password. */
        ACTIVATION_LINK,
        /** A password that Cartable makes and the parent has to change at the first sign-in. */
        TEMPORARY_PASSWORD
    }

    public AccountSettings {
        requireNonNull(school, "school");
        requireNonNull(activationPage, "activationPage");
        requireNonNull(codePage, "codePage");
        requireNonNull(namingRule, "namingRule");
        requireNonNull(firstCredential, "firstCredential");
        if (activationValidity.isNegative() || activationValidity.isZero()) {
            throw new IllegalArgumentException(
                    "an activation that is valid for " + activationValidity + " is never valid");
        }
        if (inactiveAfter.isNegative() || inactiveAfter.isZero()) {
            throw new IllegalArgumentException("inactive after " + inactiveAfter + " would be everybody");
        }
        if (!codePage.isAbsolute() || codePage.getFragment() != null) {
            throw new IllegalArgumentException("the page for codes '" + codePage
                    + "' is not an absolute URL without #; one such as https://parents.example.org/c is");
        }
        if (!activationPage.isAbsolute() || activationPage.getFragment() != null) {
            throw new IllegalArgumentException("the activation page '" + activationPage
                    + "' is not an absolute URL without #; one such as https://parents.example.org/activate is");
        }
    }

    /** Links that are valid for 30 days, usernames {@code given.family}, inactive after 180 days. */
    public static AccountSettings of(School school, URI activationPage) {
        return new AccountSettings(
                school,
                activationPage,
                Duration.ofDays(30),
                Duration.ofDays(180),
                NamingRule.of("{given}.{family}"),
                FirstCredential.ACTIVATION_LINK);
    }
}
