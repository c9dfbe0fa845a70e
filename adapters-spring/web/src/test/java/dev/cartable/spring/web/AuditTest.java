package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.audit.AuditTrail;
import dev.cartable.audit.model.AuditEntry;
import dev.cartable.audit.model.AuditFilter;
import dev.cartable.quota.Quotas;
import dev.cartable.spring.web.Client.Reply;
import dev.cartable.spring.web.internal.RequestActor;
import dev.cartable.work.CurrentActor;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** What callers do over HTTP stands in the audit trail, with who they are and from where. */
class AuditTest {
    private static final SchoolHost HOST = SchoolHost.shared();
    private static final String AUDIT = "/api/core/audit/";

    private final Client admin = HOST.as("root");

    private String made() {
        return String.valueOf(admin.post("/api/core/profiles/", "{\"name\": \"Audited " + UUID.randomUUID() + "\"}")
                .at("id"));
    }

    private static AuditEntry last(String subject) {
        return HOST.bean(AuditTrail.class)
                .list(new AuditFilter(null, null, subject, null, null), Long.MAX_VALUE, 1)
                .get(0);
    }

    @Test
    void aWriteSaysWhoSentItAndFromWhere() {
        AuditEntry entry = last("profile:" + made());

        assertThat(entry.deed()).isEqualTo("profile.create");
        assertThat(entry.actor()).isEqualTo("root");
        assertThat(entry.via()).isEqualTo("REST");
        assertThat(entry.from()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    @Test
    void whoReadsTheirOwnDataIsRecorded() {
        assertThat(HOST.as("awa").get("/api/core/me/data/").status()).isEqualTo(200);

        AuditEntry entry = last("user:" + SchoolHost.AWA.value());

        assertThat(entry.deed()).isEqualTo("person.export");
        assertThat(entry.actor()).isEqualTo("awa");
    }

    @Test
    void whatTheApplicationDoesItselfIsNoRequest() {
        String id = HOST.bean(Quotas.class)
                .profiles()
                .add("Audited " + UUID.randomUUID(), profile -> profile)
                .id()
                .toString();

        assertThat(last("profile:" + id).via()).isEqualTo("APPLICATION");
    }

    /** The server may have given it to another caller meanwhile. */
    @Test
    void aRequestThatTheThreadDoesNotServeNamesNobody() {
        RequestActor actor = new RequestActor(CurrentActor.APPLICATION);
        RequestContextHolder.setRequestAttributes(
                new ServletRequestAttributes(BareRequest.post("/elsewhere", "", null)));
        try {
            assertThat(actor.current()).isEqualTo(CurrentActor.APPLICATION.current());
        } finally {
            RequestContextHolder.resetRequestAttributes();
        }
    }

    @Test
    void theTrailIsReadPageByPageTheLastFirst() {
        String first = made();
        String second = made();

        Reply page = admin.get(AUDIT + "?deed=profile.create&limit=1");
        Reply next = admin.get(String.valueOf(page.at("next")));

        assertThat(page.results("subject")).isEqualTo(List.of("profile:" + second));
        assertThat(next.results("subject")).isEqualTo(List.of("profile:" + first));
        assertThat(admin.get(AUDIT + "?subject=profile:" + first + "&actor=root")
                        .results("deed"))
                .isEqualTo(List.of("profile.create"));
        assertThat(admin.get(AUDIT + "?since=2999-01-01T00:00:00Z").results("deed"))
                .isEqualTo(List.of());
        assertThat(admin.get(AUDIT + "?since=yesterday").status()).isEqualTo(400);
        assertThat(admin.get(AUDIT + "?cursor=eA").status()).isEqualTo(400);
        assertThat(HOST.bean(AuditTrail.class).verify().findings()).isEmpty();
    }
}
