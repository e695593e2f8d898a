/** Objects as rows of a table, with the columns that people know of each kind. */
@NullMarked
package dev.tierwall.lab.table;

import org.jspecify.annotations.NullMarked;
