/** Cartable's e-mail by Jakarta Mail. */
@SuppressWarnings("requires-automatic") // biweekly has a stable name, but no descriptor
module dev.cartable.mail {
    requires transitive dev.cartable;
    requires static transitive org.jspecify;
    requires jakarta.mail;
    requires net.sf.biweekly;
    requires org.eclipse.angus.mail;
    requires org.eclipse.angus.mail.dsn;

    exports dev.cartable.mail;
}
