package dev.cartable.jdbc;

/** What to do about Cartable's tables when the stores are opened. Nothing is ever dropped. */
public enum SchemaMode {
    /** Brings the tables up to date on H2, the embedded database; leaves any other database alone. The default. */
    EMBEDDED,
    /** Brings the tables up to date on any database. The user needs the right to create tables. */
    MIGRATE,
    /** Writes nothing; refuses to open if something is missing, and says with which SQL to add it. */
    VALIDATE,
    /** Neither looks nor writes, as for a dry run or where another tool has done it. */
    NEVER
}
