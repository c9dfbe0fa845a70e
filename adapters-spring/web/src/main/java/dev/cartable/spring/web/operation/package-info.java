/** What those who run the system read: messages, tasks and backups. */
@NullMarked
package dev.cartable.spring.web.operation;

import org.jspecify.annotations.NullMarked;
