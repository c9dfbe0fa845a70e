package dev.cartable.cli.frame;

/** An id with the name of whom or what it stands for. People read both, programs the id alone. */
public record Named(Object id, String name) {
    @Override
    public String toString() {
        return id.toString();
    }
}
