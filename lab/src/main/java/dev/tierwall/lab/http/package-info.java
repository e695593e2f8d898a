/** How requests arrive and answers leave: HTTP on sockets, with TLS and tokens. */
@NullMarked
package dev.tierwall.lab.http;

import org.jspecify.annotations.NullMarked;
