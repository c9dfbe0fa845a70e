package dev.cartable.cli.care;

import dev.cartable.account.MaintainHostKey;
import dev.cartable.account.port.HostKeyStore;
import dev.cartable.backup.BackupReview;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupLedger;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.MediaRoot;
import dev.cartable.backup.port.OffsiteVault;
import dev.cartable.cli.frame.Answer;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.BackupOptions;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.DocumentOptions;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Installation;
import dev.cartable.cli.frame.InstanceStates;
import dev.cartable.cli.frame.Mailing;
import dev.cartable.cli.frame.MessageOptions;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.document.CheckDocuments;
import dev.cartable.jdbc.Durability;
import dev.cartable.jdbc.RosterRelation;
import dev.cartable.jdbc.SchemaState;
import dev.cartable.mail.ProbeResult;
import dev.cartable.mail.SmtpProbe;
import dev.cartable.mail.SmtpSettings;
import dev.cartable.mail.SmtpSettingsException;
import dev.cartable.notice.Placeholders;
import dev.cartable.notice.http.HttpGatewayCourier;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.quota.model.NasId;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Occurrence;
import dev.cartable.work.InstanceGuard;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code doctor}: looks at everything, changes nothing, and says what to mend. */
@picocli.CommandLine.Command(name = "doctor")
public final class DoctorCommand extends Command {
    private static final Duration CLOCKS_APART = Duration.ofSeconds(5);
    private static final Duration CLOCKS_FAR_APART = Duration.ofMinutes(1);

    /** In the words of JSON. */
    private enum Status {
        OK,
        WARN,
        BAD;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    protected Exit run(Frame frame) {
        Findings findings = new Findings(frame);
        Installation installation = Installation.look(frame);
        database(findings, installation);
        zone(findings, frame);
        CommandException refusal = frame.settings().refusal(frame.words());
        if (refusal != null) {
            findings.add("settings", Status.BAD, "refused", Map.of("detail", String.valueOf(refusal.getMessage())));
        }
        boolean readable = installation.trouble() == null;
        if (readable) {
            try (Host host = Host.planning(frame)) {
                key(findings, installation, !host.stores().accounts().counts().isEmpty());
                if (installation.keyThere() && !host.isEmpty()) {
                    keyOfDatabase(findings, frame, host);
                }
                mail(findings, frame);
                sms(findings, frame);
                placeholders(findings, frame, host);
                speaking(findings, frame, host);
                messages(findings, frame, host);
                if (!host.isEmpty()) {
                    tasks(findings, frame, host.cartable().tasks());
                }
                accessServers(findings, host);
                documents(findings, frame, host);
            }
            if (BackupOptions.destination(frame).isPresent()) {
                backups(findings, frame);
            }
        } else {
            key(findings, installation, false);
            mail(findings, frame);
        }
        frame.report().counts(findings.counts());
        return findings.bad > 0 ? Exit.FINDING : Exit.DONE;
    }

    private static void database(Findings findings, Installation installation) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("db", installation.database());
        if (installation.trouble() != null) {
            values.put("detail", installation.trouble());
            findings.add("database", Status.BAD, "unreachable", values);
            return;
        }
        SchemaState schema = installation.schema();
        if (schema == null) {
            findings.add("database", Status.WARN, "missing", values);
            return;
        }
        findings.add("database", Status.OK, "open", values);
        values.put("version", schema.version());
        values.put("latest", schema.latest());
        findings.add(
                "schema",
                schema.isCurrent() ? Status.OK : Status.WARN,
                schema.isCurrent() ? "current" : schema.isAbsent() ? "absent" : "outdated",
                values);
        keeping(findings, installation, values);
        roster(findings, installation);
        Duration difference = installation.clockDifference();
        if (difference != null) {
            Duration apart = difference.abs();
            values.put("seconds", apart.toSeconds());
            boolean far = apart.compareTo(CLOCKS_FAR_APART) > 0;
            boolean close = apart.compareTo(CLOCKS_APART) <= 0;
            findings.add(
                    "clock", close ? Status.OK : far ? Status.BAD : Status.WARN, close ? "agrees" : "differs", values);
        }
    }

