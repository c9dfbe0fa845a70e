package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.billing.port.BillingStore;
import dev.cartable.jdbc.privacy.PersonalTables;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.privacy.model.Person;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PersonalTablesTest {
    @ParameterizedTest
    @EnumSource
    void ofEveryTableItIsKnownWhetherItHoldsPeople(TestDatabase.Kind kind) throws Exception {
        TestDatabase database = kind.fresh();
        JdbcStores.builder(database.dataSource()).schemaMode(SchemaMode.MIGRATE).build();
        Set<String> known = new TreeSet<>(PersonalTables.IMPERSONAL);
        List<String> personal =
                PersonalTables.TRACES.stream().map(PersonalTables.Trace::table).toList();
        known.addAll(personal);

        Set<String> tables = new TreeSet<>();
        try (var connection = database.connect();
                var row = connection.getMetaData().getTables(null, null, null, new String[] {"TABLE", "BASE TABLE"})) {
            while (row.next()) {
                String name = row.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                if (name.startsWith("cartable_")) {
                    tables.add(name.substring("cartable_".length()));
                }
            }
        }

        assertThat(tables).isEqualTo(known);
        assertThat(personal).doesNotContainAnyElementsOf(PersonalTables.IMPERSONAL);
    }

    @ParameterizedTest
    @EnumSource
    void anExportHasTheOwnPayerAlone(TestDatabase.Kind kind) throws Exception {
        JdbcStores stores = JdbcStores.builder(kind.fresh().dataSource())
                .schemaMode(SchemaMode.MIGRATE)
                .build();
        PupilId pupil = new PupilId("p1");
        GuardianId mother = new GuardianId("g1");
        GuardianId father = new GuardianId("g2");
        Currency currency = Currency.getInstance("GNF");
        InvoiceDraft draft = new InvoiceDraft(
                "d1",
                0,
                pupil,
                currency,
                List.of(InvoiceDraft.line("Cantine", BigDecimal.ONE, BigDecimal.TEN, currency)),
                List.of(new Invoice.Instalment(1, null, BigDecimal.TEN)),
                List.of(
                        InvoiceDraft.Payer.guardian(mother, 1),
                        InvoiceDraft.Payer.guardian(father, 1),
                        new InvoiceDraft.Payer(null, "Fonds", List.of(), 1, "bureau@fonds.example")));
        LocalDate day = LocalDate.of(2026, 11, 18);
        List<Invoice.Payer> payers = List.of(
                new Invoice.Payer(1, mother, "Mme Mère", List.of("1 rue Haute"), 1),
                new Invoice.Payer(2, father, "M. Père", List.of("2 rue Basse"), 1),
                new Invoice.Payer(3, null, "Fonds", List.of(), 1, "bureau@fonds.example"));
        stores.unitOfWork().run(tx -> {
            stores.billing().addDraft(tx, draft);
            stores.billing()
                    .issue(
                            tx,
                            List.of(new BillingStore.Issued(
                                    draft.issued("2026-00001", day, payers), 2026, 1, Instant.EPOCH)));
        });

        assertThat(stores.personalData()
                        .of(Person.guardian(mother, null, Set.of()))
                        .toString())
                .contains("Mme Mère", "1 rue Haute")
                .doesNotContain("Père", "Basse", "g2", "Fonds", "bureau");
        assertThat(stores.personalData().of(Person.pupil(pupil, Set.of())).toString())
                .contains("2026-00001")
                .doesNotContain("Mère", "Père", "rue", "g1", "g2", "Fonds", "bureau");
    }
}
