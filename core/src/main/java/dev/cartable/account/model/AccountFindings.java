package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What was found about one account: it is valid if that is nothing. */
public record AccountFindings(Account account, List<Finding> findings) {
    public AccountFindings {
        requireNonNull(account, "account");
        findings = List.copyOf(findings);
    }

    public boolean isValid() {
        return findings.isEmpty();
    }
}
