/** What the API server would refuse in an object, and how it would say so; and what it fills in that is left out. */
@NullMarked
package dev.tierwall.lab.validate;

import org.jspecify.annotations.NullMarked;