    private static void keeping(Findings findings, Installation installation, Map<String, Object> values) {
        Durability durability = installation.durability();
        if (durability != null) {
            findings.add(
                    "durability",
                    durability == Durability.EVERY_COMMIT ? Status.OK : Status.WARN,
                    durability.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    values);
        }
        String isolation = installation.isolation();
        if (isolation != null) {
            values.put("level", isolation);
            boolean usual = isolation.equals("READ COMMITTED");
            findings.add("isolation", usual ? Status.OK : Status.WARN, usual ? "usual" : "other", values);
        }
    }

    private static void roster(Findings findings, Installation installation) {
        List<RosterRelation> there = installation.roster().stream()
                .filter(relation -> relation.kind() != RosterRelation.Kind.MISSING)
                .toList();
        if (there.isEmpty()) {
            return;
        }
        String relations = there.stream()
                .map(relation ->
                        relation.name() + " " + relation.rows() + (relation.rows() >= RosterRelation.MANY ? "+" : ""))
                .collect(Collectors.joining(", "));
        boolean views = installation.rosterInViews();
        boolean empty = views && there.stream().anyMatch(relation -> relation.rows() == 0);
        findings.add(
                "roster",
                empty ? Status.WARN : Status.OK,
                empty ? "empty-views" : views ? "views" : "tables",
                Map.of("relations", relations));
    }

    private static void zone(Findings findings, Frame frame) {
        ZoneId zone = SchoolOptions.zone(frame);
        String now = frame.words().time(frame.around().time().instant());
        boolean chosen = SchoolOptions.isZoneChosen(frame);
        findings.add(
                "zone",
                chosen ? Status.OK : Status.WARN,
                chosen ? "chosen" : "system",
                Map.of("zone", zone.getId(), "now", now));
    }

    private static void key(Findings findings, Installation installation, boolean hasAccounts) {
        Map<String, Object> values = Map.of("file", installation.key());
        if (installation.keyInEnvironment()) {
            findings.add("key", Status.OK, "environment", values);
        } else if (!installation.keyThere()) {
            findings.add("key", hasAccounts ? Status.BAD : Status.WARN, hasAccounts ? "lost" : "none-yet", values);
        } else if (installation.keyOpenToOthers()) {
            findings.add("key", Status.BAD, "open", values);
        } else {
            findings.add("key", Status.OK, "there", values);
        }
    }

    /** Whether it is the database's key, and a copy on paper was ever made of it. Derives nothing else. */
    private static void keyOfDatabase(Findings findings, Frame frame, Host host) {
        MaintainHostKey known = host.cartable().accounts().hostKey();
        HostKeyStore.State state = known.state();
        if (state.isRefused()) {
            findings.add("key", Status.BAD, state.name(), Map.of());
            return;
        }
        known.current()
                .map(HostKeyStore.Entry::exportedAt)
                .ifPresentOrElse(
                        at -> findings.add(
                                "paper",
                                Status.OK,
                                "exported",
                                Map.of("time", frame.words().time(at))),
                        () -> findings.add("paper", Status.WARN, "never", Map.of()));
    }

    private static void mail(Findings findings, Frame frame) {
        Optional<SmtpSettings> settings;
        try {
            settings = Host.mailing(frame).smtp();
        } catch (SmtpSettingsException e) {
            findings.add("mail", Status.BAD, "settings", Map.of("detail", Mailing.refusal(e, frame.words())));
            return;
        }
        if (settings.isEmpty()) {
            findings.add(
                    "mail",
                    Status.WARN,
                    "files",
                    Map.of("folder", Host.mailing(frame).folder(), "settings", MessageOptions.lacking(frame)));
            return;
        }
        ProbeResult result = new SmtpProbe(settings.get(), frame.around().time()).greet();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("host", settings.get().host());
        values.put("answer", new Answer(result.answer()));
        if (result instanceof ProbeResult.Fails fails) {
            values.put("advice", fails.fault().advice(frame.words().language()));
            findings.add("mail", Status.BAD, "fails", values);
        } else {
            findings.add("mail", Status.OK, "works", values);
        }
    }

