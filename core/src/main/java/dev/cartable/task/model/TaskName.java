package dev.cartable.task.model;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** The name of a task, as in settings and commands: lower-case letters, digits and hyphens, at most 64. */
public record TaskName(String value) implements Comparable<TaskName> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    public TaskName {
        requireNonNull(value, "value");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("task name '" + value
                    + "' is not made of lower-case letters, digits and hyphens, or is longer than 64 characters");
        }
    }

    @Override
    public int compareTo(TaskName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
