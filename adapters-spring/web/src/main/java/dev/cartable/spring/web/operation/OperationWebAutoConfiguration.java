package dev.cartable.spring.web.operation;

import dev.cartable.audit.AuditTrail;
import dev.cartable.backup.Backups;
import dev.cartable.billing.Billing;
import dev.cartable.document.Documents;
import dev.cartable.document.port.InvoiceRenderer;
import dev.cartable.document.port.ReportCardRenderer;
import dev.cartable.notice.Notices;
import dev.cartable.spring.web.CartableWebAutoConfiguration;
import dev.cartable.spring.web.internal.AskedRuns;
import dev.cartable.spring.web.internal.RunResource;
import dev.cartable.spring.web.internal.Runs;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** The endpoints of those who run the system, where {@link CartableWebAutoConfiguration} serves any. */
@AutoConfiguration(after = CartableWebAutoConfiguration.class)
@ConditionalOnBean(CartableWebAutoConfiguration.class)
public final class OperationWebAutoConfiguration {
    OperationWebAutoConfiguration() {}

    @Bean
    @ConditionalOnBean(Notices.class)
    MessageController cartableMessageController(Notices notices) {
        return new MessageController(notices);
    }

    @Bean
    @ConditionalOnBean(Runs.class)
    TaskController cartableTaskController(Runs runs) {
        return new TaskController(runs);
    }

    @Bean
    @ConditionalOnBean(AuditTrail.class)
    AuditController cartableAuditController(AuditTrail trail) {
        return new AuditController(trail);
    }

    @Bean
    @ConditionalOnBean(Backups.class)
    BackupController cartableBackupController(Backups backups) {
        return new BackupController(backups);
    }

    @Bean
    @ConditionalOnBean({Documents.class, ReportCardRenderer.class, Runs.class})
    ReportCardRunController cartableReportCardRunController(Documents documents, Runs runs) {
        return new ReportCardRunController(new RunResource(runs, "report-card", DocumentWork.reportCards(documents)));
    }

    @Bean
    @ConditionalOnBean({Documents.class, InvoiceRenderer.class, Runs.class})
    InvoiceRunController cartableInvoiceRunController(Documents documents, ObjectProvider<Billing> billing, Runs runs) {
        return new InvoiceRunController(
                new RunResource(runs, "invoice", DocumentWork.invoices(documents, billing.getIfAvailable())));
    }

    @Bean
    @ConditionalOnBean({Backups.class, Runs.class})
    BackupRunController cartableBackupRunController(Backups backups, Runs runs) {
        return new BackupRunController(backups, new AskedRuns(runs, "backup", BackupRunController.KINDS));
    }
}