    /** Whether the gateway's settings are complete and its host may be asked; no message is sent. */
    private static void sms(Findings findings, Frame frame) {
        try {
            Host.texting(frame).gateway().ifPresent(gateway -> {
                NoticeReason trouble = HttpGatewayCourier.of(
                                gateway, frame.around().time())
                        .unreachable()
                        .orElse(null);
                findings.add(
                        "sms",
                        trouble == null ? Status.OK : Status.BAD,
                        trouble == null ? "complete" : "unreachable",
                        Map.of(
                                "host",
                                gateway.host(),
                                "answer",
                                new Answer(trouble == null ? "" : trouble.with(gateway.host()))));
            });
        } catch (CommandException e) {
            findings.add("sms", Status.BAD, "settings", Map.of("detail", String.valueOf(e.getMessage())));
        }
    }

    /** Where there is no server yet, they are named with it. */
    private static void placeholders(Findings findings, Frame frame, Host host) {
        try {
            if (Host.mailing(frame).smtp().isEmpty()) {
                return;
            }
            Placeholders placeholders = host.placeholders();
            if (!placeholders.found().isEmpty()) {
                findings.add(
                        "placeholders",
                        placeholders.refused() ? Status.BAD : Status.WARN,
                        placeholders.refused() ? "refused" : "left",
                        Map.of("settings", MessageOptions.settings(placeholders.found())));
            }
        } catch (SmtpSettingsException e) {
            // Reported with the mail settings already.
        }
    }

    /** Whom messages are sent to, and which installation sends them. */
    private static void speaking(Findings findings, Frame frame, Host host) {
        SendingMode mode = MessageOptions.speak(frame);
        findings.add(
                "speak",
                mode instanceof SendingMode.Everyone ? Status.OK : Status.WARN,
                mode instanceof SendingMode.Everyone
                        ? "everyone"
                        : mode instanceof SendingMode.Nobody ? "nobody" : "only",
                Map.of("address", mode));
        InstanceGuard.State state = host.cartable().notices().instance().look();
        findings.add(
                "instance",
                state instanceof InstanceGuard.State.Held ? Status.BAD : state.speaks() ? Status.OK : Status.WARN,
                InstanceStates.name(state),
                InstanceStates.facts(frame, state));
    }

    private static void messages(Findings findings, Frame frame, Host host) {
        Map<NoticeState, Long> counts = host.cartable().notices().counts();
        long queued = counts.getOrDefault(NoticeState.QUEUED, 0L);
        long held = counts.getOrDefault(NoticeState.HELD, 0L);
        long uncertain = counts.getOrDefault(NoticeState.UNCERTAIN, 0L);
        long failed = counts.getOrDefault(NoticeState.FAILED, 0L);
        Map<String, Object> values = Map.of("queued", queued, "held", held, "uncertain", uncertain, "failed", failed);
        boolean trouble = uncertain + failed > 0;
        findings.add(
                "messages",
                trouble || held > 0 ? Status.WARN : Status.OK,
                trouble ? "trouble" : held > 0 ? "held" : queued > 0 ? "waiting" : "none",
                values);
        Instant now = frame.around().time().instant();
        host.stores()
                .outbox()
                .paused(Channel.EMAIL, now)
                .ifPresent(pause -> findings.add(
                        "channel",
                        Status.WARN,
                        "paused",
                        Map.of("until", frame.words().time(pause.until()), "detail", new Answer(pause.reason()))));
    }

    /** Whether something ticks, and which tasks have failed or were missed at their last slot. */
    private static void tasks(Findings findings, Frame frame, Tasks tasks) {
        Instant last = tasks.lastTick().orElse(null);
        if (last == null) {
            findings.add("tasks", Status.WARN, "never", Map.of());
            return;
        }
        boolean silent = tasks.silentSince().isPresent();
        findings.add(
                "tasks",
                silent ? Status.BAD : Status.OK,
                silent ? "silent" : "ticks",
                Map.of("time", frame.words().time(last)));
        for (Tasks.Entry task : tasks.list()) {
            Occurrence run = task.lastRun();
            if (task.enabled() && run != null && run.state() == Occurrence.State.FAILED) {
                findings.add("tasks", Status.BAD, "failed", facts(frame, run));
            } else if (task.enabled() && run != null && run.state() == Occurrence.State.MISSED) {
                findings.add("tasks", Status.WARN, "missed", facts(frame, run));
            }
        }
    }

