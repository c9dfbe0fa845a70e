package dev.cartable.spring.web;

import dev.cartable.Stores;
import dev.cartable.account.Accounts;
import dev.cartable.account.CleanUpOrphans;
import dev.cartable.account.model.Account;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.reminder.ReminderKinds;
import dev.cartable.reminder.model.Hold;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What the sample requests of those who run the system need to find. */
final class OperationSamples {
    private static final BackupName BACKUP = new BackupName("school_backup_20260108_110353.zip");
    private static final TaskName TASK = new TaskName("retention");

    static final String REPORT_CARDS = "{\"kind\": \"generate\", \"year\": \"2026-2027\", \"term\": \"Trimestre 1\"";
    static final String INVOICES = "{\"kind\": \"generate\", \"since\": \"2026-11-28\"";

    private OperationSamples() {}

    /** A backup that was found degraded. */
    static String backup(SchoolHost host) {
        Path folder =
                Path.of(String.valueOf(host.context().getEnvironment().getProperty("cartable.backup.destination")));
        Path archive = folder.resolve(BACKUP.value());
        byte[] bytes = "no archive".getBytes(StandardCharsets.UTF_8);
        try {
            if (!Files.exists(archive)) {
                Files.write(archive, bytes);
            }
            Instant then = Instant.parse("2026-01-08T11:03:53Z");
            BackupStatus degraded = new BackupStatus(
                    BackupState.DEGRADED, Depth.CONTENTS, then, then, "0".repeat(64), bytes.length, null, true, null);
            try (BackupVault.Lock lock = lock(host.bean(BackupVault.class))) {
                host.bean(BackupVault.class).save(BACKUP, degraded);
                assert lock != null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return BACKUP.value();
    }

    /** Waits for the run that another request has begun. */
    private static BackupVault.Lock lock(BackupVault vault) throws IOException {
        Instant patience = Instant.now().plusSeconds(60);
        while (true) {
            try {
                return vault.lock("test");
            } catch (BackupException e) {
                if (!e.code().equals("LOCKED") || Instant.now().isAfter(patience)) {
                    throw e;
                }
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    /** A run that was asked for: the same one each time. */
    static String run(SchoolHost host, String path) {
        String resource = path.substring(0, path.indexOf("/runs/"));
        String body = switch (resource) {
            case "/backups" -> null;
            case "/report-cards" -> reportCards(host);
            case "/invoices" -> invoices(host);
            default -> cleanUp(host);
        };
        String start = "/api/core" + resource + (body == null ? "/drill/" : "/runs/");
        return String.valueOf(host.as("root")
                .post(start, body, "Idempotency-Key", "matrix " + resource)
                .at("id"));
    }

    /** The body that starts the making of report cards which was approved: there are none. */
    static String reportCards(SchoolHost host) {
        return approved(host, "/api/core/report-cards/plans/", REPORT_CARDS);
    }

    /** The same of the documents of invoices. */
    static String invoices(SchoolHost host) {
        return approved(host, "/api/core/invoices/plans/", INVOICES);
    }

    private static String approved(SchoolHost host, String plans, String body) {
        return body + ", \"plan\": \"" + host.as("root").post(plans, body + "}").at("digest") + "\"}";
    }

    /** The body that starts a clean-up which was approved. */
    static String cleanUp(SchoolHost host) {
        String digest = host.bean(Accounts.class)
                .cleanUp()
                .plan(CleanUpOrphans.Request.defaults())
                .digest()
                .hex();
        return "{\"kind\": \"cleanup\", \"plan\": \"" + digest + "\"}";
    }

    static String taskRun(SchoolHost host) {
        Tasks tasks = host.bean(Tasks.class);
        try (Stream<Occurrence> runs = tasks.history(TASK)) {
            return runs.filter(Occurrence::byHand)
                    .findFirst()
                    .orElseGet(() -> tasks.run(TASK))
                    .slot()
                    .key();
        }
    }

    /** A run of reminders that is held. */
    static String hold(SchoolHost host, String path) {
        String run = path.contains("discard") ? "absence-2026-11-30" : "absence-2026-12-01";
        Stores stores = host.bean(Stores.class);
        LocalDate day = LocalDate.parse(run.substring("absence-".length()));
        Instant at = day.atTime(18, 0).toInstant(ZoneOffset.UTC);
        stores.unitOfWork()
                .run(tx -> stores.reminders()
                        .saveHold(
                                tx,
                                new Hold(
                                        run,
                                        ReminderKinds.ABSENCE,
                                        day,
                                        at,
                                        day,
                                        null,
                                        2,
                                        3,
                                        Hold.State.OPEN,
                                        at,
                                        null)));
        return run;
    }

    /** Brings the account into the state that the request changes. */
    static void prepare(SchoolHost host, String request) {
        Accounts accounts = host.bean(Accounts.class);
        Account account = accounts.of(SchoolHost.OTHER_PARENT).orElseThrow();
        if (request.equals("POST /accounts/{id}/reactivate/")) {
            accounts.deactivate(account.id());
        } else if (request.contains(" /accounts/")) {
            accounts.reactivate(account.id());
        }
    }
}
