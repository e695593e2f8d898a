/** {@code tierwall lab demo}: a tutorial played with packets. */
@NullMarked
package dev.tierwall.cli.lab.demo;

import org.jspecify.annotations.NullMarked;
