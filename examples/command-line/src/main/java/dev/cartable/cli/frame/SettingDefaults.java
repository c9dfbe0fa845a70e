package dev.cartable.cli.frame;

import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.school.model.School;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What settings are where nothing sets them. */
public final class SettingDefaults {
    private SettingDefaults() {}

    /** What settings are where nothing sets them, by their names; those that have no value then are not there. */
    public static Map<String, String> of(Frame frame) {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("school", School.FIRST_TRY_NAME);
        defaults.put("zone", ZoneId.systemDefault().getId());
        defaults.put("school-lang", Locale.FRENCH.getLanguage());
        defaults.put("lang", frame.words().language().getLanguage());
        defaults.put("from", Mailing.FILES_SENDER);
        defaults.put("activation-url", "http://localhost:8080/activate");
        defaults.put("table-prefix", "cartable_");
        defaults.put("roster-source", "tables");
        defaults.put("outbox", Host.mailing(frame).folder().toString());
        defaults.put("dunning", ReminderSettings.defaults().dunning().toString());
        defaults.put("absence-brake", "30 8");
        defaults.put("absence-thresholds", "4 3 10");
        defaults.put("tick-silence", "15");
        defaults.put("grade-scale", "20");
        defaults.put("document-vault", DocumentOptions.VAULT);
        defaults.put("document-attach", "off");
        defaults.put("issue-invoices", "off");
        defaults.put("invoice-numbers", "{year}-{number:5}");
        defaults.put("credit-note-numbers", "A{year}-{number:5}");
        defaults.put("invoice-attach", "off");
        defaults.put("school-days", "monday tuesday wednesday thursday friday");
        defaults.put("speak", "true");
        defaults.put("fallbacks", "sms");
        defaults.put("digest-default", "off");
        defaults.put("line-speed", "1000000");
        defaults.put("naming-rule", "{given}.{family}");
        defaults.put("first-credential", "link");
        try {
            Database database = Host.database(frame);
            defaults.put("db", database.name());
            defaults.put("host-key", Host.keys(frame, database).file().toString());
        } catch (CommandException e) {
            // Another database is named, which cannot be: it is shown as it is.
        }
        return defaults;
    }
}
