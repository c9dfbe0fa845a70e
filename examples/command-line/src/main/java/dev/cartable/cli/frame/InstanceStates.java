package dev.cartable.cli.frame;

import dev.cartable.work.InstanceGuard.State;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which installation sends messages, for people and programs. */
public final class InstanceStates {
    private InstanceStates() {}

    /** The state as a word: {@code SPEAKS}, {@code UNKNOWN}, {@code HELD} or {@code SILENT}. */
    public static String name(State state) {
        return state.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    /** The fields of a document. */
    public static Map<String, @Nullable Object> fields(State state) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("state", name(state));
        fields.put("speaking", null);
        fields.put("other", null);
        fields.put("heldSince", null);
        if (state instanceof State.Speaks speaks) {
            fields.put("speaking", speaks.id());
        } else if (state instanceof State.Held held) {
            fields.put("speaking", held.speaking());
            fields.put("other", held.other());
            fields.put("heldSince", held.since());
        } else if (state instanceof State.Silent silent) {
            fields.put("speaking", silent.speaking());
            fields.put("other", silent.own());
        }
        return fields;
    }

    /** What fills the places of a text. */
    public static Map<String, Object> facts(Frame frame, State state) {
        Map<String, Object> facts = new LinkedHashMap<>();
        fields(state).forEach((name, value) -> facts.put(name, value == null ? "" : value));
        if (state instanceof State.Held held) {
            facts.put("heldSince", frame.words().time(held.since()));
        }
        return facts;
    }
}
