package dev.cartable.spring;

import dev.cartable.account.AccountPlan;
import dev.cartable.account.GenerateAccounts;
import dev.cartable.account.OpenAccount;
import dev.cartable.account.model.AccountStep;
import dev.cartable.school.model.GuardianId;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/** A host's own service: one transaction with its own writes and Cartable's. */
class Enrolment {
    private final OpenAccount openAccount;
    private final GenerateAccounts generateAccounts;
    private final JdbcTemplate jdbc;

    Enrolment(OpenAccount openAccount, GenerateAccounts generateAccounts, JdbcTemplate jdbc) {
        this.openAccount = openAccount;
        this.generateAccounts = generateAccounts;
        this.jdbc = jdbc;
    }

    // readme
    @Transactional
    public Optional<AccountStep> enrol(int family) {
        insert(family); // your own rows; with JPA, flush: Cartable reads through your views
        return openAccount.open(new GuardianId(Integer.toString(family))); // account and message, or neither
    }
    // readme

    @Transactional
    public void enrolWithoutAPlace(int family) {
        enrol(family);
        throw new IllegalStateException("the class is full");
    }

    @Transactional
    public void enrolAndApply(int family, AccountPlan plan) {
        insert(family);
        generateAccounts.apply(plan);
    }

    private void insert(int family) {
        jdbc.update("INSERT INTO portal_parent VALUES (?, 'Aïssatou', 'Bâ', ?)", family, "p" + family + "@example.org");
        jdbc.update("INSERT INTO portal_child VALUES (?, 'Ali', 'Bâ', '6e A')", family);
        jdbc.update("INSERT INTO portal_tie VALUES (?, ?)", family, family);
    }
}
