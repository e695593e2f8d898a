/** What differs between two states of a cluster, as text, tables and data. */
@NullMarked
package dev.tierwall.cli.report.diff;

import org.jspecify.annotations.NullMarked;
