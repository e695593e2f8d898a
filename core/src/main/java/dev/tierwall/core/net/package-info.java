/** Value arithmetic: addresses, ports and protocols as sets. */
@NullMarked
package dev.tierwall.core.net;

import org.jspecify.annotations.NullMarked;
