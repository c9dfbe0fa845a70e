/** The people of the school as a front end needs them: users, the caller themselves, their messages and preferences. */
@NullMarked
package dev.cartable.spring.web.person;

import org.jspecify.annotations.NullMarked;
