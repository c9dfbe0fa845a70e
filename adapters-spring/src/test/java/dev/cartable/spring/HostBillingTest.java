package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.billing.Billing;
import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Invoices that a host issues with Cartable. */
class HostBillingTest {
    private static final PupilId PUPIL = new PupilId("P1");
    private static final Currency FRANC = Currency.getInstance("GNF");

    @Test
    void aNumberIsTheHostsTransactionsAndOfTheFormThatThePropertiesSay() {
        try (ConfigurableApplicationContext host = Portal.start(
                List.of(Portal.class),
                TestDatabase.h2(),
                "cartable.roster=tables",
                "spring.sql.init.mode=never",
                "cartable.billing.enabled=true",
                "cartable.billing.invoice-numbers=F{number:3}/{year}")) {
            Stores stores = host.getBean(Stores.class);
            stores.unitOfWork()
                    .run(tx -> stores.rosterStore()
                            .savePupils(tx, List.of(new Pupil(PUPIL, new PersonName("Ali", "Ba"), null, null, true))));
            Billing billing = host.getBean(Billing.class);
            TransactionTemplate transaction = new TransactionTemplate(host.getBean(PlatformTransactionManager.class));
            String given = transaction.execute(status -> {
                status.setRollbackOnly();
                return issue(billing);
            });

            String kept = issue(billing);

            assertThat(kept).isEqualTo(given).startsWith("F001/");
            assertThat(stores.issuedInvoices().numbered(List.of(kept))).hasSize(1);
            assertThat(host.getBean(Cartable.class).billing().numbers().series())
                    .singleElement()
                    .satisfies(series -> assertThat(series.sequence()).isOne());
        }
    }

    private static String issue(Billing billing) {
        InvoiceDraft draft = billing.drafts()
                .add(
                        PUPIL,
                        FRANC,
                        List.of(InvoiceDraft.line("Cantine", BigDecimal.ONE, BigDecimal.TEN, FRANC)),
                        List.of(new Invoice.Instalment(1, null, BigDecimal.TEN)),
                        List.of());
        return billing.issue().one(draft.id(), null).number();
    }

    @Test
    void aFormThatCouldGiveOneNumberTwiceStopsTheStartAndIsNamed() {
        assertThatThrownBy(() -> Portal.start(
                                List.of(Portal.class), TestDatabase.h2(), "cartable.billing.invoice-numbers=F{number}")
                        .close())
                .rootCause()
                .hasMessageContaining("cartable.billing");
    }
}
