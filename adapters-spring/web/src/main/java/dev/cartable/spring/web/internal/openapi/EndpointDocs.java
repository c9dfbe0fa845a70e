package dev.cartable.spring.web.internal.openapi;

import java.util.List;

/**
 * What the endpoints of a controller take and answer, for the OpenAPI document. A controller names its own in
 * {@link dev.cartable.spring.web.internal.ApiController}; it is made when the document is asked for.
 */
public interface EndpointDocs {
    /** One for each endpoint. */
    List<EndpointDoc> all();

    /** For a controller that describes nothing; a test refuses it. */
    final class None implements EndpointDocs {
        @Override
        public List<EndpointDoc> all() {
            return List.of();
        }
    }
}
