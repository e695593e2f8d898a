/** Lists of connections, row by row or folded, as text, tables and data. */
@NullMarked
package dev.tierwall.cli.report.rows;

import org.jspecify.annotations.NullMarked;
