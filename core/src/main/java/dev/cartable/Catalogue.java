package dev.cartable;

import dev.cartable.account.CleanUpOrphans;
import dev.cartable.backup.BackupReport;
import dev.cartable.backup.BackupReview;
import dev.cartable.backup.DrillReport;
import dev.cartable.backup.PruneBackups;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Scope;
import dev.cartable.document.DocumentAction;
import dev.cartable.document.GenerateInvoices;
import dev.cartable.document.GenerateReportCards;
import dev.cartable.document.InvoiceRequest;
import dev.cartable.document.NotifyReportCards;
import dev.cartable.document.ReportCardRequest;
import dev.cartable.document.model.DocumentException;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.port.BounceMailbox;
import dev.cartable.quota.ResetUsage;
import dev.cartable.quota.model.Window;
import dev.cartable.reminder.SendReminders;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.ReminderStatistics.ReminderTally;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.school.model.Term;
import dev.cartable.task.Task;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.model.TaskPolicy;
import dev.cartable.work.Counts;
import dev.cartable.work.RunReport;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Cartable's own tasks: which use case each runs, and when. There are those of the contexts that the host has given stores for. */
final class Catalogue {
    /** The name of the task that notifies families of report cards. */
    static final TaskName REPORT_CARD_NOTICES = new TaskName("report-card-notices");

    static final TaskName INVOICE_NOTICES = new TaskName("invoice-notices");

    private static final LocalTime MIDNIGHT = LocalTime.MIDNIGHT;
    private static final TaskName CALENDAR_CHECK = new TaskName("calendar-check");

    /** So many days before the last school year ends, the next one is missed. */
    private static final int DAYS_OF_WARNING = 14;

    private static final TaskName BACKUP = new TaskName("backup");
    private static final TaskName DRILL = new TaskName("backup-drill");
    private static final Set<Finding.Code> VANISHED =
            Set.of(Finding.Code.BACKUP_VANISHED, Finding.Code.BACKUP_CHANGED, Finding.Code.OFFSITE_VANISHED);
    private static final TaskName UPLOAD = new TaskName("backup-upload");
    private static final TaskName BACKUP_CHECK = new TaskName("backup-check");

    private static final TaskName REPORT_CARDS = new TaskName("report-cards");

    private static final TaskName INVOICES = new TaskName("invoices");

    private static final TaskName RECONCILIATION = new TaskName("reminder-reconciliation");

    private Catalogue() {}

