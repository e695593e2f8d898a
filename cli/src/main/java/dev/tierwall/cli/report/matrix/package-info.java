/** Who can connect to whom as a grid. */
@NullMarked
package dev.tierwall.cli.report.matrix;

import org.jspecify.annotations.NullMarked;
