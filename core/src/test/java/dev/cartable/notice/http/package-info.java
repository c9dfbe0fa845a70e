@NullMarked
package dev.cartable.notice.http;

import org.jspecify.annotations.NullMarked;