    static List<Task> tasks(Parts parts) {
        List<Task> tasks = new ArrayList<>();
        if (parts.hasQuotas()) {
            tasks.add(new CatalogueTask("meter-flush", Schedule.every(Duration.ofSeconds(5)), run -> flush(parts))
                    .onEachNode(parts.quotas()::hasMetered));
            tasks.add(reset(parts, "quota-reset-daily", Window.DAY, Schedule.daily(MIDNIGHT)));
            DayOfWeek first = parts.quotaSettings().firstDay();
            tasks.add(reset(parts, "quota-reset-weekly", Window.WEEK, Schedule.weekly(first, MIDNIGHT)));
            tasks.add(reset(parts, "quota-reset-monthly", Window.MONTH, Schedule.monthly(1, MIDNIGHT)));
            tasks.add(new CatalogueTask(
                    "stale-sessions",
                    Schedule.every(Duration.ofMinutes(5)),
                    run -> parts.quotas().closeStaleSessions().run(closing -> {})));
        }
        if (parts.hasAlerts()) {
            tasks.add(new CatalogueTask(
                            "alert-check",
                            Schedule.every(Duration.ofHours(1)),
                            run -> parts.alerts().evaluate().run(step -> {}))
                    .speaking());
            tasks.add(new CatalogueTask("alert-summaries", Schedule.daily(LocalTime.of(7, 0)), run -> summaries(parts))
                    .speaking());
        }
        if (parts.hasAccounts()) {
            tasks.add(new CatalogueTask(
                    "account-check",
                    Schedule.daily(LocalTime.of(8, 0)),
                    run -> parts.accounts().summary()));
            tasks.add(new CatalogueTask(
                            "orphan-cleanup",
                            Schedule.weekly(DayOfWeek.SUNDAY, LocalTime.of(9, 0)),
                            run -> parts.accounts()
                                    .cleanUp()
                                    .run(CleanUpOrphans.Request.defaults(), step -> {})
                                    .counts())
                    .speaking());
        }
        if (parts.hasReminders()) {
            parts.reminders().rules().forEach(rule -> tasks.add(reminder(parts, rule)));
            tasks.add(new CatalogueTask(
                            "reminder-check", Schedule.every(Duration.ofMinutes(5)), run -> betweenTimes(parts))
                    .speaking());
            tasks.add(new CatalogueTask(
                            RECONCILIATION.value(),
                            Schedule.daily(LocalTime.of(8, 30)),
                            run -> reconcile(parts, run.slot().at()))
                    .speaking());
            tasks.add(new CatalogueTask(
                            CALENDAR_CHECK.value(),
                            Schedule.weekly(DayOfWeek.MONDAY, LocalTime.of(8, 0)),
                            run -> calendarCheck(parts))
                    .speaking());
            if (parts.plansSessions()) {
                tasks.add(new CatalogueTask(
                        "session-planning",
                        Schedule.daily(LocalTime.of(5, 0)),
                        run -> parts.reminders()
                                .planSessions()
                                .run(parts.reminderSettings().planningDays(), step -> {})));
            }
        }
        if (parts.hasPrivacy()) {
            tasks.add(
                    new CatalogueTask("retention", Schedule.daily(LocalTime.of(1, 30)), run -> retention(parts, run)));
        }
        if (parts.makesReportCards()) {
            tasks.add(new CatalogueTask(REPORT_CARDS.value(), Schedule.monthly(15, MIDNIGHT), run -> reportCards(parts))
                    .longRunning());
        }
        if (parts.hasDocumentNotices()) {
            tasks.add(new CatalogueTask(
                            REPORT_CARD_NOTICES.value(),
                            Schedule.every(Duration.ofMinutes(15)),
                            run -> reportCardNotices(parts))
                    .speaking()
                    .onlyIf(() -> parts.documents().notifyReportCards().hasNews()));
        }
        if (parts.makesInvoices()) {
            tasks.add(new CatalogueTask(INVOICES.value(), Schedule.daily(LocalTime.of(3, 0)), run -> invoices(parts))
                    .longRunning());
        }
        if (parts.hasInvoiceNotices()) {
            tasks.add(new CatalogueTask(
                            INVOICE_NOTICES.value(),
                            Schedule.every(Duration.ofMinutes(15)),
                            run -> parts.documents()
                                    .notifyInvoices()
                                    .runForNews(step -> {})
                                    .counts())
                    .speaking()
                    .onlyIf(() -> parts.documents().notifyInvoices().hasNews()));
        }
        if (parts.hasBackups()) {
            tasks.add(new CatalogueTask(BACKUP.value(), Schedule.daily(LocalTime.of(2, 0)), run -> backup(parts, run))
                    .longRunning());
            tasks.add(
                    new CatalogueTask(BACKUP_CHECK.value(), Schedule.daily(LocalTime.of(8, 0)), run -> review(parts)));
            if (parts.databaseRestore().isPresent()
                    && parts.backupSettings().recipients().isEmpty()) {
                tasks.add(new CatalogueTask(
                                DRILL.value(),
                                Schedule.weekly(DayOfWeek.SUNDAY, LocalTime.of(5, 0)),
                                run -> drill(parts, run))
                        .longRunning());
            }
            if (parts.offsiteVault().isPresent()) {
                tasks.add(new CatalogueTask(
                                UPLOAD.value(), Schedule.every(Duration.ofHours(1)), run -> upload(parts, run))
                        .longRunning());
            }
            if (!parts.backupSettings().keep().isEmpty()) {
                tasks.add(new CatalogueTask("backup-prune", Schedule.daily(LocalTime.of(4, 0)), run -> prune(parts))
                        .longRunning());
            }
        }
        BounceMailbox mailbox = parts.bounceMailbox();
        if (parts.hasNotices() && mailbox != null) {
            tasks.add(new CatalogueTask(
                    "bounce-reading",
                    Schedule.every(Duration.ofMinutes(15)),
                    run -> parts.notices().bounces().read(mailbox, run::mustStop, step -> {})));
        }
        if (parts.hasNotices()) {
            tasks.add(new CatalogueTask("messages", Schedule.every(Duration.ofMinutes(1)), run -> messages(parts, run))
                    .onEachNode(() -> !parts.outbox().waitingChannels().isEmpty())
                    .speaking());
        }
        return tasks;
    }

