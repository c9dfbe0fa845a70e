package dev.cartable.notice.model;

/** A setting that still has a value which only makes a first try work. No such value may reach a person. */
public enum Placeholder {
    /** The school has no name, so that messages are signed "Cartable". */
    SCHOOL_NAME("the school's name"),
    /** The page of activation links is on the machine itself, where no parent can open it. */
    ACTIVATION_PAGE("the page of activation links"),
    /** The sender's address is on the machine itself, so that answers and bounces are lost. */
    SENDER("the sender's address");

    private final String setting;

    Placeholder(String setting) {
        this.setting = setting;
    }

    /** The setting in words, such as {@code the school's name}. */
    @Override
    public String toString() {
        return setting;
    }
}
