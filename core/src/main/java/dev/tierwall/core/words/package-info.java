/** Verdicts and policies in plain English, the same wherever they are shown. */
@NullMarked
package dev.tierwall.core.words;

import org.jspecify.annotations.NullMarked;