    private static Map<String, Object> facts(Frame frame, Occurrence run) {
        return Map.of(
                "task", run.task(),
                "time", frame.words().time(run.slot().at()),
                "reason", run.reason() == null ? "" : run.reason());
    }

    private static void review(Findings findings, Frame frame, BackupReview review) {
        review.latest()
                .ifPresentOrElse(
                        latest -> findings.add(
                                "backup",
                                Status.OK,
                                "latest",
                                Map.of(
                                        "file", latest.file(),
                                        "time", frame.words().time(latest.createdAt()))),
                        () -> findings.add("backup", Status.WARN, "none", Map.of()));
        for (Finding finding : review.findings()) {
            if (finding.code() != Finding.Code.NO_BACKUP) {
                findings.add(
                        "backup",
                        Status.BAD,
                        "finding",
                        Map.of("detail", frame.words().text("finding." + finding.code(), finding.facts())));
            }
        }
        BackupLedger.Proof key = review.key();
        if (key != null) {
            findings.add(
                    "backup-key",
                    Status.OK,
                    "proven",
                    Map.of("file", key.file(), "time", frame.words().time(key.at())));
        } else if (!BackupOptions.recipients(frame).isEmpty()) {
            findings.add("backup-key", Status.WARN, "never", Map.of());
        }
        BackupLedger.Proof restore = review.restore();
        if (restore != null) {
            findings.add(
                    "restore",
                    Status.OK,
                    "proven",
                    Map.of("file", restore.file(), "time", frame.words().time(restore.at())));
        } else if (review.latest().isPresent()) {
            findings.add("restore", Status.WARN, "never", Map.of());
        }
    }

    /** Whether backups can be made, and when the latest was verified. */
    private static void backups(Findings findings, Frame frame) {
        try (BackupHost host = BackupHost.withDatabase(frame)) {
            Path folder = host.destination();
            Path existing = folder.toAbsolutePath();
            while (existing != null && !Files.exists(existing)) {
                existing = existing.getParent();
            }
            boolean writable = existing != null && Files.isDirectory(existing) && Files.isWritable(existing);
            long free = existing == null ? 0 : existing.toFile().getUsableSpace();
            findings.add(
                    "backup",
                    writable ? Status.OK : Status.BAD,
                    writable ? "writable" : "not-writable",
                    Map.of("folder", folder, "free", free));
            for (MediaRoot root : BackupOptions.media(frame)) {
                for (String expected : BackupOptions.expected(frame)) {
                    boolean there = Files.isDirectory(root.folder().resolve(expected));
                    findings.add(
                            "media",
                            there ? Status.OK : Status.BAD,
                            there ? "there" : "missing",
                            Map.of("folder", root.folder().resolve(expected)));
                }
            }
            if (host.backups().needsRecovery()) {
                findings.add("restore", Status.BAD, "unfinished", Map.of());
            }
            if (host.dumped().isPresent()) {
                host.backups()
                        .drill()
                        .leftovers()
                        .forEach(place -> findings.add("restore", Status.WARN, "left", Map.of("place", place)));
            }
            BackupReview review = host.backups().review();
            review(findings, frame, review);
            BackupOptions.offsite(frame).ifPresent(offsite -> {
                offsite(findings, frame, offsite);
                review.copy()
                        .ifPresent(copy -> findings.add(
                                "offsite",
                                Status.OK,
                                "latest",
                                Map.of("time", frame.words().time(copy.backup().createdAt()))));
            });
            host.dumped()
                    .ifPresent(database -> findings.add("dump", Status.OK, "works", Map.of("tool", database.tool())));
        } catch (BackupException e) {
            findings.add("dump", Status.BAD, "fails", Map.of("detail", String.valueOf(e.getMessage())));
        }
    }

