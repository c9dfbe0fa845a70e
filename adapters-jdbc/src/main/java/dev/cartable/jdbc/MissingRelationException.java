package dev.cartable.jdbc;

/** A relation of the host's data is not there, so that what needs it cannot be used. Nothing was written. */
public final class MissingRelationException extends JdbcStoreException {
    private static final long serialVersionUID = 1L;

    /** @param view the SQL of the view to write */
    public MissingRelationException(String relation, String view) {
        super(
                "RELATION_MISSING",
                "the relation " + relation
                        + " is not there, and this needs it; nothing was written. Create it as a view over"
                        + " your own tables:\n" + view
                        + "or, if Cartable has to own it, open the stores with RosterOwnership.TABLES and SchemaMode.MIGRATE");
    }
}
