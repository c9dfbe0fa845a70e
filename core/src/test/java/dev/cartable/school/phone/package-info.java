@NullMarked
package dev.cartable.school.phone;

import org.jspecify.annotations.NullMarked;
