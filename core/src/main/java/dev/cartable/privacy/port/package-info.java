/** What the use cases of personal data ask of the stores. */
@NullMarked
package dev.cartable.privacy.port;

import org.jspecify.annotations.NullMarked;
