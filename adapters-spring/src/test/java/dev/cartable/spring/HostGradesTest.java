package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.document.Documents;
import dev.cartable.document.model.ReportCard;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.Term;
import dev.cartable.school.model.Viewer;
import dev.cartable.school.port.Grades;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Report cards in a host's application. */
class HostGradesTest {
    private static final Term TERM = new Term("2026-2027", "Trimestre 1");
    private static final PromotionId SIXTH = new PromotionId("6A");

    @Test
    void gradesCountAsThePropertiesSay() {
        try (ConfigurableApplicationContext host = Portal.start(
                List.of(Portal.class, OwnGrades.class),
                TestDatabase.h2(),
                "cartable.grades.out-of=10",
                "cartable.grades.zeros=not_handed_in",
                "cartable.grades.letters.A=9")) {
            List<ReportCard> cards = host.getBean(Documents.class)
                    .readReportCards()
                    .ofClass(Viewer.administrator(), new ClassTerm(SIXTH, TERM))
                    .toList();

            assertThat(cards)
                    .singleElement()
                    .satisfies(card -> assertThat(card.general().display()).contains(new BigDecimal("6.00")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cartable.grades.out-of=-1", "cartable.grades.letters.A=21"})
    void aScaleThatCannotBeStopsTheStartAndIsNamed(String property) {
        assertThatThrownBy(() -> Portal.start(List.of(Portal.class), TestDatabase.h2(), property)
                        .close())
                .rootCause()
                .hasMessageContaining("cartable.grades");
    }

    /** The host's own grades. */
    @Configuration(proxyBeanMethods = false)
    static class OwnGrades {
        @Bean
        Grades grades() {
            InMemoryStores stores = new InMemoryStores(InstantSource.system());
            stores.unitOfWork()
                    .run(tx -> stores.recordStore()
                            .saveGrades(
                                    tx,
                                    List.of(
                                            grade("g1", new Mark.Letter("A")),
                                            grade("g2", new Mark.Points(new BigDecimal("18"), new BigDecimal("20"))),
                                            grade("g3", Mark.Absent.NOT_HANDED_IN),
                                            grade("g4", Mark.Absent.EXCUSED))));
            return stores.grades();
        }
    }

    private static Grade grade(String id, Mark mark) {
        return new Grade(
                id,
                new PupilId("P1"),
                SIXTH,
                Subject.of("MATHS"),
                TERM,
                LocalDate.of(2026, 10, 1),
                null,
                mark,
                BigDecimal.ONE,
                false);
    }
}
