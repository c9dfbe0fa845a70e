package dev.cartable.jdbc;

/** Who owns the roster's relations: promotions, pupils, guardians, guardianships and users. The host states it. */
public enum RosterOwnership {
    /** The host defines all of them as views over its own tables. Cartable reads them and never creates or writes one. */
    VIEWS,
    /** Cartable creates all of them as tables, and an import fills them. The default. */
    TABLES
}
