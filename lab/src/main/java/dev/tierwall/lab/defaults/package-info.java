/** What the API server fills in where an object leaves something out. */
@NullMarked
package dev.tierwall.lab.defaults;

import org.jspecify.annotations.NullMarked;
