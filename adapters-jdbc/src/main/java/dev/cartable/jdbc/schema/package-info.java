/** Creates and changes Cartable's tables, and checks the relations of the roster. */
@NullMarked
package dev.cartable.jdbc.schema;

import org.jspecify.annotations.NullMarked;
