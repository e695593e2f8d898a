/** Netlink sockets by the foreign function interface: messages out, answers and their reasons in. */
@NullMarked
package dev.tierwall.linux.netlink;

import org.jspecify.annotations.NullMarked;
