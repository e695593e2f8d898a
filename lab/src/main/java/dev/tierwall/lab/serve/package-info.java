/** The paths of the API: which verb a request asks for, in which form the answer goes back. */
@NullMarked
package dev.tierwall.lab.serve;

import org.jspecify.annotations.NullMarked;
