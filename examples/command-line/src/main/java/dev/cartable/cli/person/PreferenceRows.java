package dev.cartable.cli.person;

import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.notice.EditPreferences;
import dev.cartable.notice.model.PersonPreferences;
import dev.cartable.notice.model.QuietHours;
import java.util.Locale;
import java.util.Map;

/** Reports what a person has chosen. */
final class PreferenceRows {
    private PreferenceRows() {}

    static void report(Frame frame, Host host, PersonPreferences preferences) {
        Report report = frame.report();
        Locale language = preferences.language();
        QuietHours quiet = preferences.quietHours();
        EditPreferences edit = host.cartable().notices().preferences();
        report.field("person", preferences.person().toString())
                .field("language", language == null ? null : language.toLanguageTag())
                .field("quiet", quiet == null ? null : quiet.toString())
                .field("quietZone", quiet == null ? null : quiet.zone().getId())
                .field("digest", preferences.digest())
                .field(
                        "mandatory",
                        edit.settings().mandatory().stream()
                                .map(category -> category.name())
                                .toList());
        report.say("preferences.person", Map.of("person", preferences.person()));
        report.say(
                language == null ? "preferences.language.none" : "preferences.language",
                Map.of("language", language == null ? "" : language.toLanguageTag()));
        report.say(
                quiet == null ? "preferences.quiet.none" : "preferences.quiet",
                Map.of("hours", quiet == null ? "" : quiet, "zone", quiet == null ? "" : quiet.zone()));
        Boolean digest = preferences.digest();
        report.say(
                digest == null
                        ? "preferences.digest.none"
                        : digest ? "preferences.digest.on" : "preferences.digest.off");
        if (preferences.declined().isEmpty()) {
            report.say("preferences.declined.none");
        }
        preferences
                .declined()
                .forEach((topic, since) -> report.allRows("declined")
                        .add(Row.of("category", topic.category().name())
                                .and("channel", topic.channel().name())
                                .and("since", since)));
    }
}
