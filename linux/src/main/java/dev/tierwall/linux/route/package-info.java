/** The links, addresses, routes and neighbours of network namespaces, by rtnetlink. */
@NullMarked
package dev.tierwall.linux.route;

import org.jspecify.annotations.NullMarked;
