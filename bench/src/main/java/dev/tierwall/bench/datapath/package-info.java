/** What the program in the kernel costs packets, and what loading and changing it costs. */
@NullMarked
package dev.tierwall.bench.datapath;

import org.jspecify.annotations.NullMarked;
