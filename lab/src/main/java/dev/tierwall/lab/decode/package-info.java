/** What a client sends, made into a tree that is as its types say, with what is unknown, doubled or of a wrong type told apart. */
@NullMarked
package dev.tierwall.lab.decode;

import org.jspecify.annotations.NullMarked;
