package dev.cartable.notice.template;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.school.model.School;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person reads in a mail of each kind. */
class BuiltInMailsTest {
    private static final String EVIL = "</title><script>alert('x')</script>\"& É";
    private static final String LINK = "https://parents.example.org/activate?a=1&b=2#t0ken";
    private static final List<String> ALERTS =
            List.of("quota_warning", "quota_exceeded", "quota_forecast", "validity_expiring");

    private static final List<String> ALARMS = List.of(
            "nothing_ticked",
            "task_failed",
            "task_missed",
            "messages_unsent",
            "reminders_held",
            "reminders_still_held",
            "reminders_unsent",
            "calendar_ends",
            "backup_doubtful",
            "backup_overdue",
            "offsite_overdue",
            "backups_vanished",
            "drill_failed");

    private Words mail(String kind, String language, School school, Map<String, String> given) {
        Map<String, String> values = new HashMap<>(Map.of(
                "name", "Awa DIALLO",
                "username", "awa.diallo",
                "pupils", "Adjoua KOUASSI",
                "pupil_count", "1",
                "school", school.name(),
                "link", LINK,
                "password", "kabet-rofin-lusap",
                "expires", "3/12/2026",
                "subject", "S",
                "message", "M"));
        values.putAll(Map.of(
                "percent", "80",
                "remaining_gb", "1",
                "profile", "P",
                "reset_at", "R",
                "used_up_on", "U",
                "promotion", "L3",
                "day", "D",
                "count", "2",
                "list", "- a\n- b"));
        values.putAll(Map.of(
                "task", "retention",
                "at", "A",
                "since", "S",
                "slot", "2026-03-03",
                "attempts", "4",
                "reason", "R",
                "missed", "2",
                "expected", "12",
                "sent", "3"));
        values.putAll(Map.of("run", "absence-2026-03-03", "absent", "12", "enrolled", "25"));
        ALERTS.forEach(alert -> values.put(alert, ""));
        ALARMS.forEach(alarm -> values.put(alarm, ""));
        values.putAll(given);
        return TemplateRenderer.builtIn(school, MailDesign.defaults())
                .render(Kind.of(kind), Locale.forLanguageTag(language), Channel.EMAIL, values);
    }

    private static School school(String name) {
        return new School(name, ZoneOffset.UTC, Locale.FRENCH);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @ParameterizedTest
    @CsvSource({
        "account.activation,fr", "account.activation,en", "account.password,fr", "account.password,en",
        "account.notice,fr", "account.notice,en", "mail.test,fr", "mail.test,en",
        "quota.alert,fr", "quota.alert,en", "quota.summary,fr", "quota.summary,en",
        "task.alarm,fr", "task.alarm,en"
    })
    void haveOneLayoutInWhichNobodyWritesHtml(String kind, String language) {
        Map<String, String> hostile =
                Map.of("name", EVIL, "username", EVIL, "pupils", EVIL, "promotion", EVIL, "list", EVIL);
        Words words = mail(kind, language, school(EVIL), hostile);

        assertThat(words.html())
                .startsWith("<!DOCTYPE html>\n<html lang=\"" + language + "\" dir=\"ltr\">")
                .contains("<bdi>&lt;/title&gt;&lt;script&gt;", "prefers-color-scheme: dark", "max-width:600px")
                .contains(language.equals("fr") ? "L’école y répond." : "Please ask the school.")
                .doesNotContain("<script", "<img", "{{", "alert('x')");
        assertThat(words.text())
                .contains("\n\n-- \n")
                .contains(language.equals("fr") ? "Message envoyé par " + EVIL : "You receive this message because")
                .doesNotContain("&lt;");
        assertThat(words.logo()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"fr,Choisir mon mot de passe", "en,Choose my password"})
    void haveTheLinkOnceBehindTheButtonAndOnceAsText(String language, String label) {
        Words words = mail("account.activation", language, school("École"), Map.of());
        String escaped = LINK.replace("&", "&amp;");

        String html = requireNonNull(words.html());

        assertThat(count(html, "<a ")).isEqualTo(1);
        assertThat(count(html, "href=\"" + escaped + "\"")).isEqualTo(1);
        assertThat(count(html, ">" + escaped + "<")).isEqualTo(1);
        assertThat(html).contains(">" + label + "</a>");
        assertThat(count(words.text(), LINK)).isEqualTo(1);
        assertThat(words.text()).doesNotContain(label);
    }

    @Test
    void showNoButtonWhereThereIsNoLinkOfTheWeb() {
        assertThat(mail("account.activation", "fr", school("École"), Map.of("link", "javascript:alert(1)"))
                        .html())
                .doesNotContain("<a ", "Choisir mon mot de passe")
                .contains("javascript:alert(1)");
        assertThat(mail("account.password", "fr", school("École"), Map.of()).html())
                .doesNotContain("<a ", "Adresse à copier");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fr|1|votre enfant\u00A0: ",
                "fr|2|vos enfants\u00A0: ",
                "en|1|your child is doing at school: ",
                "en|2|your children are doing at school: "
            })
    void speakOfOneChildOrSeveral(String language, String count, String expected) {
        for (String kind : List.of("account.activation", "account.password")) {
            assertThat(mail(kind, language, school("École"), Map.of("pupil_count", count))
                            .text())
                    .contains(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fr|quota_exceeded|percent|1|1\u00A0% utilisé.",
                "fr|quota_exceeded|percent|0|0\u00A0% utilisé.",
                "fr|quota_exceeded|percent|2|2\u00A0% utilisés.",
                "fr|validity_expiring|percent|1|est écoulé.",
                "fr|validity_expiring|percent|80|sont écoulés.",
                "en|quota_warning|remaining_gb|1|1 GiB is left.",
                "en|quota_warning|remaining_gb|0|0 GiB are left.",
                "en|quota_warning|remaining_gb|1.5|1.5 GiB are left.",
                "en|quota_warning|remaining_gb|1,024|1,024 GiB are left."
            })
    void countAsTheLanguageDoes(String language, String alert, String variable, String value, String expected) {
        assertThat(mail("quota.alert", language, school("É"), Map.of("message", "", alert, "1", variable, value))
                        .text())
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fr|1|L3\u00A0: 1 alerte de quota le D|Une alerte",
                "fr|2|L3\u00A0: 2 alertes de quota le D|2 alertes",
                "en|1|L3: 1 quota alert on D|One alert on",
                "en|2|L3: 2 quota alerts on D|2 alerts on"
            })
    void countTheAlertsOfADay(String language, String count, String subject, String text) {
        Words words = mail("quota.summary", language, school("École"), Map.of("count", count));

        assertThat(words.subject()).isEqualTo(subject);
        assertThat(words.text()).contains(text);
    }

    @Test
    void keepNamesOfTheOtherDirectionApart() {
        Words words = mail("account.activation", "fr", school("مدرسة"), Map.of("name", "محمد"));

        assertThat(words.html()).contains("<bdi>مدرسة</bdi></td>", "Bonjour <bdi>محمد</bdi>,");
        assertThat(words.text()).contains("Bonjour \u2068محمد\u2069,");
    }
}
