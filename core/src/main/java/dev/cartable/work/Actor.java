package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;

/**
 * Who does something, and from where.
 *
 * @param name what the host calls them, such as the name of a login; empty if it is not known
 * @param via the way in
 * @param from the place: the name of the machine, or the address of the client; empty if it is not known
 */
public record Actor(String name, Via via, String from) {
    private static final int LONGEST = 255;

    public Actor {
        requireNonNull(via, "via");
        name = cut(WellFormedText.require("the name of an actor", name));
        from = cut(WellFormedText.require("the place of an actor", from));
    }

    /** A way into Cartable. The names stand in the database. */
    public enum Via {
        /** A call by the application that Cartable is embedded in. */
        APPLICATION,
        COMMAND_LINE,
        REST,
        /** The run of a task. */
        TASK
    }

    /** The application itself. */
    public static Actor application() {
        return new Actor("", Via.APPLICATION, "");
    }

    /** The same under another name; an empty one changes nothing. */
    public Actor named(String other) {
        return other.isEmpty() ? this : new Actor(other, via, from);
    }

    private static String cut(String text) {
        return WellFormedText.isLonger(text, LONGEST) ? text.substring(0, text.offsetByCodePoints(0, LONGEST)) : text;
    }

    /** The way alone: who it is stands in no log. */
    @Override
    public String toString() {
        return "Actor[" + via + "]";
    }
}