    /** The name of the task that asks a rule. */
    static TaskName taskOf(ReminderRule<?> rule) {
        return taskOf(rule.kind());
    }

    private static TaskName taskOf(Kind kind) {
        return new TaskName(kind.name().replace('.', '-'));
    }

    private static Task reminder(Parts parts, ReminderRule<?> rule) {
        return new CatalogueTask(
                        taskOf(rule).value(),
                        rule.when(),
                        run -> send(
                                parts,
                                SendReminders.Request.of(rule.kind(), run.slot().at())))
                .speaking();
    }

    private static Counts send(Parts parts, SendReminders.Request request) {
        Set<String> before = openRuns(parts);
        Counts counts = parts.reminders().send().run(request, step -> {});
        parts.reminders().holds().open().stream()
                .filter(hold -> !before.contains(hold.run()))
                .forEach(hold -> alarm(parts, Alarm.Code.REMINDERS_HELD, hold));
        return counts;
    }

    /** What appears between the rules' times, and what is still held in the evening. */
    private static Counts betweenTimes(Parts parts) {
        parts.reminders().holds().alarmAgain().forEach(hold -> alarm(parts, Alarm.Code.REMINDERS_STILL_HELD, hold));
        return send(parts, SendReminders.Request.betweenTimes());
    }

    /** Compares what was expected with what was sent of the day before: in the morning, when what waited for the night has gone out. */
    private static Counts reconcile(Parts parts, Instant at) {
        LocalDate day = parts.school().today(at).minusDays(1);
        ReminderTally tally =
                parts.reminders().reconcile(day).values().stream().reduce(ReminderTally.NONE, ReminderTally::plus);
        if (tally.missing() > 0) {
            parts.alarms()
                    .raise(new Alarm(
                            Alarm.Code.REMINDERS_UNSENT,
                            RECONCILIATION,
                            parts.time().instant(),
                            Map.of(
                                    "day", day.toString(),
                                    "expected", Long.toString(tally.expected()),
                                    "sent", Long.toString(tally.sent()))));
        }
        return Counts.of(Map.of("expected", tally.expected(), "sent", tally.sent(), "missing", tally.missing()));
    }

    /** Says so where the calendar has years, and none after the present one: all reminders but those of payments would stop, for 92 days at most. */
    private static Counts calendarCheck(Parts parts) {
        LocalDate soon = parts.school().today(parts.time().instant()).plusDays(DAYS_OF_WARNING);
        Optional<LocalDate> end =
                parts.calendarSource().calendar().lastDayOfYears().filter(last -> last.isBefore(soon));
        end.ifPresent(last -> parts.alarms()
                .raise(new Alarm(
                        Alarm.Code.CALENDAR_ENDS,
                        CALENDAR_CHECK,
                        parts.time().instant(),
                        Map.of("day", last.toString()))));
        return Counts.of(Map.of("alarms", end.isPresent() ? 1L : 0L));
    }

    /**
     * Makes the report cards of the term that closed last. Where some pupils' fail, the slot is tried again after 60, 120 and 240 seconds:
     * the others keep theirs then.
     */
    private static Counts reportCards(Parts parts) {
        Term term = parts.documents().readReportCards().latestClosedTerm().orElse(null);
        if (term == null) {
            return Counts.of(Map.of("input", 0L));
        }
        List<GenerateReportCards.Step> failed = new ArrayList<>();
        Counts counts = parts.documents()
                .generateReportCards()
                .run(new ReportCardRequest(term, null), step -> {
                    if (step.action() == DocumentAction.FAIL) {
                        failed.add(step);
                    }
                })
                .counts();
        if (!failed.isEmpty()) {
            throw new DocumentException(
                    "REPORT_CARDS_FAILED",
                    Map.of("count", Integer.toString(failed.size())),
                    failed.size() + " report cards were not made, such as that of pupil "
                            + failed.get(0).pupil() + ": " + failed.get(0).detail() + "; all others were");
        }
        return counts;
    }

