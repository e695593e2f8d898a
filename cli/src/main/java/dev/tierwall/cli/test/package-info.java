/** {@code tierwall test}: claims about who reaches whom, and reports of whether they hold. */
@NullMarked
package dev.tierwall.cli.test;

import org.jspecify.annotations.NullMarked;
