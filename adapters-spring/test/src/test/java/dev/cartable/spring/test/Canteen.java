package dev.cartable.spring.test;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import org.springframework.stereotype.Component;

/** A service of the application, of no type of Cartable's: no part of a slice. */
@Component
class Canteen {
    final Clock clock;

    Canteen(Clock clock) {
        this.clock = requireNonNull(clock, "clock");
    }
}
