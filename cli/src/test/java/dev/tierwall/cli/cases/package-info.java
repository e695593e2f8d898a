/** The folders of cases/: what is in them, and who judges them. */
@NullMarked
package dev.tierwall.cli.cases;

import org.jspecify.annotations.NullMarked;