    /**
     * Makes the documents of invoices that are missing, out of date or lost. Where some fail, the slot is tried again as with report cards:
     * the others keep theirs then.
     */
    private static Counts invoices(Parts parts) {
        List<GenerateInvoices.Step> failed = new ArrayList<>();
        Counts counts = parts.documents()
                .generateInvoices()
                .run(InvoiceRequest.all(), step -> {
                    if (step.action() == DocumentAction.FAIL) {
                        failed.add(step);
                    }
                })
                .counts();
        if (!failed.isEmpty()) {
            throw new DocumentException(
                    "INVOICES_FAILED",
                    Map.of("count", Integer.toString(failed.size())),
                    failed.size() + " invoices were not made, such as "
                            + failed.get(0).number() + ": " + failed.get(0).detail() + "; all others were");
        }
        return counts;
    }

    private static Counts reportCardNotices(Parts parts) {
        return parts.documents().notifyReportCards().runForNews(step -> {}).stream()
                .map(RunReport::counts)
                .reduce(NotifyReportCards.Counts.NONE, NotifyReportCards.Counts::plus);
    }

    private static Set<String> openRuns(Parts parts) {
        return parts.reminders().holds().open().stream().map(Hold::run).collect(Collectors.toSet());
    }

    private static void alarm(Parts parts, Alarm.Code code, Hold hold) {
        parts.alarms()
                .raise(new Alarm(
                        code,
                        taskOf(hold.kind()),
                        parts.time().instant(),
                        Map.of(
                                "run", hold.run(),
                                "absent", Long.toString(hold.absent()),
                                "enrolled", Long.toString(hold.enrolled()))));
    }

    private static Task reset(Parts parts, String name, Window window, Schedule schedule) {
        return new CatalogueTask(
                name,
                schedule,
                run -> parts.quotas()
                        .reset()
                        .run(new ResetUsage.Request(Set.of(window), null, false, "task " + name), step -> {}));
    }

    private static Counts flush(Parts parts) {
        var report = parts.quotas().meter().flush();
        return Counts.of(Map.of(
                "counted", (long) report.counted().size(),
                "refused", (long) report.refused().size()));
    }

    private static Counts summaries(Parts parts) {
        var summaries = parts.alerts().summaries();
        return Counts.of(Map.of("queued", summaries.run(summaries.lastDay(), summary -> {})));
    }

    private static Counts retention(Parts parts, Task.Run run) {
        Map<String, Long> removed =
                new LinkedHashMap<>(parts.privacy().retention().run().values());
        removed.put("task-runs", parts.taskContext().forget(run));
        removed.put("keyed-answers", parts.taskContext().forgetAnswers(run));
        return Counts.of(removed);
    }

    /** Says so where a backup was made that does not count, or whose trial found columns of the live database that get no next number. */
    private static Counts backup(Parts parts, Task.Run run) {
        BackupReport report = parts.backups()
                .create(parts.databaseDump().isPresent() ? Scope.ALL : Scope.MEDIA, progress -> run.progressed());
        if (report.state() != BackupState.VERIFIED) {
            String reason = report.findings().stream()
                    .map(Finding::code)
                    .filter(code -> code.state() != BackupState.VERIFIED)
                    .distinct()
                    .map(Finding.Code::name)
                    .collect(Collectors.joining(", "));
            parts.alarms()
                    .raise(new Alarm(
                            Alarm.Code.BACKUP_DOUBTFUL,
                            BACKUP,
                            parts.time().instant(),
                            Map.of(
                                    "file", report.file().value(),
                                    "state", report.state().name(),
                                    "reason", reason)));
        }
        String refused = report.findings().stream()
                .filter(one -> one.code() == Finding.Code.NUMBER_REFUSED)
                .map(one -> DrillReport.refusal(one.facts().getOrDefault("column", "")))
                .collect(Collectors.joining(", "));
        if (!refused.isEmpty()) {
            parts.alarms()
                    .raise(new Alarm(
                            Alarm.Code.DRILL_FAILED,
                            BACKUP,
                            parts.time().instant(),
                            Map.of("file", report.file().value(), "reason", refused)));
        }
        return report.counts();
    }

    /** Uploads what is not in the second place yet. What fails is tried again in an hour; that it fails for long, the check says. */
    private static Counts upload(Parts parts, Task.Run run) {
        return parts.backups().upload(progress -> run.progressed()).counts();
    }

