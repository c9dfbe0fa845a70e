/** The commands about grades and report cards. */
@NullMarked
package dev.cartable.cli.grade;

import org.jspecify.annotations.NullMarked;
