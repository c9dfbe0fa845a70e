/** What the root package, stores and contract tests share with quotas; not for hosts. */
@NullMarked
package dev.cartable.quota.internal;

import org.jspecify.annotations.NullMarked;
