package dev.cartable.architecture.canary.loose;

/** Stands in a package that the design does not know, and that is not marked. */
@SuppressWarnings("RequireExplicitNullMarking")
final class Stray {}
