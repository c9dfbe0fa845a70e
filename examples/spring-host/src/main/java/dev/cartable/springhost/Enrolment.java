package dev.cartable.springhost;

import dev.cartable.account.Accounts;
import dev.cartable.account.model.AccountStep;
import dev.cartable.school.model.GuardianId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Enrols a pupil. The school's rows, the guardian's account and its message are committed together, or not at all. */
@Service
class Enrolment {
    private final JdbcClient jdbc;
    private final Accounts accounts;

    Enrolment(JdbcClient jdbc, Accounts accounts) {
        this.jdbc = jdbc;
        this.accounts = accounts;
    }

    /** A pupil who comes, with one of the guardians. */
    record Application(
            int matricule,
            String prenom,
            String nom,
            String classe,
            int tuteur,
            String prenomTuteur,
            String courriel) {}

    // readme
    @Transactional
    Optional<AccountStep> enrol(Application pupil) {
        insert(pupil); // the school's own tables
        return accounts.open(new GuardianId(Integer.toString(pupil.tuteur()))); // account and message, or neither
    }
    // readme

    private void insert(Application pupil) {
        int places = jdbc.sql("SELECT places - (SELECT COUNT(*) FROM eleve WHERE classe = code AND inscrit) FROM classe"
                        + " WHERE code = ?")
                .param(pupil.classe())
                .query(Integer.class)
                .single();
        jdbc.sql("INSERT INTO eleve (matricule, prenom, nom, classe) VALUES (?, ?, ?, ?)")
                .params(pupil.matricule(), pupil.prenom(), pupil.nom(), pupil.classe())
                .update();
        if (!isKnown(pupil.tuteur())) {
            jdbc.sql("INSERT INTO tuteur (numero, prenom, nom, courriel) VALUES (?, ?, ?, ?)")
                    .params(pupil.tuteur(), pupil.prenomTuteur(), pupil.nom(), pupil.courriel())
                    .update();
        }
        jdbc.sql("INSERT INTO lien_tuteur (tuteur, eleve, lien) VALUES (?, ?, 'tuteur')")
                .params(pupil.tuteur(), pupil.matricule())
                .update();
        if (places < 1) {
            throw new ClassIsFullException(pupil.classe());
        }
    }

    private boolean isKnown(int tuteur) {
        return jdbc.sql("SELECT COUNT(*) FROM tuteur WHERE numero = ?")
                        .param(tuteur)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** There is no place left. Nothing was written. */
    static final class ClassIsFullException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClassIsFullException(String form) {
            super("there is no place left in " + form + "; nothing was written");
        }
    }
}
