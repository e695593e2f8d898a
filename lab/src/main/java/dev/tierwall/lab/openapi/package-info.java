/** The kinds of the lab as OpenAPI describes them, in versions 2 and 3: what kubectl explains, checks and patches by. */
@NullMarked
package dev.tierwall.lab.openapi;

import org.jspecify.annotations.NullMarked;
