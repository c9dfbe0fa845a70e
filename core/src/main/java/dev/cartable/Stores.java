package dev.cartable;

import dev.cartable.account.port.AccountStores;
import dev.cartable.alert.port.AlertStores;
import dev.cartable.audit.port.AuditStores;
import dev.cartable.billing.port.BillingStores;
import dev.cartable.document.port.DocumentStores;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.privacy.port.PrivacyStores;
import dev.cartable.quota.port.QuotaStores;
import dev.cartable.reminder.port.ReminderStores;
import dev.cartable.school.port.RecordStores;
import dev.cartable.school.port.SchoolStores;
import dev.cartable.task.port.TaskStores;

/**
 * The groups of stores of all contexts over one resource, as a host gives them to the builder. All of them take the transactions
 * of this {@link #unitOfWork()} and of no other; each call returns the same store. Safe for use by several threads. A host that
 * needs only some contexts gives only their groups.
 */
public interface Stores
        extends SchoolStores,
                RecordStores,
                NoticeStores,
                AccountStores,
                QuotaStores,
                AlertStores,
                ReminderStores,
                PrivacyStores,
                TaskStores,
                DocumentStores,
                BillingStores,
                AuditStores {}
