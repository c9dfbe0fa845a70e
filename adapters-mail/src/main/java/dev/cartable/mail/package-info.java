/**
 * E-mail by Jakarta Mail: a courier for an SMTP server, one that writes {@code .eml} files where there is no server, and
 * the probe that proves the settings.
 */
@NullMarked
package dev.cartable.mail;

import org.jspecify.annotations.NullMarked;
