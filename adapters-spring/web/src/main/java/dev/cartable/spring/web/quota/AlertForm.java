package dev.cartable.spring.web.quota;

import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.AlertId;
import dev.cartable.notice.model.Channel;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Window;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a body says about an alert: changes, which are made to the alert as it is when it is written. */
final class AlertForm {
    private static final int LONGEST_TEMPLATE = 4_000;

    private final Body body;
    private final List<Consumer<Alert.Builder>> changes = new ArrayList<>();
    private final @Nullable UUID profile;
    private final Alert.@Nullable Type type;

    private AlertForm(Body body, boolean whole) {
        this.body = body;
        this.profile = body.optionalId("profile");
        this.type = body.optionalChoice("alert_type", Alert.Type.class);
        if (whole && !body.has("profile")) {
            body.refuse("profile", "MISSING", Map.of());
        }
        if (whole && !body.has("alert_type")) {
            body.refuse("alert_type", "MISSING", Map.of());
        }
    }

    /** Reads all fields: those that are missing have their defaults. */
    static AlertForm whole(Body body) {
        return new AlertForm(body, true).read();
    }

    /** Reads the fields that are there: all others stay as they are. */
    static AlertForm changes(Body body) {
        return new AlertForm(body, false).read();
    }

    /** A new alert; only of a whole form. */
    Alert alert(AlertId id) {
        if (profile == null || type == null) {
            throw new IllegalStateException("the form is not whole");
        }
        return build(Alert.of(id, new ProfileId(profile), type));
    }

    /** An alert with the fields that are there. */
    Alert changed(Alert before) {
        Alert.Builder builder = before.toBuilder();
        if (profile != null) {
            builder.profile(new ProfileId(profile));
        }
        if (type != null) {
            builder.type(type);
        }
        return build(builder);
    }

    private Alert build(Alert.Builder builder) {
        changes.forEach(change -> change.accept(builder));
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            body.refuse("threshold_percent", "DOES_NOT_FIT", Map.of());
            body.end();
            throw ProblemException.of(400, "BAD_REQUEST", Map.of());
        }
    }

    private AlertForm read() {
        Long threshold = body.optionalNumber("threshold_percent", 1, 1_000);
        if (threshold != null) {
            changes.add(alert -> alert.threshold(threshold.intValue()));
        }
        Long hysteresis = body.optionalNumber("hysteresis_percent", 0, Alert.MOST_HYSTERESIS);
        if (hysteresis != null) {
            changes.add(alert -> alert.hysteresis(hysteresis.intValue()));
        }
        channels("notification_method");
        channels("notification_methods");
        windows();
        if (body.has("message_template")) {
            String template = body.optionalText("message_template", LONGEST_TEMPLATE);
            changes.add(alert -> alert.template(template == null || template.isBlank() ? null : template));
        }
        Boolean active = body.optionalTruth("is_active");
        if (active != null) {
            changes.add(alert -> alert.active(active));
        }
        body.end();
        return this;
    }

    private void channels(String field) {
        List<String> names = body.optionalTexts(field);
        if (names == null) {
            return;
        }
        Set<Channel> channels = new TreeSet<>();
        for (String name : names) {
            try {
                channels.add(Channel.of(name));
            } catch (IllegalArgumentException e) {
                body.refuse(field, "NO_SUCH_CHOICE", Map.of("choices", "email, sms, in_app"));
                return;
            }
        }
        if (channels.isEmpty()) {
            body.refuse(field, "NO_SUCH_CHOICE", Map.of("choices", "email, sms, in_app"));
            return;
        }
        changes.add(alert -> alert.channels(channels));
    }

    private void windows() {
        List<String> names = body.optionalTexts("windows");
        if (names == null) {
            return;
        }
        Map<String, Window> known =
                Arrays.stream(Window.values()).collect(Collectors.toMap(Words::lower, each -> each));
        Set<Window> windows = EnumSet.noneOf(Window.class);
        for (String name : names) {
            Window window = known.get(name);
            if (window == null) {
                body.refuse("windows", "NO_SUCH_CHOICE", Map.of("choices", "day, week, month, cycle"));
                return;
            }
            windows.add(window);
        }
        changes.add(alert -> alert.windows(windows));
    }
}
