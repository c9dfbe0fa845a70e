package dev.cartable.spring.test;

import static java.util.Objects.requireNonNull;

/** The fakes of an application, and how they become what they were at first. */
record Fakes(TestClock clock, FakeCouriers couriers, Runnable data) {
    static final String BEAN = "cartableTestFakes";

    Fakes {
        requireNonNull(clock, "clock");
        requireNonNull(couriers, "couriers");
        requireNonNull(data, "data");
    }

    void reset() {
        clock.reset();
        couriers.reset();
        data.run();
    }
}
