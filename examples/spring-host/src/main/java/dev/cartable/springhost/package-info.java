/**
 * A school's portal on Spring Boot. Its tables and its staff's login were there before Cartable: {@link
 * dev.cartable.springhost.StaffLogin} knows nothing of it. All other classes use Cartable, one purpose each.
 */
@NullMarked
package dev.cartable.springhost;

import org.jspecify.annotations.NullMarked;
