package dev.cartable.alert.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.port.Templates;
import dev.cartable.quota.port.QuotaPorts;

/** What the alert use cases share. All of one resource: a store refuses another's transaction. */
public record AlertPorts(QuotaPorts quota, AlertStore alerts, Templates templates) {
    public AlertPorts {
        requireNonNull(quota, "quota");
        requireNonNull(alerts, "alerts");
        requireNonNull(templates, "templates");
    }
}
