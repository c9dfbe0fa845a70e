package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.Cartable;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.notice.DispatchNotices.Silence;
import dev.cartable.notice.model.Channel;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Occurrence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * What Cartable does in this application: {@code /actuator/cartable}, where the host exposes it. It only reads. It names tasks, kinds, channels and
 * states; no person, no message, no file.
 */
@Endpoint(id = "cartable")
final class CartableEndpoint {
    private final ObjectProvider<Cartable> cartable;
    private final ObjectProvider<JdbcStores> stores;
    private final CartableHealth health;
    private final Supplier<String> engine;

    /** @param engine the name of what ticks here; empty if nothing does */
    CartableEndpoint(
            ObjectProvider<Cartable> cartable,
            ObjectProvider<JdbcStores> stores,
            CartableHealth health,
            Supplier<String> engine) {
        this.cartable = requireNonNull(cartable, "cartable");
        this.stores = requireNonNull(stores, "stores");
        this.health = requireNonNull(health, "health");
        this.engine = requireNonNull(engine, "engine");
    }

    /** All parts; one that cannot be read now is left out, and named under {@code unreadable}. */
    @ReadOperation
    Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        String version = Cartable.class.getPackage().getImplementationVersion();
        all.put("version", version == null ? "development" : version);
        List<String> parts = List.of("schema", "outbox", "tasks", "health");
        List<String> unreadable = parts.stream()
                .filter(part -> {
                    try {
                        Object value = part(part);
                        if (value != null) {
                            all.put(part, value);
                        }
                        return false;
                    } catch (RuntimeException e) {
                        return true;
                    }
                })
                .toList();
        if (!unreadable.isEmpty()) {
            all.put("unreadable", unreadable);
        }
        return all;
    }

    /** One part; nothing (404) if there is none of this name. */
    @ReadOperation
    @Nullable
    Object part(@Selector String part) {
        return switch (part) {
            case "schema" -> schema();
            case "outbox" -> outbox();
            case "tasks" -> tasks();
            case "health" -> health();
            default -> null;
        };
    }

    private @Nullable Object schema() {
        JdbcStores jdbc = stores.getIfAvailable();
        return jdbc == null
                ? null
                : Map.of(
                        "step", jdbc.schema().version(), "latest", jdbc.schema().latest());
    }

    private Object outbox() {
        Map<String, Object> outbox = new LinkedHashMap<>();
        Map<String, Long> waiting = new TreeMap<>();
        cartable.getObject()
                .notices()
                .waiting()
                .forEach((Channel channel, Long number) -> waiting.put(channel.name(), number));
        outbox.put("waiting", waiting);
        cartable.getObject()
                .notices()
                .silence()
                .map(Silence::reason)
                .ifPresent(reason -> outbox.put("silent", reason.name()));
        return outbox;
    }

    private Object tasks() {
        Map<String, Object> tasks = new LinkedHashMap<>();
        tasks.put("engine", engine.get());
        Map<String, Object> each = new LinkedHashMap<>();
        cartable.getObject()
                .tasks()
                .list()
                .forEach(entry -> each.put(entry.name().value(), task(entry)));
        tasks.put("each", each);
        return tasks;
    }

    private static Map<String, Object> task(Tasks.Entry entry) {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("schedule", entry.schedule().toString());
        task.put("zone", entry.zone().getId());
        task.put("enabled", entry.enabled());
        if (entry.nextAt() != null) {
            task.put("next", entry.nextAt().toString());
        }
        Occurrence last = entry.lastRun();
        if (last != null) {
            Map<String, Object> run = new LinkedHashMap<>();
            run.put("slot", last.slot().key());
            run.put("state", last.state().name());
            run.put("attempt", last.attempt());
            run.put("counts", last.counts());
            task.put("last", run);
        }
        return task;
    }

    private Object health() {
        CartableHealth.Answer answer = health.look();
        return Map.of("status", answer.status(), "details", answer.details());
    }
}
