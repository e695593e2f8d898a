/** How a command's data is written: formats, colours, JSON and YAML. */
@NullMarked
package dev.tierwall.cli.output;

import org.jspecify.annotations.NullMarked;
