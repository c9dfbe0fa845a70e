package dev.cartable.spring.web.internal;

import dev.cartable.spring.web.internal.openapi.EndpointDocs;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.stereotype.Controller;

/** An endpoint of Cartable's. Each of its methods says by {@link Requires} what its callers need, and returns an {@link Answer}. */
@Documented
@Controller
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ApiController {
    /** What its endpoints take and answer, for the OpenAPI document. */
    Class<? extends EndpointDocs> docs() default EndpointDocs.None.class;
}
