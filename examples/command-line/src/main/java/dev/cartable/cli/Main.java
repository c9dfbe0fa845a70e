package dev.cartable.cli;

/** The entry point of {@code cartable.jar}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.out.println("Cartable");
    }
}
