/** Templates of notices: the built-in French and English ones, and confined rendering of an administrator's. */
@NullMarked
package dev.cartable.notice.template;

import org.jspecify.annotations.NullMarked;
