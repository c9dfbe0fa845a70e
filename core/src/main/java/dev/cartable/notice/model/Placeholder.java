package dev.cartable.notice.model;

/** A setting that still has a value which only makes a first try work. No such value may reach a person. */
public enum Placeholder {
    /** The school has no name, so that messages are signed "Cartable". */
    SCHOOL_NAME,
    /** The page of activation links is on the machine itself, where no parent can open it. */
    ACTIVATION_PAGE,
    /** The sender's address is on the machine itself, so that answers and bounces are lost. */
    SENDER
}
