/** What families read: reminders and documents, their own and those of the children whom they may see. */
@NullMarked
package dev.cartable.spring.web.family;

import org.jspecify.annotations.NullMarked;
