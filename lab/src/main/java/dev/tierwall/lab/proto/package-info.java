/** Objects in protobuf, as client libraries send and ask for them, written and read by the types of {@code lab.schema}. */
@NullMarked
package dev.tierwall.lab.proto;

import org.jspecify.annotations.NullMarked;
