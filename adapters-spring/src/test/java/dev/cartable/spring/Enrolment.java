package dev.cartable.spring;

import dev.cartable.account.AccountPlan;
import dev.cartable.account.Accounts;
import dev.cartable.account.model.AccountStep;
import dev.cartable.school.model.GuardianId;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/** A host's own service: one transaction with its own writes and Cartable's. */
class Enrolment {
    private final Accounts accounts;
    private final JdbcTemplate jdbc;

    Enrolment(Accounts accounts, JdbcTemplate jdbc) {
        this.accounts = accounts;
        this.jdbc = jdbc;
    }

    // readme
    @Transactional
    public Optional<AccountStep> enrol(int family) {
        insert(family); // your own rows; with JPA, flush: Cartable reads through your views
        return accounts.open(new GuardianId(Integer.toString(family))); // account and message, or neither
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
        accounts.generate().apply(plan);
    }

    private void insert(int family) {
        jdbc.update("INSERT INTO portal_parent VALUES (?, 'Aïssatou', 'Bâ', ?)", family, "p" + family + "@example.org");
        jdbc.update("INSERT INTO portal_child VALUES (?, 'Ali', 'Bâ', '6e A')", family);
        jdbc.update("INSERT INTO portal_tie VALUES (?, ?)", family, family);
    }
}
