package dev.cartable.jdbc;

import java.util.List;

/** The roster's relations are not what the host states, or cannot be read. Nothing was written. */
public final class RosterRelationsException extends JdbcStoreException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // An immutable list of the JDK, which is serializable.
    private final List<String> problems;

    public RosterRelationsException(List<String> problems) {
        super(
                "ROSTER_SOURCE",
                "the roster cannot be read; nothing was written.\n\n" + String.join("\n\n", problems)
                        + "\n\nRun the SQL and start again");
        this.problems = List.copyOf(problems);
    }

    /** What has to be changed, each with the SQL to run. */
    public List<String> problems() {
        return problems;
    }
}
