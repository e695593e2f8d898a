/** Lists as pictures: DOT, Mermaid, and SVG laid out here. */
@NullMarked
package dev.tierwall.cli.report.graph;

import org.jspecify.annotations.NullMarked;
