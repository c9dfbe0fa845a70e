/** A host's application on the module path; its one class is the first program of the README. */
module school.portal {
    requires com.h2database;
    requires dev.cartable.jdbc;
    requires dev.cartable.mail;
}
