/** Where a command's facts come from: the options that say so, and the reading of files and clusters. */
@NullMarked
package dev.tierwall.cli.facts;

import org.jspecify.annotations.NullMarked;
