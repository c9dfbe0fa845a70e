package dev.cartable.spring.web;

import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Holder;
import dev.cartable.spring.web.AccessMatrixTest.Row;
import dev.cartable.spring.web.Client.Reply;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request that each endpoint would take, for the matrix of who may do what. */
final class SampleRequests {
    private SampleRequests() {}

    /** What the id of the request may be: a person's, another thing's, or none at all. */
    static List<String> ids(String path) {
        if (path.contains("user_history")
                || path.equals("/reminders/why/")
                || path.startsWith("/documents/")
                || path.startsWith("/messages/{id}")
                || path.startsWith("/profile-usage/{id}")
                || path.startsWith("/users/{id}")
                || path.startsWith("/reminders/children/{id}")
                || path.startsWith("/inbox/{id}")) {
            return List.of("own", "other", "unknown");
        }
        boolean names = path.replace("{token}", "").contains("{");
        return names ? List.of("own", "unknown") : List.of("");
    }

    /** @param id {@code own}, {@code other} or {@code unknown}; empty where the request names nothing */
    static Reply send(Client client, SchoolHost host, Row row, String id) {
        return send(client, host, row, id, body(host, row));
    }

    static Reply send(Client client, SchoolHost host, Row row, String id, @Nullable String body) {
        if (row.path().contains("unassign")) {
            Quotas quotas = host.bean(Quotas.class);
            quotas.assign(Holder.of(SchoolHost.CLEO), host.student().id(), "matrix");
            quotas.assign(Holder.of(SchoolHost.CM2), host.student().id(), "matrix");
        }
        String path =
                "/api/core" + row.path().replace("{token}", "AAAA").replace("{id}", id(host, client, row.path(), id));
        boolean unknown = id.equals("unknown");
        path = path.replace("{name}", unknown ? "no-such-task" : "retention")
                .replace("{slot}", unknown ? "by-hand-never" : OperationSamples.taskRun(host))
                .replace("{file}", unknown ? "school_backup_20200101_000000.zip" : OperationSamples.backup(host))
                .replace("{run}", unknown ? "absence-2020-01-01" : OperationSamples.hold(host, row.path()));
        OperationSamples.prepare(host, row.name());
        if (row.path().equals("/reminders/why/") || row.path().equals("/documents/")) {
            path += "?pupil=" + id(host, client, "/users/{id}/", id);
        }
        if (row.path().contains("user_history")) {
            path += "?user_id=" + id(host, client, row.path(), id);
        }
        return client.send(row.method(), path, body, "If-Match", "*");
    }

    private static String id(SchoolHost host, Client client, String path, String id) {
        if (path.startsWith("/profiles/{id}/deactivate") && !id.equals("unknown")) {
            return host.bean(Quotas.class)
                    .profiles()
                    .add("Old " + UUID.randomUUID(), profile -> profile)
                    .id()
                    .toString();
        }
        if (path.startsWith("/profiles/")) {
            return id.equals("unknown")
                    ? AccessMatrixTest.unknownId()
                    : host.student().id().toString();
        }
        if (path.startsWith("/profile-alerts/")) {
            return id.equals("unknown")
                    ? AccessMatrixTest.unknownId()
                    : host.alert().id().toString();
        }
        if (path.startsWith("/documents/")) {
            return id.equals("unknown")
                    ? AccessMatrixTest.unknownId()
                    : SchoolHost.document(id(host, client, "/users/{id}/", id))
                            .value()
                            .toString();
        }
        if (path.startsWith("/messages/")) {
            return id.equals("unknown") ? AccessMatrixTest.unknownId() : host.anyMessage();
        }
        if (path.contains("/runs/{id}")) {
            return id.equals("unknown") ? "generate-" + AccessMatrixTest.unknownId() : OperationSamples.run(host, path);
        }
        if (path.startsWith("/accounts/")) {
            return id.equals("unknown") ? "nobody" : SchoolHost.OTHER_PARENT.value();
        }
        if (path.startsWith("/inbox/")) {
            String login = String.valueOf(client.login());
            return id.equals("unknown")
                    ? AccessMatrixTest.unknownId()
                    : SchoolHost.message(id.equals("own") ? login : "ben").toString();
        }
        return switch (id) {
            case "own" -> SchoolHost.AWA.value();
            case "other" -> "teacher".equals(client.login()) ? SchoolHost.CLEO.value() : SchoolHost.BEN.value();
            default -> "nobody";
        };
    }

    static @Nullable String body(SchoolHost host, Row row) {
        return switch (row.name()) {
            case "POST /profiles/" -> "{\"name\": \"Matrix " + UUID.randomUUID() + "\"}";
            case "PUT /profiles/{id}/" -> "{\"name\": \"Setup\", \"daily_limit\": 1000000000}";
            case "PATCH /profiles/{id}/" -> "{\"description\": \"\"}";
            case "POST /profiles/{id}/assign_user/", "POST /profiles/{id}/unassign_user/" -> "{\"user_id\": \"P3\"}";
            case "POST /profiles/{id}/assign_promotion/", "POST /profiles/{id}/unassign_promotion/" ->
                "{\"promotion_id\": \"CM2\"}";
            case "POST /profile-usage/{id}/add_usage/" -> "{\"bytes_used\": 1}";
            case "POST /profile-alerts/" ->
                "{\"profile\": \"" + host.student().id()
                        + "\", \"alert_type\": \"quota_exceeded\", \"is_active\": false}";
            case "PUT /profile-alerts/{id}/" ->
                "{\"profile\": \"" + host.student().id() + "\", \"alert_type\": \"quota_warning\"}";
            case "PATCH /profile-alerts/{id}/" -> "{\"threshold_percent\": 80}";
            case "POST /reminders/" -> "{\"pupil\": \"P1\", \"text\": \"Pense à ton sac\"}";
            case "POST /reminders/test/" -> "{\"kind\": \"reminder.manual\"}";
            case "POST /accounts/plans/" -> "{\"kind\": \"cleanup\"}";
            case "POST /report-cards/plans/" -> OperationSamples.REPORT_CARDS + "}";
            case "POST /report-cards/runs/" -> OperationSamples.reportCards(host);
            case "POST /invoices/plans/" -> OperationSamples.INVOICES + "}";
            case "POST /invoices/runs/" -> OperationSamples.invoices(host);
            case "POST /accounts/runs/" -> OperationSamples.cleanUp(host);
            case "POST /accounts/{id}/notify/" -> "{\"subject\": \"Bonjour\", \"message\": \"Venez\"}";
            case "POST /messages/retry/", "POST /messages/cancel/", "POST /messages/release/" ->
                "{\"kind\": \"library.overdue\"}";
            case "POST /backups/{file}/verify/" -> "{\"depth\": \"SIDECAR\"}";
            case "POST /backups/{file}/accept/" -> "{\"reason\": \"The media were moved\"}";
            case "POST /activation/" -> "{\"token\": \"AAAA\", \"password\": \"trois petits chats\"}";
            case "POST /activation/check/" -> "{\"token\": \"AAAA\"}";
            case "POST /activation/code/" -> "{\"usernameOrLink\": \"nobody.known\"}";
            case "POST /password/" ->
                "{\"username\": \"nobody.known\", \"currentPassword\": \"a\", \"newPassword\": \"b\"}";
            case "POST /answer/{token}/" -> "{\"text\": \"malade\"}";
            case "PATCH /preferences/" -> "{\"language\": \"fr\"}";
            default -> null;
        };
    }
}
