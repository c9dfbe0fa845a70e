package dev.cartable.account.model;

/** How a username is made from a name. (Being written.) */
public record NamingRule(String pattern, int maxLength) {
    public static NamingRule of(String pattern) {
        return new NamingRule(pattern, 32);
    }
}
