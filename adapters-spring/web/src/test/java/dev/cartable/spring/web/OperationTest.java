package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.Accounts;
import dev.cartable.notice.Notices;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.spring.web.Client.Reply;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What administrators change one by one: messages, held runs, accounts. */
class OperationTest {
    private static final SchoolHost HOST = SchoolHost.shared();
    private static final String MESSAGES = "/api/core/messages/";

    private final Client admin = HOST.as("root");

    /** The id of a message that waits. */
    private String queued() {
        Reply reply = admin.post(
                "/api/core/accounts/" + SchoolHost.OTHER_PARENT + "/notify/",
                "{\"subject\": \"Réunion\", \"message\": \"Venez demain\"}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return String.valueOf(reply.at("message"));
    }

    private static NoticeState state(String id) {
        return HOST.bean(Notices.class)
                .find(new NoticeId(UUID.fromString(id)))
                .orElseThrow()
                .state();
    }

    @Test
    void aMessageThatWaitsIsEndedAndIsNotSentAgain() {
        String id = queued();

        Reply ended = admin.post(MESSAGES + "cancel/", "{\"ids\": [\"" + id + "\"]}");
        Reply again = admin.post(MESSAGES + "cancel/", "{\"ids\": [\"" + id + "\"]}");
        Reply retried = admin.post(MESSAGES + "retry/", "{\"ids\": [\"" + id + "\"]}");

        assertThat(ended.at("counts", "changed")).as(ended.body()).isEqualTo(1L);
        assertThat(state(id)).isEqualTo(NoticeState.CANCELLED);
        assertThat(again.at("counts", "changed")).isEqualTo(0L);
        assertThat(again.body()).contains("OTHER_STATE");
        assertThat(retried.at("counts", "changed")).isEqualTo(0L);
        assertThat(admin.post(MESSAGES + "release/", "{\"ids\": [\"" + AccessMatrixTest.unknownId() + "\"]}")
                        .body())
                .contains("UNKNOWN");
    }

    @Test
    void aChangeSaysWhichMessagesItIsAbout() {
        String id = queued();

        assertThat(admin.post(MESSAGES + "cancel/", "{}").at("code")).isEqualTo("INVALID_BODY");
        assertThat(admin.post(MESSAGES + "cancel/", "{\"state\": \"SENT\"}").body())
                .contains("DOES_NOT_FIT");
        assertThat(admin.post(MESSAGES + "cancel/", "{\"ids\": [\"" + id + "\"], \"state\": \"QUEUED\"}")
                        .status())
                .isEqualTo(400);
        assertThat(state(id)).isEqualTo(NoticeState.QUEUED);
    }

    @Test
    void aHeldRunIsReleasedOrDiscardedAndDecidedOnce() {
        String run = OperationSamples.hold(HOST, "release");
        String holds = "/api/core/reminders/holds/";
        assertThat(admin.get(holds).results("run")).contains(run);

        Reply released = admin.post(holds + run + "/release/", null);
        Reply discarded = admin.post(holds + run + "/discard/", null);

        assertThat(released.status()).as(released.body()).isEqualTo(200);
        assertThat(released.at("state")).isEqualTo("RELEASED");
        assertThat(admin.get(holds).results("run")).doesNotContain(run);
        assertThat(discarded.status()).isEqualTo(409);
        assertThat(discarded.at("code")).isEqualTo("ALREADY_DECIDED");
        assertThat(admin.post(holds + "absence-1999-01-01/release/", null).at("code"))
                .isEqualTo("UNKNOWN_RUN");
    }

    /** The test's host has no mail server: the words are shown, and nothing is queued for anybody. */
    @Test
    void aTestOfAReminderShowsItsWordsAndQueuesNothing() {
        long before = messages();

        Reply french = admin.post("/api/core/reminders/test/", "{\"kind\": \"reminder.manual\"}");
        Reply english =
                admin.post("/api/core/reminders/test/", "{\"kind\": \"reminder.manual\", \"language\": \"en\"}");

        assertThat(french.at("sent")).as(french.body()).isEqualTo(false);
        assertThat(french.at("reason")).isEqualTo("NO_CHANNEL");
        assertThat(french.at("text")).isNotEqualTo(english.at("text"));
        assertThat(messages()).isEqualTo(before);
        assertThat(admin.post("/api/core/reminders/test/", "{\"kind\": \"no.such\"}")
                        .body())
                .contains("NO_SUCH_CHOICE", "reminder.manual");
    }

    private static long messages() {
        try (var all = HOST.bean(Notices.class).list()) {
            return all.count();
        }
    }

    @Test
    void accountsAreListedByPagesAndClosedAndOpenedOnce() {
        Reply first = admin.get("/api/core/accounts/?limit=1");
        Reply second = admin.get(String.valueOf(first.at("next")));
        List<@Nullable Object> seen = first.results("guardian");
        assertThat(seen).hasSize(1);
        assertThat(second.results("guardian")).isNotEmpty().doesNotContainAnyElementsOf(seen);

        String account = "/api/core/accounts/" + SchoolHost.OTHER_PARENT + "/";
        HOST.bean(Accounts.class)
                .reactivate(HOST.bean(Accounts.class)
                        .of(SchoolHost.OTHER_PARENT)
                        .orElseThrow()
                        .id());
        assertThat(admin.post(account + "deactivate/", null).at("state")).isEqualTo("DEACTIVATED");
        assertThat(admin.post(account + "deactivate/", null).at("code")).isEqualTo("ALREADY_DEACTIVATED");
        assertThat(admin.post(account + "notify/", "{\"subject\": \"a\", \"message\": \"b\"}")
                        .at("code"))
                .isEqualTo("DEACTIVATED");
        assertThat(admin.post(account + "reactivate/", null).status()).isEqualTo(200);
        assertThat(admin.post(account + "reactivate/", null).at("code")).isEqualTo("NOT_DEACTIVATED");
        assertThat(admin.get("/api/core/accounts/validation/").at("counts", "input"))
                .isNotNull();
    }

    @Test
    void documentsOfInvoicesAreMadeByTheSamePlansAndRuns() {
        Reply plan = admin.post("/api/core/invoices/plans/", "{\"kind\": \"notify\", \"since\": \"2026-13-01\"}");
        assertThat(plan.body()).contains("NO_DAY");
        assertThat(admin.post("/api/core/report-cards/plans/", "{\"kind\": \"generate\", \"term\": \"T1\"}")
                        .body())
                .contains("year", "MISSING");
        assertThat(admin.post("/api/core/report-cards/plans/", OperationSamples.REPORT_CARDS + "}")
                        .at("counts", "input"))
                .isEqualTo(0L);
    }
}
