package dev.cartable.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Puts fakes into an application that a test starts, such as with {@code @SpringBootTest}. {@link CartableTest} includes it. The test can be
 * given, as beans:
 *
 * <ul>
 *   <li>{@link TestOutbox}: what was queued, for assertions;
 *   <li>{@link FakeCouriers}: they record what would be sent, in place of every courier of the application;
 *   <li>{@link TestClock}: the time, which stands still until the test sets it. It is a {@code java.time.Clock} that the application's own
 *       classes can be given, too.
 * </ul>
 *
 * <p>The application has a host key for tests and does not tick: a test runs a task by {@code tasks.run(…)} or {@code tasks.tick()}, and
 * sends what is queued by {@link TestOutbox#send()}. Properties of the test, such as {@code @SpringBootTest(properties = …)}, come
 * before these. Before each test method the fakes, the clock and the data are as they were at first.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface CartableFakes {
    /** Where Cartable's data is. */
    TestStores stores() default TestStores.H2;

    /** What time it is when a test method begins, in ISO-8601 with its zone. A Monday by default. */
    String at() default "2026-03-02T08:00:00Z";

    /**
     * The channels that have a courier, whether or not the application has one. Those of the application's own couriers, and of a
     * gateway under {@code cartable.sms}, are served in any case.
     */
    String[] channels() default "EMAIL";
}
