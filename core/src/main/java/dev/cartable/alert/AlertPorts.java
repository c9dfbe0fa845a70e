package dev.cartable.alert;

import static java.util.Objects.requireNonNull;

import dev.cartable.alert.port.AlertStore;
import dev.cartable.notice.internal.Templates;
import dev.cartable.quota.Quotas;
import dev.cartable.school.port.Users;
import dev.cartable.work.UnitOfWork;

/** What the use cases of alerts share. */
record AlertPorts(UnitOfWork unitOfWork, Users users, Quotas quotas, AlertStore alerts, Templates templates) {
    AlertPorts {
        requireNonNull(unitOfWork, "unitOfWork");
        requireNonNull(users, "users");
        requireNonNull(quotas, "quotas");
        requireNonNull(alerts, "alerts");
        requireNonNull(templates, "templates");
    }
}
