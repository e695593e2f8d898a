/** What people call the parties, the blocks of addresses and the ports of a report. */
@NullMarked
package dev.tierwall.cli.report.naming;

import org.jspecify.annotations.NullMarked;
