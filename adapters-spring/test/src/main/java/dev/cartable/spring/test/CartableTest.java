package dev.cartable.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of what an application does with Cartable. It starts a slice of the application: its database with its migrations and views,
 * its transactions, Cartable, and those of its components that are of a type of Cartable's, such as a {@code Task} or a {@code
 * ReminderRule}. Other components, such as a service of its own, are named by {@code @Import}. There is no web server, and no login.
 * {@link CartableFakes} says which fakes there are.
 *
 * <pre>{@code
 * accounts.open(new GuardianId("G004"));
 * assertThat(outbox).hasQueued("account.activation").to("G004");
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(SpringBootTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@ImportAutoConfiguration
@CartableFakes
public @interface CartableTest {
    /** Where Cartable's data is. */
    @AliasFor(annotation = CartableFakes.class)
    TestStores stores() default TestStores.H2;

    /** What time it is when a test method begins, in ISO-8601 with its zone. A Monday by default. */
    @AliasFor(annotation = CartableFakes.class)
    String at() default "2026-03-02T08:00:00Z";

    /** The channels that have a courier, beside those of the application's own. */
    @AliasFor(annotation = CartableFakes.class)
    String[] channels() default "EMAIL";
}
