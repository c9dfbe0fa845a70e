/** What Cartable asks of the host's school data, and where an imported roster is kept. */
@NullMarked
package dev.cartable.school.port;

import org.jspecify.annotations.NullMarked;
