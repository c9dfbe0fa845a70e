/** The commands about users of the network, where the host has no relation of its own. */
@NullMarked
package dev.cartable.cli.user;

import org.jspecify.annotations.NullMarked;
