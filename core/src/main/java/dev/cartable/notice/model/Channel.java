package dev.cartable.notice.model;

/** A way to reach a person. */
public enum Channel {
    EMAIL,
    SMS,
    IN_APP
}
