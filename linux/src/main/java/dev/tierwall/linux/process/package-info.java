/** Programs that are started in the namespaces of a thread, with their streams, their terminal and their end. */
@NullMarked
package dev.tierwall.linux.process;

import org.jspecify.annotations.NullMarked;
