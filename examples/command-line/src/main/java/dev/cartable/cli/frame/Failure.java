package dev.cartable.cli.frame;

import static java.util.Map.entry;

import dev.cartable.CartableException;
import dev.cartable.jdbc.RosterRelationsException;
import dev.cartable.mail.SmtpSettingsException;
import dev.cartable.school.model.UnreadableRosterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Why a command could not go on.
 *
 * @param code a stable word for programs
 * @param message what happened, what was kept, what to do
 */
record Failure(Exit exit, String code, String message) {
    /** Exit codes of their own; every other code is {@link Exit#FAILED}. */
    private static final Map<String, Exit> EXITS = Map.ofEntries(
            entry("BRAKE", Exit.HELD),
            entry("RUN_UNDER_WAY", Exit.HELD),
            entry("LEASE_LOST", Exit.HELD),
            entry("TASK_NOT_PERMITTED", Exit.HELD),
            entry("LOCKED", Exit.HELD),
            entry("DATABASE_IN_USE", Exit.HELD),
            entry("RESTORE_UNFINISHED", Exit.HELD),
            entry("NO_BACKUP", Exit.UNVERIFIED),
            entry("NO_EARLIER_BACKUP", Exit.UNVERIFIED),
            entry("UNSIGNED_BACKUP", Exit.UNVERIFIED),
            entry("OUTCOME_UNKNOWN", Exit.UNVERIFIED));

    static Failure of(Throwable thrown, Words words) {
        if (thrown instanceof CommandException known) {
            return new Failure(known.exit(), known.code(), String.valueOf(known.getMessage()));
        }
        if (thrown instanceof UnreadableRosterException roster) {
            String message = unreadable(roster, words, "error.ROSTER_UNREADABLE");
            return new Failure(Exit.FAILED, "ROSTER_UNREADABLE", message);
        }
        if (thrown instanceof SmtpSettingsException mail) {
            return new Failure(Exit.FAILED, "MAIL_SETTINGS", Mailing.refusal(mail, words));
        }
        if (thrown instanceof CartableException refused) {
            return refused(refused, words);
        }
        String detail = detail(thrown);
        return thrown instanceof IOException || thrown instanceof UncheckedIOException
                ? failed("FILE", words, Map.of("detail", file(thrown, words).orElse(detail + cause(thrown))))
                : failed("INTERNAL", words, Map.of("detail", detail));
    }

    private static String detail(Throwable thrown) {
        return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
    }

    private static Failure failed(String code, Words words, Map<String, String> facts) {
        String key = "error." + code;
        if (code.equals("DISK_FULL")) {
            key += facts.containsKey("needed") ? ".needed" : facts.containsKey("path") ? "" : ".somewhere";
        }
        return new Failure(
                EXITS.getOrDefault(code, Exit.FAILED),
                code,
                words.has(key) ? words.text(key, facts) : String.valueOf(facts.get("detail")));
    }

    /** A refusal by its code and its facts, in people's words. */
    private static Failure refused(CartableException refused, Words words) {
        Map<String, String> facts = new LinkedHashMap<>(refused.facts());
        facts.put(
                "detail",
                refused instanceof RosterRelationsException roster
                        ? String.join("\n\n", roster.problems())
                        : detail(refused));
        facts.computeIfPresent(
                "action", (name, action) -> words.has("brake." + action) ? words.text("brake." + action) : action);
        facts.computeIfPresent(
                "finding", (name, code) -> words.has("finding." + code) ? words.text("finding." + code, facts) : code);
        facts.computeIfPresent("window", (name, window) -> words.code(window));
        facts.computeIfPresent("reason", (name, reason) -> file(refused, words).orElse(reason));
        return failed(refused.code(), words, facts);
    }

    /** Why a file cannot be read, in people's words; {@code otherwise} is the key where there are none. */
    static String unreadable(UnreadableRosterException e, Words words, String otherwise) {
        String key = "unreadable." + e.code();
        if (!words.has(key)) {
            return words.text(otherwise, "detail", e.getMessage());
        }
        Map<String, String> facts = new LinkedHashMap<>(e.facts());
        String row = "row." + facts.get("code");
        if (words.has(row)) {
            facts.put("reason", words.text(row, e.facts()));
        }
        facts.computeIfPresent("kind", (name, kind) -> words.code(kind));
        facts.computeIfPresent("detail", (name, type) -> words.has("file." + type) ? words.text("file." + type) : type);
        return words.text(key, facts);
    }

    /** What is wrong with a file, in people's words, if the system says which file it is. */
    static Optional<String> file(Throwable thrown, Words words) {
        Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
        if (!(cause instanceof FileSystemException e) || e.getFile() == null) {
            return Optional.empty();
        }
        String type = e.getClass().getSimpleName();
        String reason = words.has("file." + type)
                ? words.text("file." + type)
                : e.getReason() == null ? type.replace("Exception", "") : e.getReason();
        return Optional.of(e.getFile() + " " + reason);
    }

    private static String cause(Throwable thrown) {
        Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
        return " (" + cause.getClass().getSimpleName().replace("Exception", "") + ")";
    }
}
