/** What the API server does to objects of some kinds as they are written: addresses given out, parts kept apart. */
@NullMarked
package dev.tierwall.lab.strategy;

import org.jspecify.annotations.NullMarked;
