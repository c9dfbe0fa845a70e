package dev.cartable.spring;

import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Roster;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A host whose roster is one parent with one child. */
@Configuration(proxyBeanMethods = false)
class OneFamily {
    static final GuardianId PARENT = new GuardianId("g1");

    @Bean
    Roster roster() {
        PupilId pupil = new PupilId("p1");
        return Roster.of(List.of(new Family(
                new Guardian(PARENT, new PersonName("Aïssatou", "Bâ"), "aissatou@example.org", null, null),
                List.of(new Family.Ward(
                        new Pupil(pupil, new PersonName("Ali", "Bâ"), null, null, true),
                        Guardianship.of(PARENT, pupil, Guardianship.Relation.MOTHER))))));
    }
}