    /** Whether documents can be stored, and whether the file of each is there. Reads no file: that is {@code documents check}. */
    private static void documents(Findings findings, Frame frame, Host host) {
        Path folder = DocumentOptions.folder(frame).map(Path::toAbsolutePath).orElse(null);
        String place = DocumentOptions.place(frame);
        CheckDocuments.Report found;
        try {
            found = host.cartable().documents().check(false);
        } catch (UncheckedIOException e) {
            findings.add("documents", Status.BAD, "unreadable", Map.of("folder", place));
            return;
        }
        if (found.documents() == 0 && found.orphans().isEmpty()) {
            return;
        }
        Path existing = folder == null || Files.exists(folder) ? folder : folder.getParent();
        boolean writable = existing != null && Files.isDirectory(existing) && Files.isWritable(existing);
        Map<String, Object> values = Map.of(
                "folder",
                place,
                "documents",
                found.documents(),
                "missing",
                found.missing().size(),
                "orphans",
                found.orphans().size(),
                "free",
                existing == null ? 0 : existing.toFile().getUsableSpace());
        if (folder == null) {
            findings.add("documents", Status.OK, "in-database", values);
        } else {
            findings.add(
                    "documents", writable ? Status.OK : Status.BAD, writable ? "writable" : "not-writable", values);
        }
        if (!found.missing().isEmpty()) {
            findings.add("documents", Status.BAD, "missing", values);
        }
        if (!found.orphans().isEmpty()) {
            boolean other = found.missing().size() == found.documents();
            findings.add("documents", Status.WARN, other ? "other-vault" : "orphans", values);
        }
    }

    /** Whether the second place answers, and how it protects copies. */
    private static void offsite(Findings findings, Frame frame, OffsiteVault offsite) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("place", offsite.location());
        if (BackupOptions.recipients(frame).isEmpty()) {
            findings.add("offsite", Status.WARN, "not-encrypted", values);
        }
        try {
            OffsiteVault.Protection protection = offsite.protection();
            values.put("retention", String.valueOf(protection.retention()));
            findings.add("offsite", Status.OK, "answers", values);
            findings.add(
                    "offsite-versions",
                    protection.versioning() == OffsiteVault.Setting.ON ? Status.OK : Status.WARN,
                    protection.versioning().name().toLowerCase(Locale.ROOT),
                    values);
            boolean isDated = protection.lock() == OffsiteVault.Setting.ON && protection.retention() != null;
            findings.add(
                    "offsite-lock",
                    isDated ? Status.OK : Status.WARN,
                    isDated ? "retains" : protection.lock().name().toLowerCase(Locale.ROOT),
                    values);
        } catch (BackupException e) {
            findings.add(
                    "offsite",
                    Status.BAD,
                    "fails",
                    Map.of("place", offsite.location(), "detail", frame.words().text("error." + e.code(), e.facts())));
        }
    }

    /** A counter of 32 bits wraps every 4 GiB, and two wraps between two reports look like one. */
    private static void accessServers(Findings findings, Host host) {
        for (NasId server : host.cartable().quotas().serversWithoutGigawords()) {
            findings.add("nas", Status.WARN, "no-gigawords", Map.of("nas", server));
        }
    }

    /** What was found, printed as it comes. */
    private static final class Findings {
        private final Frame frame;
        private final Map<Status, Long> counts = new LinkedHashMap<>();
        private long bad;

        Findings(Frame frame) {
            this.frame = frame;
            frame.report().allRows("checks");
        }

        void add(String check, Status status, String what, Map<String, ?> values) {
            frame.report()
                    .allRows("checks")
                    .add(Row.of("check", check)
                            .and("status", status)
                            .and("code", what)
                            .and("detail", frame.words().text("doctor." + check + "." + what, values)));
            counts.merge(status, 1L, Long::sum);
            bad += status == Status.BAD ? 1 : 0;
        }

        Map<String, Long> counts() {
            Map<String, Long> numbers = new LinkedHashMap<>();
            numbers.put("ok", counts.getOrDefault(Status.OK, 0L));
            numbers.put("warn", counts.getOrDefault(Status.WARN, 0L));
            numbers.put("bad", bad);
            return numbers;
        }
    }
}
