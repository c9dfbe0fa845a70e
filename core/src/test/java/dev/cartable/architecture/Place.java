package dev.cartable.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;

/**
 * Where a class lives: its context (empty for the root package, where everything is put together) and the part of it,
 * empty for the use cases at the top.
 */
record Place(String context, String part) {

    /** The contexts that each context may use. To add a context, add a line. */
    static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("school", Set.of("work")),
            Map.entry("work", Set.of()),
            Map.entry("notice", Set.of("school", "work")),
            Map.entry("account", Set.of("school", "work", "notice")),
            Map.entry("quota", Set.of("school", "work")),
            Map.entry("alert", Set.of("school", "work", "notice", "quota")),
            Map.entry("reminder", Set.of("school", "work", "notice")),
            Map.entry("document", Set.of("school", "work", "notice")),
            Map.entry("billing", Set.of("school", "work")),
            Map.entry("audit", Set.of("work")),
            Map.entry("backup", Set.of("work")),
            Map.entry("task", Set.of("work")),
            Map.entry("privacy", Set.of("school", "work", "notice", "account", "quota", "alert")));

    /** Packages at the edge: formats and protocols that no model, port or use case may know. */
    static final Set<String> EDGES = Set.of(
            "school.csv",
            "school.ics",
            "school.phone",
            "account.csv",
            "account.letters",
            "notice.http",
            "notice.template",
            "task.cron",
            "backup.age",
            "backup.archive",
            "backup.directory",
            "document.directory");

    static Place of(JavaClass type, String root) {
        var path = type.getPackageName().substring(root.length());
        var names = path.split("\\.", 4);
        return new Place(names.length > 1 ? names[1] : "", names.length > 2 ? names[2] : "");
    }

    boolean isRoot() {
        return context.isEmpty();
    }

    boolean isKnown() {
        return isRoot()
                || isOutside()
                || isEdge()
                || (MAY_USE.containsKey(context)
                        && Set.of("", "model", "port", "internal").contains(part));
    }

    /** In-memory stores and internal helpers belong to no context; the stores are what the root asks a host for. */
    boolean isOutside() {
        return context.equals("inmemory") || context.equals("internal");
    }

    boolean isEdge() {
        return EDGES.contains(context + "." + part);
    }

    private boolean isIn(String context, String part) {
        return this.context.equals(context) && this.part.equals(part);
    }

    boolean isUseCase() {
        return !isRoot() && !isOutside() && !context.equals("work") && part.isEmpty();
    }

    /** Use case → port → model. {@code work} stands below them all; the edge implements ports, as adapters do. */
    private int height() {
        if (context.equals("work")) {
            return 0;
        }
        if (isUseCase() || part.equals("internal")) {
            return 2;
        }
        return part.equals("port") || isEdge() ? 1 : 0;
    }

    /** Whether a class here may use one there. */
    boolean mayUse(Place there) {
        if (isRoot()) {
            return true;
        }
        if (there.context.equals("internal")) {
            return isEdge() || isOutside();
        }
        if (there.isRoot()) {
            return context.equals("inmemory");
        }
        if (there.isOutside()) {
            return context.equals(there.context);
        }
        if (there.isEdge()) {
            return equals(there);
        }
        if (isEdge() && there.isIn(context, "internal")) {
            return true; // it implements what its own context keeps from hosts
        }
        if (isOutside()) {
            return context.equals("inmemory")
                    ? !there.isUseCase()
                    : there.context.equals("work") && there.part.isEmpty();
        }
        if (context.equals("reminder") && there.context.equals("task")) {
            return there.part.equals("model");
        }
        if (context.equals("alert") && (there.isIn("quota", "port") || there.isIn("quota", "internal"))) {
            return false;
        }
        boolean direction = context.equals(there.context)
                || MAY_USE.getOrDefault(context, Set.of()).contains(there.context);
        return direction && height() >= there.height();
    }
}
