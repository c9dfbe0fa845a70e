package dev.cartable.springhost;

import java.util.List;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the staff see: the school's own tables. It was there before Cartable, and is as it was. */
@RestController
class StaffApi {
    private final JdbcClient jdbc;

    StaffApi(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A pupil. */
    record Eleve(int matricule, String prenom, String nom, String classe) {}

    @GetMapping("/staff/pupils")
    List<Eleve> pupils() {
        return jdbc.sql("SELECT matricule, prenom, nom, classe FROM eleve WHERE inscrit ORDER BY nom, prenom")
                .query(new SimplePropertyRowMapper<>(Eleve.class))
                .list();
    }
}
