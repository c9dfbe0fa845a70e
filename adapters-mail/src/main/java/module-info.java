/** Cartable's e-mail by Jakarta Mail. */
module dev.cartable.mail {
    requires transitive dev.cartable;
    requires static transitive org.jspecify;
    requires jakarta.mail;
    requires org.eclipse.angus.mail;

    exports dev.cartable.mail;
}