    /** Says so where a backup has vanished, or the latest is too old. */
    private static Counts review(Parts parts) {
        BackupReview review = parts.backups().review();
        List<String> gone = review.findings().stream()
                .filter(one -> VANISHED.contains(one.code()))
                .map(one -> one.facts().getOrDefault("file", ""))
                .toList();
        if (!gone.isEmpty()) {
            alarm(
                    parts,
                    Alarm.Code.BACKUPS_VANISHED,
                    Map.of("files", String.join(", ", gone), "count", Integer.toString(gone.size())));
        }
        review.findings().stream()
                .filter(one -> one.code() == Finding.Code.BACKUP_TOO_OLD || one.code() == Finding.Code.NO_BACKUP)
                .findFirst()
                .ifPresent(one -> alarm(
                        parts,
                        Alarm.Code.BACKUP_OVERDUE,
                        Map.of(
                                "file", one.facts().getOrDefault("file", ""),
                                "hours", one.facts().getOrDefault("hours", ""))));
        review.findings().stream()
                .filter(one -> one.code() == Finding.Code.OFFSITE_TOO_OLD)
                .findFirst()
                .ifPresent(one -> alarm(
                        parts,
                        Alarm.Code.OFFSITE_OVERDUE,
                        Map.of(
                                "place", one.facts().getOrDefault("place", ""),
                                "file", one.facts().getOrDefault("file", ""),
                                "hours", one.facts().getOrDefault("hours", ""))));
        return Counts.of(Map.of("findings", (long) review.findings().size()));
    }

    /** Says so where a backup does not restore to what it was made of. */
    private static Counts drill(Parts parts, Task.Run run) {
        DrillReport report = parts.backups().drill().run(false, progress -> run.progressed());
        if (!report.isProven()) {
            parts.alarms()
                    .raise(new Alarm(
                            Alarm.Code.DRILL_FAILED,
                            DRILL,
                            parts.time().instant(),
                            Map.of(
                                    "file",
                                    report.file(),
                                    "reason",
                                    report.reason().orElse(""))));
        }
        return report.counts();
    }

    private static void alarm(Parts parts, Alarm.Code code, Map<String, String> facts) {
        parts.alarms().raise(new Alarm(code, BACKUP_CHECK, parts.time().instant(), facts));
    }

    private static Counts prune(Parts parts) {
        PruneBackups prune = parts.backups().prune();
        return prune.apply(prune.plan(parts.backupSettings().keep())).counts();
    }

    /** Says so where messages were due and did not go out, and are not tried again by themselves. */
    private static Counts messages(Parts parts, Task.Run run) {
        DispatchNotices.Report report = parts.notices().dispatch().drain(run::mustStop);
        long lost = report.failed() + report.uncertain();
        if (lost > 0 || !report.halts().isEmpty()) {
            long expected = report.sent() + lost + report.retried() + report.heldBack();
            parts.alarms()
                    .raise(new Alarm(
                            Alarm.Code.MESSAGES_UNSENT,
                            new TaskName("messages"),
                            parts.time().instant(),
                            Map.of(
                                    "expected", Long.toString(expected),
                                    "sent", Long.toString(report.sent()))));
        }
        parts.notices().receipts().settle(run::mustStop);
        return report;
    }

    /** What a task does. */
    private interface Work {
        Counts run(Task.Run run);
    }

    /** A task of the catalogue. */
    private record CatalogueTask(
            TaskName name,
            Schedule schedule,
            Work work,
            boolean onEachNode,
            boolean speaks,
            BooleanSupplier busy,
            TaskPolicy policy)
            implements Task {
        CatalogueTask(String name, Schedule schedule, Work work) {
            this(new TaskName(name), schedule, work, false, false, () -> true, TaskPolicy.defaults());
        }

        CatalogueTask onEachNode(BooleanSupplier busy) {
            return new CatalogueTask(name, schedule, work, true, speaks, busy, policy);
        }

        CatalogueTask onlyIf(BooleanSupplier work) {
            return new CatalogueTask(name, schedule, this.work, onEachNode, speaks, work, policy);
        }

        CatalogueTask speaking() {
            return new CatalogueTask(name, schedule, work, onEachNode, true, busy, policy);
        }

        /** For hours: the lease is renewed by each transaction, and by {@link Task.Run#progressed}. */
        CatalogueTask longRunning() {
            return new CatalogueTask(
                    name, schedule, work, onEachNode, speaks, busy, policy.withLimits(TaskPolicy.Limits.renewed()));
        }

        @Override
        public boolean hasWork() {
            return busy.getAsBoolean();
        }

        @Override
        public Counts run(Task.Run run) {
            return work.run(run);
        }
    }
}
